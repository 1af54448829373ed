/** Pages that stand where an answer should. The first two are Magento's own, cut. */
export const pages = {
  maintenance: {
    status: 503,
    body: `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title>Error 503: Service Unavailable</title></head>
<body><h1>Service Temporarily Unavailable</h1><p>The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.</p></body></html>`,
  },
  notFound: {
    status: 404,
    body: '<!DOCTYPE html>\n<html lang="en" id="top" class="no-js"><head><title>404 Not Found 1</title></head><body>Whoops, our bad...</body></html>',
  },
  fatal: { status: 500, body: '' },
  fatalDisplayed: {
    status: 500,
    body: '<br />\n<b>Fatal error</b>:  Allowed memory size of 268435456 bytes exhausted in <b>/srv/shop/app/code/community/Fancy/Export/Model/Observer.php</b> on line <b>41</b><br />\n',
  },
  /** A challenge that only a browser can solve. */
  firewall: { status: 403, body: '<script>window._cf_chl_opt={}</script>' },
  forbidden: { status: 403, body: '<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>' },
  comingSoon: {
    status: 200,
    body: '<!DOCTYPE html><html><head><title>Coming soon</title></head><body><h1>We are launching soon</h1></body></html>',
  },
  empty: { status: 200, body: '' },
  /** PHP stopped in the middle, and nobody noticed. */
  halfXml: {
    status: 200,
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse><params><param><value><array><data><value><struct><member><na',
  },
  /** A document that would have other files read. */
  doctype: {
    status: 200,
    body: '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<methodResponse><params><param><value><string>&e;</string></value></param></params></methodResponse>',
  },
} satisfies Record<string, { status: number; body: string }>;

export const warning =
  '<br />\n<b>Warning</b>:  Undefined array key "missing" in <b>/srv/shop/app/code/local/Shop/Extras/Helper/Data.php</b> on line <b>14</b><br />\n';
