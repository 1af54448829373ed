/** Recordings of routes that the connector does not take, with the reason. */
export const notOurs: [names: RegExp, why: string][] = [
  [/^soapv[12]-/, 'XML-RPC says the same without a WSDL'],
  [/^rest-/, 'REST needs OAuth and knows no shipments'],
  [/^xmlrpc-invoice-/, 'money is booked by the merchant'],
  [/^xmlrpc-order-(hold|unhold|cancel)/, 'orders are not held or cancelled for the merchant'],
  [/^xmlrpc-(country-list|customer-list)/, 'addresses tell the country, and orders the customer'],
  [/^xmlrpc-payment-list/, 'needs a cart, and tells only what that may be paid with'],
];

export const orders = ['complete', 'processing', 'canceled', 'holded', 'pending'].map((status) => `xmlrpc-order-info-${status}`);
export const orderLists = ['date-range', 'status-in', 'updated-gt', 'empty'].map((name) => `xmlrpc-order-list-${name}`);
export const productLists = ['filter', 'configurable-family', 'updated'].map((name) => `xmlrpc-product-list-${name}`);
export const products = ['simple', 'configurable', 'numeric-sku-as-id'].map((name) => `xmlrpc-product-info-${name}`);
/** Logged in, whichever door it was. */
export const logins = ['login-ok', 'login-limited', 'after-maintenance', 'index-php-path', 'no-trailing-slash'].map(
  (name) => `xmlrpc-${name}`,
);
export const refusedLogins = ['login-bad-key', 'login-unknown-user'].map((name) => `xmlrpc-${name}`);
export const expired = ['session-expired', 'after-endsession'].map((name) => `xmlrpc-${name}`);
export const others = [
  ...['get-request', 'magento-info', 'store-list', 'resources-not-recorded-size-only', 'limited-orders-denied', 'limited-products-ok'],
  ...['bad-xml', 'unknown-function', 'no-such-method', 'no-such-path', 'wrong-path-html-404', 'multicall', 'endsession'],
  ...['order-info-not-found', 'order-addcomment', 'product-info-not-found', 'stock-list', 'stock-update', 'stock-update-not-found'],
  ...['shipment-create', 'shipment-info', 'shipment-getcarriers', 'shipment-addtrack', 'shipment-addtrack-bad-carrier'],
].map((name) => `xmlrpc-${name}`);

export const read = [...[orders, orderLists, productLists, products, logins, refusedLogins, expired, others].flat(), 'maintenance-mode'];
