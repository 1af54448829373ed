import type { Json } from '../woocommerce/json.ts';
import type { Many } from './many.ts';
import { memoPayload, orderColumns, orderPayload } from './orders.ts';
import { attributePayload, attributeRows, productColumns, productPayload, rowsOf, sourceItemPayload, stockOf } from './products.ts';
import { noEntity, noProduct, notTyped, type Told, told } from './refusals.ts';
import { type Limits, only, search } from './search.ts';
import { utc } from './words.ts';
import { type Books, comment, putStockItem, saveSourceItems, ship } from './writing.ts';

export type Site = Books & { url: string; limits: Limits; inventory: boolean; many: Many };
export type Route = {
  method: string;
  path: RegExp;
  /** What is to be ticked for it; absent for what everybody may ask. */
  resource?: string;
  answer: (site: Site, asked: { at: string[]; query: URLSearchParams; body: Record<string, unknown> }) => Told;
};

const modules = [
  'Magento_Store',
  'Magento_Config',
  'Magento_Directory',
  'Magento_Backend',
  'Magento_Eav',
  'Magento_Catalog',
  'Magento_Sales',
];
const inventory = ['Magento_Inventory', 'Magento_InventoryApi', 'Magento_InventorySales'];

const get = (path: RegExp, resource: string | undefined, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  ...(resource && { resource }),
  answer,
});
const post = (path: RegExp, resource: string, answer: Route['answer']): Route => ({ ...get(path, resource, answer), method: 'POST' });

/** All that the sample store knows of Magento's API, each with the right it needs. */
export const routes: Route[] = [
  get(/^directory\/currency$/, undefined, ({ shop }) =>
    told({ base_currency_code: shop.currency, base_currency_symbol: '€', available_currency_codes: [shop.currency], exchange_rates: [] }),
  ),
  get(/^modules$/, 'Magento_Backend::admin', (site) => told([...modules, ...(site.inventory ? inventory : [])])),
  get(/^store\/storeConfigs$/, 'Magento_Backend::store', ({ shop, url }) =>
    told([
      {
        id: 1,
        code: 'default',
        website_id: 1,
        locale: 'sl_SI',
        base_currency_code: shop.currency,
        default_display_currency_code: shop.currency,
        timezone: shop.timeZone,
        weight_unit: 'kgs',
        base_url: `${url}/`,
        secure_base_url: `${url}/`,
      },
    ]),
  ),
  get(/^store\/websites$/, 'Magento_Backend::store', ({ shop }) =>
    told([
      { id: 0, code: 'admin', name: 'Admin', default_group_id: 0 },
      { id: 1, code: 'base', name: shop.name, default_group_id: 1 },
    ]),
  ),
  get(/^store\/storeViews$/, 'Magento_Backend::store', () =>
    told([
      { id: 1, code: 'default', name: 'Default Store View', website_id: 1, store_group_id: 1, is_active: 1 },
      { id: 0, code: 'admin', name: 'Admin', website_id: 0, store_group_id: 0, is_active: 1 },
    ]),
  ),
  get(/^products$/, 'Magento_Catalog::products', ({ shop, limits, many }, { query }) => {
    const table = { rows: rowsOf(shop), columns: productColumns, payload: productPayload, attributes: true } as const;
    return many.products?.(query) ?? search(table, query, limits);
  }),
  get(/^products\/attributes$/, 'Magento_Catalog::attributes_attributes', ({ limits }, { query }) =>
    search(
      { rows: attributeRows, columns: ({ id, name }) => ({ attribute_id: id, attribute_code: name }), payload: attributePayload },
      query,
      limits,
    ),
  ),
  get(/^orders$/, 'Magento_Sales::actions_view', ({ shop, sent, limits, many }, { query }) => {
    if (many.orders) return many.orders(query);
    const rows = shop.orders.filter(({ status }) => status !== 'checkout-draft' && status !== 'trash');
    return search({ rows, columns: orderColumns, payload: (order) => orderPayload(order, sent) }, query, limits);
  }),
  get(/^orders\/([^/]+)$/, 'Magento_Sales::actions_view', ({ shop, sent }, { at: [id = ''], query }) => {
    if (!/^\d+$/.test(id)) return notTyped(id);
    const order = shop.orders.find((one) => one.id === Number(id));
    return order ? told(only(orderPayload(order, sent), query.get('fields'))) : noEntity;
  }),
  get(/^creditmemos$/, 'Magento_Sales::sales_creditmemo', ({ shop, limits }, { query }) => {
    const rows = shop.orders.flatMap((order) => order.refunds.map((refund) => ({ order, refund })));
    const columns = ({ order, refund }: (typeof rows)[number]) => ({
      entity_id: refund.id,
      order_id: order.id,
      created_at: utc(refund.created),
    });
    return search({ rows, columns, payload: memoPayload }, query, limits);
  }),
  get(/^inventory\/sources$/, 'Magento_InventoryApi::source', ({ sources, limits }, { query }) => {
    const payload = (source_code: string): Json => ({ source_code, name: source_code, enabled: true });
    return search({ rows: sources, columns: (source_code) => ({ source_code }), payload }, query, limits);
  }),
  get(/^inventory\/source-items$/, 'Magento_InventoryApi::source', ({ shop, sources, limits, many }, { query }) => {
    if (many.sourceItems) return many.sourceItems(query);
    const things = rowsOf(shop).filter(({ type }) => type === 'simple');
    const rows = things.flatMap((row) => sources.map((source, at) => ({ row, source, id: row.id * 10 + at })));
    const columns = ({ row, source, id }: (typeof rows)[number]) => ({ sku: row.sku, source_item_id: id, source_code: source });
    return search({ rows, columns, payload: ({ row, source }) => sourceItemPayload(row, source) }, query, limits);
  }),
  get(/^stockItems\/([^/]+)$/, 'Magento_Catalog::catalog_inventory', ({ shop }, { at: [sku = ''] }) => {
    const row = rowsOf(shop).find((one) => one.sku.toLowerCase() === sku.toLowerCase());
    if (!row) return noProduct(sku);
    return told({
      item_id: row.id,
      product_id: row.id,
      stock_id: 1,
      qty: stockOf(row) ?? 0,
      is_in_stock: true,
      manage_stock: stockOf(row) !== null,
    });
  }),
  post(/^inventory\/source-items$/, 'Magento_InventoryApi::source', (site, { body }) => saveSourceItems(site, body)),
  post(/^order\/(\d+)\/ship$/, 'Magento_Sales::ship', (site, { at: [id], body }) => ship(site, Number(id), body)),
  post(/^orders\/(\d+)\/comments$/, 'Magento_Sales::comment', (site, { at: [id], body }) => comment(site, Number(id), body)),
  {
    method: 'PUT',
    path: /^products\/([^/]+)\/stockItems\/\d+$/,
    resource: 'Magento_Catalog::catalog_inventory',
    answer: (site, { at: [sku = ''], body }) => putStockItem(site, sku, body),
  },
];

/** Routes of a module that is switched off are not there at all. */
export const routesOf = (site: Pick<Site, 'inventory'>): Route[] =>
  site.inventory ? routes : routes.filter(({ path }) => !path.source.includes('inventory'));
