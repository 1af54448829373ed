import type { StockLevel, StockRefusal } from '../connector.ts';
import { readRows } from '../rows.ts';
import { textOrNone } from '../words.ts';
import { type Api, isGood } from './api.ts';
import { searchCriteria } from './criteria.ts';
import type { Entry } from './ladder.ts';
import * as payloads from './payloads.ts';
import { type AtSource, atSources, enabledSources } from './stock.ts';
import { isMissingRight, trouble } from './trouble.ts';

/** One level and where it goes. */
type Row = { id: string; sku: string; stock: string; source: string; status: number };
type Level = { id: string; sku: string; stock: string };

const atOnce = 100;
/** Where a thing lies that lies nowhere yet. */
const usual = 'default';

/** Sets what lies at the source of each product, in bulk; by itself where Magento's Inventory is switched off. */
export async function setStock({ api, way }: Pick<Entry, 'api' | 'way'>, levels: readonly StockLevel[]): Promise<StockRefusal[]> {
  const refusals: StockRefusal[] = [];
  const enabled = way.sources && levels.length > 0 ? await enabledSources(api) : new Set<string>();
  for (let at = 0; at < levels.length; at += atOnce) {
    const { known, unknown } = await find(api, levels.slice(at, at + atOnce));
    refusals.push(...unknown);
    refusals.push(...(way.sources ? await bySource(api, known, enabled) : await oneByOne(api, known)));
  }
  return refusals;
}

/** Magento stores stock of SKUs that nobody has without a word, so they are looked for first; an SKU may have changed since it was read. */
async function find(api: Api, levels: readonly StockLevel[]): Promise<{ known: Level[]; unknown: StockRefusal[] }> {
  const ids = levels.map(({ id }) => id).filter((id) => /^\d+$/.test(id));
  const where = [[['entity_id', 'in', ids.join(',')] as const]];
  const query = searchCriteria({ where, sort: 'entity_id', size: atOnce, fields: 'items[id,sku],total_count' });
  const { rows } = ids.length > 0 ? await api.list('products', query) : { rows: [] };
  const skus = new Map(readRows(rows, payloads.product, ({ id, sku }) => [String(id), textOrNone(sku)] as const).records);
  const known: Level[] = [];
  const unknown: StockRefusal[] = [];
  for (const { id, stock } of levels) {
    const sku = skus.get(id);
    if (sku) known.push({ id, sku, stock });
    else unknown.push({ id, reason: 'The store no longer has this product.' });
  }
  return { known, unknown };
}

async function bySource(api: Api, levels: Level[], enabled: Set<string>): Promise<StockRefusal[]> {
  const now = await atSources(
    api,
    levels.map(({ sku }) => sku),
  );
  const refusals: StockRefusal[] = [];
  const rows = levels.flatMap((level): Row[] => {
    const at = (now.get(level.sku.toLowerCase()) ?? []).filter(({ source }) => enabled.has(source));
    if (at.length <= 1) return [toRow(level, at[0], enabled)];
    const sources = at.map(({ source }) => source).join(', ');
    refusals.push({ id: level.id, reason: `It lies at several sources in the store (${sources}): how much at which is set in Magento.` });
    return [];
  });
  return [...refusals, ...(await save(api, rows))];
}

/** What is there is in stock. What is not stays as it was: the merchant may sell it all the same (backorders). */
function toRow(level: Level, at: AtSource | undefined, enabled: Set<string>): Row {
  const [first = usual] = enabled;
  const source = at?.source ?? (enabled.has(usual) ? usual : first);
  return { ...level, source, status: Number(level.stock) > 0 ? 1 : Number(at?.status ?? 0) };
}

/** One that is refused has all refused, so a list is halved until it stands alone. A merchant may also limit how many go at once. */
async function save(api: Api, rows: Row[]): Promise<StockRefusal[]> {
  if (rows.length === 0) return [];
  const sourceItems = rows.map(({ sku, source, stock, status }) => ({ sku, source_code: source, quantity: Number(stock), status }));
  const reply = await api.ask('inventory/source-items', [], { method: 'POST', body: { sourceItems } });
  if (isGood(reply)) return [];
  const [first, ...others] = rows;
  if (reply.status !== 400 || reply.json === undefined || !first) {
    return api.refuse(reply);
  }
  if (others.length === 0) return [{ id: first.id, reason: trouble(reply).message }];
  const half = Math.ceil(rows.length / 2);
  return [...(await save(api, rows.slice(0, half))), ...(await save(api, rows.slice(half)))];
}

/** The SKU decides, the number behind it is not looked at. An SKU may hold a slash: it is encoded, once. */
async function oneByOne(api: Api, levels: Level[]): Promise<StockRefusal[]> {
  const refusals: StockRefusal[] = [];
  for (const { id, sku, stock } of levels) {
    const body = { stockItem: { qty: Number(stock), is_in_stock: Number(stock) > 0 } };
    const reply = await api.ask(`products/${encodeURIComponent(sku)}/stockItems/1`, [], { method: 'PUT', body });
    if (isGood(reply)) continue;
    if ((reply.status !== 400 && reply.status !== 404) || reply.json === undefined || isMissingRight(reply)) await api.refuse(reply);
    refusals.push({ id, reason: trouble(reply).message });
  }
  return refusals;
}
