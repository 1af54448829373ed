import type { Json, Payload } from '../woocommerce/json.ts';

/** An answer of Magento's: a status and JSON, or its text where that is written already. */
export type Told = { status: number; json: Json } | { status: number; text: string };
/** A page of Magento's or of the web server's. */
export type Page = { status: number; html: string };

export const told = (json: Json, status = 200): Told => ({ status, json });

/** Messages are templates; what belongs in them stands beside them, by name or by place. */
const refused = (status: number, message: string, parameters?: Payload | Json[]): Told => ({
  status,
  json: { message, ...(parameters && { parameters }) },
});

export const notAuthorised = (resource: string) =>
  refused(401, "The consumer isn't authorized to access %resources.", { resources: resource });
export const noRoute = refused(404, 'Request does not match any route.');
export const noEntity = refused(404, "The entity that was requested doesn't exist. Verify the entity and try again.");
export const noProduct = (sku: string) => refused(404, 'The Product with the "%1" SKU doesn\'t exist.', [sku]);
export const cannotProcess = refused(400, 'Specified request cannot be processed.');
export const noCriteria = refused(400, '"%fieldName" is required. Enter and try again.', { fieldName: 'searchCriteria' });
export const noAttribute = (name: string) => refused(400, 'The "%1" attribute name is invalid. Reset the name and try again.', [name]);
export const pageTooLarge = (max: number) => refused(400, 'Maximum SearchCriteria pageSize is %max', { max });
export const internal = refused(500, 'Internal Error. Details are available in Magento log file. Report ID: webapi-6b045fd6edb93');
export const badSource = refused(400, 'Could not save Source Item');
export const notTyped = (value: string) =>
  refused(400, `The "${value}" value's type is invalid. The "int" type was expected. Verify and try again.`);
export const statusNotAllowed = (status: string) =>
  refused(400, 'Unable to add comment: The status "%1" is not part of the order\n                 status history.', [status]);
export const notShippable = refused(
  400,
  "Shipment Document Validation Error(s):\nThe order does not allow a shipment to be created.\nYou can't create a shipment without products.",
);
export const tooMany = (sku: string) =>
  refused(
    400,
    `Shipment Document Validation Error(s):\nThe quantity to ship must not be greater than the unshipped quantity for product SKU "${sku}".`,
  );

export const oauth = {
  consumer: refused(401, 'A consumer having the specified key does not exist'),
  token: refused(401, 'Specified token does not exist'),
  other: refused(401, 'Token is not associated with the specified consumer'),
  signature: refused(401, 'The signature is invalid. Verify and try again.'),
  nonce: refused(401, 'The nonce is already being used by the consumer with ID %1', ['1']),
  timestamp: refused(401, 'An error occurred validating the nonce'),
  method: (name: string) => refused(400, 'Signature method %1 is not supported', [name]),
};

const page = (title: string, body: string) =>
  `<!doctype html>\n<html xmlns="http://www.w3.org/1999/xhtml" >\n<head>\n    <title>${title}</title>\n    <meta name="robots" content="*"/>\n</head>\n<body>\n    <main class="page-main">\n${body}\n    </main>\n</body>\n</html>\n`;

export const pages = {
  maintenance: {
    status: 503,
    html: page(
      'Error 503: Service Unavailable',
      '<h1>Service Temporarily Unavailable</h1>\n<p>\n    The server is temporarily unable to service your request due to maintenance downtime or capacity problems.\n    Please try again later.\n</p>',
    ),
  },
  error: {
    status: 500,
    html: page(
      'There has been an error processing your request',
      '<h1>There has been an error processing your request</h1>\n    <p><em>Exception printing is disabled by default for security reasons.</em></p>\n    <p>Error log record number: 11759db126696b1449f0b0952dcd3fddf896a489a069953fada6e6fb66b15574</p>',
    ),
  },
  comingSoon: { status: 200, html: page('Coming soon', '<h1>Kmalu odpremo</h1>') },
  notFound: { status: 404, html: page('404 Not Found', '<h1>Whoops, our bad...</h1>') },
  firewall: {
    status: 403,
    html: '<html><head><title>Attention Required! | Cloudflare</title></head><body>__cf_chl_opt</body></html>',
  },
} satisfies Record<string, Page>;
