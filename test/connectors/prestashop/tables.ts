import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../../../connectors/errors.ts';
import * as advice from '../../../connectors/prestashop/advice.ts';

// What each recording is, by name: how the connector comes to read it, or why it never will.

export const shop = 'prestashop-1.7.8.8';

/** Whole orders. */
export const orderPages = ['orders-date-range-page1'];
/** Orders of which only a few fields were asked for: not enough for a record, so each is told as malformed. */
export const partOrders = ['orders-date-range-page2-fields', 'orders-date-upd-gt', 'orders-date-upd-sorted', 'orders-all-size'];
export const productPages = ['products-full-page1-json', 'multilang-products-json'];
export const partProducts = [
  ...['products-all-fields-100', 'products-fields-page2', 'products-filter-date-upd', 'products-filter-reference'],
  ...['products-filter-duplicate-reference', 'multilang-products-fields-json', 'multilang-products-fields-language1'],
];
export const emptyLists = ['orders-empty-json', 'products-empty-page', 'order-slips-empty', 'cart-rules', 'orders-limit-too-odd'];
/** What is answered for an id that nothing has: no body at all. */
export const nothing = ['order-not-found', 'product-not-found', 'product-id-text', 'product-not-found-xml'];

const beside = [
  ...['order-details-of-order', 'addresses', 'carriers', 'currencies', 'countries-active', 'order-payments', 'taxes', 'order-states'],
  ...['combinations-page', 'combinations-of-product-1', 'product-options', 'product-option-values', 'stock-availables-of-product-1'],
  ...['configurations-timezone', 'multilang-order-states-json', 'multilang-order-states-language2', 'order-after-history'],
  ...['order-carriers-of-order', 'order-carrier-put-tracking', 'order-history-create', 'stock-available-put-full'],
];
const waysIn = ['probe-ok-xml', 'probe-no-auth', 'api-without-rewrite', 'shop-maintenance-webservice-still-works', 'probe-after-restore'];

export type Kind = new (...given: never[]) => ConnectorError;
const permissions = (column: string, list: string) => advice.permissions(column, [list]);
/** What an answer means wherever it comes instead of orders. */
export const refusals: Record<string, [kind: Kind, advice: readonly string[] | undefined]> = {
  'probe-bad-key-json': [AuthenticationError, advice.newKey],
  'probe-bad-key': [AuthenticationError, advice.newKey],
  'probe-bad-key-short': [AuthenticationError, advice.newKey],
  'probe-disabled-key': [AuthenticationError, advice.newKey],
  'probe-no-auth': [AuthenticationError, advice.headerStripped],
  'webservice-disabled': [PermissionError, advice.switchedOff],
  'webservice-disabled-xml': [PermissionError, advice.switchedOff],
  'scope-orders-denied-json': [PermissionError, permissions('View (GET)', 'orders')],
  'scope-orders-denied-xml': [PermissionError, permissions('View (GET)', 'orders')],
  'scope-readonly-put': [PermissionError, permissions('Modify (PUT)', 'stock_availables')],
  'orders-date-without-date1': [ResponseError, undefined],
  'products-filter-date-upd-without-date1': [ResponseError, undefined],
  'bad-display-field': [ResponseError, undefined],
  'bad-filter-field': [ResponseError, undefined],
  'orders-sort-bad': [ResponseError, undefined],
  'no-such-resource': [ResponseError, undefined],
  'no-such-resource-xml': [ResponseError, undefined],
  'order-put-bad-xml': [ResponseError, undefined],
  'stock-available-put-json-body': [ResponseError, undefined],
  'stock-available-put-partial-fails': [ResponseError, undefined],
  'stock-available-post-denied': [ResponseError, undefined],
  'stock-available-patch': [ResponseError, undefined],
  'order-history-create-missing-field': [ResponseError, undefined],
  'order-history-create-bad-order': [NetworkError, advice.critical],
  'orders-schema-blank': [NetworkError, advice.critical],
};

/** Answers to questions that no connector asks: it reads lists, as JSON, and the front page as XML. */
export const notOurs = [
  // XML where JSON is asked for, and the front page where it is asked for as JSON, which breaks from 8.0 on.
  /^(orders-(date-range|empty)-xml|products-(full-page1|empty-page|ids-only)-xml|multilang-product-xml|order-one-xml)$/,
  /^(stock-available-one-xml|product-with-combinations-xml|probe-ok-json|scope-root-limited|order-histories-schema-synopsis)$/,
  // One thing alone: newer shops leave out whatever is empty or 0.
  /^(order-one-json|customer-one|product-simple|product-with-combinations)$/,
  // Other ways to ask for JSON, or for the same lists, and lists that hold nothing for us.
  /^probe-(accept-json-ignored|io-format-header|output-format-header|ws-key-query)$/,
  /^(orders-(ids-only|filter-state-or|date-plus-encoded)|products-ids-only-json|head-orders|price-parameter)$/,
  /^(categories|shops|languages|multilang-languages|order-invoices|order-histories-of-order)$/,
  // Other ways to write, and a page of the shop.
  /^(order-put-(current-state|shipping-number)|shop-maintenance-front)$/,
];

export const read = [
  ...[orderPages, partOrders, productPages, partProducts, emptyLists, nothing, beside, waysIn].flat(),
  ...['multilang-language-nonexistent', ...Object.keys(refusals)],
];
