/** How a store can be out of order, or set up oddly. All of it may be told together. */
export type Misbehaviour = {
  /** Only requests whose path and query match. */
  only?: RegExp;
  /** Only so many of them; then the store behaves again. */
  times?: number;
  /** This status, with these headers and this body (JSON of WordPress' own where absent). */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** A page that WordPress, a host or a firewall gives instead of an answer. */
  page?: keyof typeof pages;
  /** 200, JSON by its header, but not by its body. */
  garbage?: true;
  /** The connection stays open and nothing comes. */
  silence?: true;
  /** The connection is cut before, or in the middle of, the answer. */
  reset?: true;
  truncated?: true;
  /** PHP warnings stand before the JSON, status 200. */
  warnings?: true;
  /** A byte order mark stands before the JSON. */
  bom?: true;
  /** The body has so many bytes more (of white space). */
  padding?: number;
  /** Milliseconds before each answer. */
  latency?: number;
  /** Another address answers: the same path there, or exactly `to` where it holds a path. */
  redirect?: { to: string; status?: 301 | 302 | 307 | 308 };
  /** A fatal error when more than so many are asked for at once. */
  fatalAbove?: number;
  /** Asked for a page past the end, it gives the last one again, as some platforms do. */
  repeatsLastPage?: true;
  /** At most so many requests in any second; 429 above, with `Retry-After` in seconds (0 for none). */
  limit?: { perSecond: number; retryAfter?: number };
  /** A plugin closes REST to whoever is not logged in; keys are looked at only in WooCommerce's own part. */
  restOff?: true;
  /** The web server takes the Authorization header away. */
  stripsAuthorization?: true;
  /** A staging site behind the web server's own password. */
  wall?: { user: string; password: string };
  /** TLS ends at a proxy that does not tell PHP. */
  silentProxy?: true;
  /** WordPress without it: the plugin is switched off. */
  withoutWooCommerce?: true;
  /** Variations do not say whose they are. */
  orphans?: true;
  /** Its clock is so many seconds ahead of ours; OAuth 1.0a allows 15 minutes. */
  clockAhead?: number;
  permalinks?: 'pretty' | 'index.php' | 'plain';
};

const html = (title: string, body: string) =>
  `<!DOCTYPE html>\n<html dir='ltr'>\n<head>\n\t<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n\t<title>${title}</title>\n</head>\n<body id="error-page">\n\t${body}</body>\n</html>\n`;
const nginx = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`;
const utf8 = 'text/html; charset=UTF-8';
const message = (text: string) => `<div class="wp-die-message">${text}</div>`;

/** `inside`: WordPress' REST server was already at work, and its headers are there. */
export type Page = { status: number; type: string; body: string; headers?: Record<string, string>; inside?: true };

/** WordPress' way to say that nobody should keep an answer. */
export const uncached = {
  Expires: 'Wed, 11 Jan 1984 05:00:00 GMT',
  'Cache-Control': 'no-cache, must-revalidate, max-age=0, no-store, private',
};

export const pages = {
  maintenance: {
    status: 503,
    type: utf8,
    headers: { ...uncached, 'Retry-After': '600' },
    body: html('Maintenance', message('Briefly unavailable for scheduled maintenance. Check back in a minute.')),
  },
  fatal: {
    status: 500,
    type: utf8,
    headers: uncached,
    inside: true,
    body: html(
      'WordPress &rsaquo; Error',
      message(
        '<p>There has been a critical error on this website.</p><p><a href="https://wordpress.org/documentation/article/faq-troubleshooting/">Learn more about troubleshooting WordPress.</a></p>',
      ),
    ),
  },
  fatalDisplayed: {
    status: 500,
    type: utf8,
    headers: uncached,
    inside: true,
    body: '<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function missing_function() in /srv/site/wp-content/mu-plugins/shop.php:15\nStack trace:\n#0 {main}\n',
  },
  noDatabase: {
    status: 500,
    type: utf8,
    headers: uncached,
    body: html('Database Error', message('<h1>Error establishing a database connection</h1>')),
  },
  /** A challenge that only a browser can solve. */
  firewall: {
    status: 403,
    type: utf8,
    headers: { Server: 'cloudflare', 'cf-mitigated': 'challenge', 'CF-RAY': '8f0a1b2c3d4e5f60-VIE' },
    body: html(
      'Just a moment...',
      '<noscript>Enable JavaScript and cookies to continue</noscript><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>',
    ),
  },
  /** "Coming soon" plugins answer everything with a kind page. */
  comingSoon: { status: 200, type: utf8, body: html('Coming soon', '<h1>We are launching soon</h1>') },
  badGateway: { status: 502, type: 'text/html', body: nginx('502 Bad Gateway') },
  notFound: { status: 404, type: 'text/html', body: nginx('404 Not Found') },
  wall: {
    status: 401,
    type: 'text/html',
    headers: { 'WWW-Authenticate': 'Basic realm="Staging"' },
    body: nginx('401 Authorization Required'),
  },
} satisfies Record<string, Page>;

export const warning =
  '<br />\n<b>Warning</b>:  Undefined array key "missing" in <b>/srv/site/wp-content/mu-plugins/shop.php</b> on line <b>14</b><br />\n';
