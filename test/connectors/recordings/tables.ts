import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../../../connectors/errors.ts';
import * as advice from '../../../connectors/woocommerce/advice.ts';

// What each recording is, by name: how the connector comes to read it, or why it never will.

export const newest = 'woocommerce-10.5.2';
export const oldest = 'woocommerce-3.9.1';
export const shops = [newest, oldest];

/** Whole orders, as lists or one by one. */
export const orderPages = ['orders-page1-per10', 'orders-date-filter-page1', 'orders-with-refunds-status-refunded'];
export const singleOrders = [
  ...[
    'order-with-coupon',
    'order-with-deleted-product',
    'order-with-fee',
    'order-with-line-meta',
    'order-create-minimal',
    'order-update-status',
  ],
  ...['order-create-full', 'order-delete-to-trash', 'order-update-trashed'],
];
export const notOrders = ['order-get-trashed', 'orders-status-checkout-draft', 'orders-status-trash'];
/** What is answered for an id that no order has. */
export const noSuchOrder = ['order-not-found', 'order-id-is-product', 'order-id-is-refund'];
export const productPages = [
  ...['products-page1-per10', 'products-page2-per10', 'products-all-fields-100', 'products-by-sku', 'products-by-duplicate-sku'],
  ...[
    'products-modified-after',
    'products-search-unicode',
    'products-sku-with-comma-list',
    'products-status-any-private',
    'products-by-variation-sku',
  ],
];
export const singleProducts = ['product-stock-update', 'product-variable-one'];
export const variationPages = [
  'variations-of-variable',
  'variations-parent-managed-stock',
  'variations-without-own-sku',
  'variations-of-simple',
];
export const emptyPages = ['orders-empty-page', 'orders-empty-future', 'products-page-beyond', 'products-page-last'];
const stamps = ['orders-modified-after', 'orders-modified-after-silently-ignored', 'orders-include'];
const shopFacts = [
  ...[
    'probe-ok-index-fields',
    'probe-ok-system-status-partial',
    'probe-ok-orders-one-id',
    'payment-gateways',
    'orders-totals-report',
    'orders-batch',
  ],
  ...[
    'shipping-zones',
    'shipping-zone-0-methods',
    'shipping-zone-1-methods',
    'shipping-zone-2-methods',
    'no-such-route',
    'orders-status-bad',
  ],
];
const waysIn = [
  ...[
    'plain-permalinks-index',
    'plain-permalinks-rest-route-no-hint-401',
    'plain-permalinks-rest-route-ok',
    'plain-permalinks-wp-json-404',
  ],
  ...['stripped-authorization-basic', 'stripped-authorization-querystring', 'probe-querystring-auth', 'oauth1-http-ok'],
  ...['probe-http-no-tls-basic', 'probe-http-querystring-auth', 'site-home-not-json', 'wp-json-on-subfolder-wrong-path-html-404'],
  ...['fault-rest-api-disabled-by-plugin-no-auth', 'fault-rest-api-disabled-by-plugin-key-ok'],
  ...['fault-staging-basic-auth-wall', 'fault-staging-basic-auth-wall-querystring-keys'],
];

export type Kind = new (...given: never[]) => ConnectorError;
/** What an answer means wherever it comes instead of orders. */
export const refusals: Record<string, [kind: Kind, advice: readonly string[] | undefined]> = {
  'probe-bad-secret': [AuthenticationError, advice.newKey],
  'probe-no-auth': [AuthenticationError, advice.newKey],
  'probe-unknown-key': [AuthenticationError, advice.newKey],
  'probe-bad-key': [AuthenticationError, advice.newKey],
  'oauth1-http-unknown-key': [AuthenticationError, advice.newKey],
  'oauth1-http-bad-signature': [AuthenticationError, advice.signature],
  'oauth1-http-nonce-replayed': [AuthenticationError, advice.signature],
  'oauth1-http-old-timestamp': [AuthenticationError, advice.clock],
  'scope-writeonly-key-read': [PermissionError, advice.mayNotRead],
  'scope-readonly-key-write': [PermissionError, advice.mayNotWrite],
  'scope-subscriber-key-read': [PermissionError, advice.wrongRole],
  'scope-subscriber-key-products': [PermissionError, advice.wrongRole],
  'payment-gateways-readonly-sub': [PermissionError, advice.wrongRole],
  'fault-rest-api-disabled-by-plugin-no-auth': [PermissionError, advice.restClosed],
  'fault-staging-basic-auth-wall': [PermissionError, advice.passwordWall],
  'fault-maintenance-mode': [NetworkError, advice.maintenance],
  'fault-no-database': [NetworkError, advice.database],
  'fault-php-fatal': [NetworkError, advice.critical()],
  'fault-php-fatal-displayed': [NetworkError, advice.critical('the must-use plugin “peers” (peers.php, line 15)')],
  'fault-php-warning-before-json': [ResponseError, advice.phpOutput('the must-use plugin “peers” (peers.php, line 14)')],
  'plain-permalinks-wp-json-404': [ResponseError, advice.wrongAddress],
  'wp-json-on-subfolder-wrong-path-html-404': [ResponseError, advice.wrongAddress],
  'site-home-not-json': [ResponseError, advice.htmlInstead],
  'no-such-route': [ResponseError, advice.noWooCommerce],
  'namespace-wrong': [ResponseError, advice.noWooCommerce],
  'method-not-allowed': [ResponseError, advice.noWooCommerce],
  'orders-after-bad': [ResponseError, undefined],
  'orders-after-date-only': [ResponseError, undefined],
  'orders-page-zero': [ResponseError, undefined],
  'orders-status-bad': [ResponseError, undefined],
  'orders-modified-after': [ResponseError, undefined],
  'orders-status-checkout-draft': [ResponseError, undefined],
  'products-trash': [ResponseError, undefined],
  'products-per-page-101': [ResponseError, undefined],
  'api-v1-legacy-removed': [ResponseError, undefined],
};

/** Answers to questions that no connector asks: it writes nothing, and reads few things one by one. */
export const notOurs = [
  /^webhook/,
  /^(categories|coupons|customers-page|taxes|currencies-current|shipping-methods|refunds-global|xml-accept-ignored)$/,
  /^(settings-general|probe-ok-settings-general-currency|shipping-zone-\d-locations)$/,
  /^order-(notes?(-create)?|refunds|id-text|post-override|update-(bad-json|bad-status|empty-body|meta-tracking))$/,
  /^orders-(after-with-.*|after-dates-are-gmt-ignored|dp4|status-(any|custom|list)|unknown-parameter-ignored|date-filter-page2-fields)$/,
  /^product-(batch-.*|deleted|not-found|duplicate-sku-create|stock-update-.*)$/,
  /^(batch-over-100|variation-(batch-.*|via-products-endpoint|wrong-parent)|oauth1-http-sha1)$/,
];

export const read = [
  ...[
    orderPages,
    singleOrders,
    notOrders,
    noSuchOrder,
    productPages,
    singleProducts,
    variationPages,
    emptyPages,
    stamps,
    shopFacts,
    waysIn,
  ].flat(),
  ...Object.keys(refusals),
];
