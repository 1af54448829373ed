import { readRows } from '../rows.ts';
import { sum } from '../words.ts';
import type { Api, Way } from './api.ts';
import { type Filter, searchCriteria } from './criteria.ts';
import { quantity } from './money.ts';
import * as payloads from './payloads.ts';
import { ifAllowed } from './trouble.ts';

type Shop = { api: Api; way: Pick<Way, 'sources'> };
/** What lies at one source. `status`: whether it counts as in stock there. */
export type AtSource = { source: string; quantity: string; status: unknown };

/** Addresses longer than some 8,000 letters are refused by web servers. */
const longest = 4000;
const pageSize = 300;
/** A list that names SKUs is cut at commas, so an SKU with one is asked for by itself; in one question up to so many. */
const withComma = 8;

/** What is in stock, by SKU (small letters: Magento does not tell them apart). Where it may not be read, nothing is known. */
export function stockReader({ api, way }: Shop): (skus: readonly string[]) => Promise<Map<string, string>> {
  let closed = false;
  let enabled: Set<string> | undefined;
  return async (skus) => {
    if (closed || skus.length === 0) return new Map();
    const found = await ifAllowed(async () => {
      if (!way.sources) return onePerProduct(api, skus);
      enabled ??= await enabledSources(api);
      return inAll(await atSources(api, skus), enabled);
    });
    closed = found === undefined;
    return found ?? new Map();
  };
}

/** What customers buy from. A source that is switched off sells nothing. */
export async function enabledSources(api: Api): Promise<Set<string>> {
  const { rows } = await api.list('inventory/sources', searchCriteria({ size: pageSize, fields: payloads.sourceFields }));
  const { records } = readRows(rows, payloads.source, (row) => row);
  return new Set(records.filter(({ enabled }) => enabled !== false && enabled !== 0).map(({ source_code }) => source_code));
}

/** What lies where, in bulk. https://developer.adobe.com/commerce/webapi/rest/inventory/manage-source-items/ */
export async function atSources(api: Api, skus: readonly string[]): Promise<Map<string, AtSource[]>> {
  const found = new Map<string, AtSource[]>();
  for (const group of questions(skus))
    for (let page = 1, read = 0, more = true; more; page++) {
      const query = searchCriteria({ where: [group], sort: 'source_item_id', size: pageSize, page, fields: payloads.sourceItemFields });
      const { rows, total = rows.length } = await api.list('inventory/source-items', query);
      for (const { sku, source_code, quantity: count, status } of readRows(rows, payloads.sourceItem, (row) => row).records)
        put(found, sku, { source: source_code, quantity: quantity(count), status });
      read += rows.length;
      more = rows.length > 0 && read < total;
    }
  return found;
}

function put(found: Map<string, AtSource[]>, sku: string, item: AtSource) {
  const key = sku.toLowerCase();
  const known = found.get(key);
  if (known) known.push(item);
  else found.set(key, [item]);
}

/** Which SKUs are asked for together. */
function* questions(skus: readonly string[]): Generator<Filter[]> {
  const odd = skus.filter((sku) => sku.includes(','));
  for (let at = 0; at < odd.length; at += withComma) yield odd.slice(at, at + withComma).map((sku): Filter => ['sku', 'eq', sku]);
  let names: string[] = [];
  let length = 0;
  for (const sku of skus.filter((sku) => !sku.includes(','))) {
    const more = encodeURIComponent(sku).length + 1;
    if (length + more > longest) {
      yield [['sku', 'in', names.join(',')]];
      names = [];
      length = 0;
    }
    names.push(sku);
    length += more;
  }
  if (names.length > 0) yield [['sku', 'in', names.join(',')]];
}

const inAll = (found: Map<string, AtSource[]>, enabled: Set<string>): Map<string, string> =>
  new Map(
    [...found].map(([sku, items]) => [sku, sum(['0', ...items.filter(({ source }) => enabled.has(source)).map((item) => item.quantity)])]),
  );

/** Without Inventory there is no list of what is in stock. Two at a time, so that the shop's customers are not kept waiting. */
async function onePerProduct(api: Api, skus: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const open = [...skus];
  const one = async () => {
    for (let sku = open.pop(); sku !== undefined; sku = open.pop()) {
      const reply = await api.ask(`stockItems/${encodeURIComponent(sku)}`);
      if (reply.status === 404) continue;
      const { qty, manage_stock } = await api.understand(reply, payloads.stockItem);
      if (manage_stock !== false) found.set(sku.toLowerCase(), quantity(qty));
    }
  };
  await Promise.all([one(), one()]);
  return found;
}
