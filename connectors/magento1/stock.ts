import type { StockLevel, StockRefusal } from '../connector.ts';
import { readRows } from '../rows.ts';
import { type Api, type Call, listOf } from './api.ts';
import { createBatches } from './batches.ts';
import * as payloads from './payloads.ts';
import { faulted } from './trouble.ts';

/** A save goes through the whole product and its indexes: each takes a while. */
const atOnce = 10;
const keysAtOnce = 200;

type Key = { level: StockLevel; key: string };

/**
 * Sets what is in stock. A number is first taken for a SKU and then for an id, so that the id of one product may be the SKU of another: which
 * word leads to which product is looked up first.
 */
export async function setStock(api: Api, levels: readonly StockLevel[], timeout: number): Promise<StockRefusal[]> {
  const batches = createBatches(api, { size: atOnce, patience: 2.5 * timeout });
  const bySku = levels.map((level) => ({ level, key: level.sku?.trim() || level.id }));
  const found = await leadTo(api, bySku);
  const byId = bySku.filter(({ level }) => !found.has(level.id)).map(({ level }) => ({ level, key: level.id }));
  for (const [id, key] of await leadTo(api, byId)) found.set(id, key);

  const known = levels.filter(({ id }) => found.has(id));
  const told = await batches(
    known.map(({ id, stock }): Call => ['cataloginventory_stock_item.update', [found.get(id) ?? id, dataOf(stock)]]),
  );
  const refusals = levels.filter(({ id }) => !found.has(id)).map(({ id }) => ({ id, reason: 'the shop has no such product' }));
  for (const [at, { fault }] of told.entries()) {
    if (!fault) continue;
    if (['2', '3', '4'].includes(fault.code)) throw faulted(fault, 'cataloginventory_stock_item.update', api.host);
    refusals.push({ id: known[at]?.id ?? '', reason: fault.text || `Magento refused it (${fault.code})` });
  }
  return refusals;
}

/** Where there is some, it can be bought; where there is none, Magento decides by its own rules whether it can be all the same. */
const dataOf = (stock: string) => ({ qty: stock, ...(Number(stock) > 0 && { is_in_stock: 1 }) });

/** Which of the words lead to the product that is meant; others are left out. */
async function leadTo(api: Api, keys: readonly Key[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let begin = 0; begin < keys.length; begin += keysAtOnce) {
    const part = keys.slice(begin, begin + keysAtOnce);
    const rows = listOf(await api.call('cataloginventory_stock_item.list', [part.map(({ key }) => key)]));
    const items = readRows(rows, payloads.stockItem, (item) => item).records;
    const byProduct = new Map(items.map((item) => [item.product_id, item]));
    for (const { level, key } of part) {
      const item = byProduct.get(level.id);
      if (item && (item.sku === key || isAlone(items, key, level.id))) found.set(level.id, key);
    }
  }
  return found;
}

/** No other product is called so. */
const isAlone = (items: readonly payloads.StockItem[], key: string, id: string) =>
  key === id && items.every(({ sku, product_id }) => sku !== key || product_id === id);
