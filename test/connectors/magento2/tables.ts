import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../../../connectors/errors.ts';
import * as advice from '../../../connectors/magento2/advice.ts';

// What each recording is, by name: how the connector comes to read it, or why it never will.

export const shop = 'magento2-2.4.7';

/** Whole orders, as a list or one by one. */
export const orderPages = ['orders-page1-per3'];
export const singleOrders = ['canceled', 'closed', 'complete', 'holded', 'pending', 'processing'].map((state) => `order-one-${state}`);
/** Rows of orders with a few fields only: they go to the malformed ones, each with its reason. */
export const partOrders = [
  'orders-date-range-fields',
  'orders-date-iso-T-Z',
  'orders-updated-at-gt',
  'orders-status-in',
  'order-by-increment-id',
];
export const emptyPages = [
  ...['orders-empty', 'orders-page-beyond', 'orders-page-beyond-no-fields', 'orders-bad-condition', 'rest-page-size-over'],
  ...['products-empty', 'products-page-beyond'],
];
export const productPages = ['products-page1-per5', 'products-page2-per50-fields', 'products-all-fields-100', 'products-by-sku-in'];
export const singleProducts = ['product-simple', 'product-sku-with-slash-encoded', 'product-put-price'];

const facts = [
  ...['probe-modules', 'currency', 'websites', 'store-views', 'rest-all-scope', 'index-php-path', 'probe-after-maintenance'],
  ...['probe-store-configs-admin-token', 'probe-oauth1-ok', 'probe-oauth1-old-timestamp', 'probe-integration-bearer-enabled'],
  ...['oauth1-query-with-brackets', 'scope-catalogonly-products'],
];
const beside = [
  ...['product-configurable', 'configurable-children', 'attribute-velikost', 'creditmemos', 'products-updated-after'],
  ...['source-items-list', 'stock-item', 'stock-item-not-found', 'transactions-empty'],
];
const writing = [
  ...['order-ship-with-track', 'order-ship-twice', 'order-ship-not-found', 'order-after-ship', 'order-not-found'],
  ...['order-comment-create', 'order-comment-status-not-allowed'],
  ...['source-items-post', 'source-items-post-unknown-sku', 'source-items-post-bad-source'],
  ...['stock-put-legacy', 'stock-put-not-found', 'scope-catalogonly-stock-put'],
];

export type Kind = new (...given: never[]) => ConnectorError;
const view = 'Sales → Operations → Orders → Actions → View';
const stores = 'Stores → Settings → All Stores';

/** What an answer means wherever it comes instead of orders. */
export const refusals: Record<string, [kind: Kind, words: RegExp, advice: readonly string[] | undefined]> = {
  'maintenance-mode': [NetworkError, /maintenance/, advice.maintenance],
  'orders-bad-field': [NetworkError, /report webapi-6b045fd6edb93/, advice.broke('webapi-6b045fd6edb93')],
  'accept-html-406': [NetworkError, /report 11759db1/, advice.broke('11759db126696b1449f0b0952dcd3fddf896a489a069953fada6e6fb66b15574')],
  'accept-xml': [ResponseError, /web page/, advice.htmlInstead],
  'scope-catalogonly-orders': [PermissionError, /Orders → Actions → View/, advice.allow([view])],
  'probe-no-auth': [PermissionError, /All Stores/, advice.allow([stores])],
  'probe-garbage-bearer': [PermissionError, /All Stores/, advice.allow([stores])],
  'probe-integration-bearer-disabled-default': [PermissionError, /All Stores/, advice.allow([stores])],
  'probe-oauth1-bad-signature': [AuthenticationError, /refuses our signature/, advice.signature],
  'probe-oauth1-unknown-consumer': [AuthenticationError, /Consumer Key is not known/, advice.fourValues],
  'probe-oauth1-unknown-token': [AuthenticationError, /Access Token is not known/, advice.fourValues],
  'admin-token-bad-password': [AuthenticationError, /sign-in was incorrect/, advice.fourValues],
  'probe-oauth1-sha1': [ResponseError, /Signature method HMAC-SHA1 is not supported/, undefined],
  'admin-token-missing': [ResponseError, /"username" is required\..*"password" is required/, undefined],
  'orders-no-searchcriteria': [ResponseError, /"searchCriteria" is required/, undefined],
  'products-no-searchcriteria': [ResponseError, /"searchCriteria" is required/, undefined],
  'products-bad-field': [ResponseError, /The "nosuch" attribute name is invalid/, undefined],
  'bad-json': [ResponseError, /Decoding error/, undefined],
  'order-id-text': [ResponseError, /The "abc" value's type is invalid/, undefined],
  'rest-unknown-store-code': [ResponseError, /cannot be processed/, undefined],
  'product-not-found': [ResponseError, /doesn't exist/, undefined],
  'product-sku-with-slash-double-encoded': [ResponseError, /doesn't exist/, undefined],
  'order-hold-not-found': [ResponseError, /doesn't exist/, undefined],
  'no-such-route': [ResponseError, /does not know what we ask for/, advice.noRoute],
  'wrong-method': [ResponseError, /does not know what we ask for/, advice.noRoute],
};

/** Answers to questions that no connector asks: it never takes an admin's password, and does not invoice, cancel or hold. */
export const notOurs = [
  /^(admin-token-ok|soap-wsdl-list-size|rest-schema-not-recorded|bulk-async-source-items|salable-qty)$/,
  /^(categories|countries-fields|customer-groups|customers-search|invoices)$/,
  /^(order-cancel-completed|order-comments|order-statuses-of-order|order-invoice-.*|order-set-status-via-orders-post|shipments-of-order)$/,
  /^(configurable-children-of-simple|configurable-options)$/,
];

export const read = [
  ...[orderPages, singleOrders, partOrders, emptyPages, productPages, singleProducts, facts, beside, writing].flat(),
  ...Object.keys(refusals),
];
