import type { StockLevel, StockRefusal } from '../connector.ts';
import { ResponseError } from '../errors.ts';
import { field, readRows } from '../rows.ts';
import { bare, text } from '../words.ts';
import type { Api } from './api.ts';
import { groupBy, readWhere } from './lists.ts';
import * as payloads from './payloads.ts';
import { isYes } from './values.ts';
import { toXml } from './xml.ts';

/** How much there is of a product (combination 0) or of one of its combinations. */
export type Levels = ReadonlyMap<string, string>;

export const levelKey = (product: unknown, combination: unknown): string => `${text(product)} ${text(combination) || '0'}`;
const keyOf = ({ id_product, id_product_attribute }: payloads.StockAvailable) => levelKey(id_product, id_product_attribute);

/** Several shops in one may each have their own stock: where these differ, there is no number that holds for all. */
export function levelsOf(rows: unknown[]): Levels {
  const levels = new Map<string, string>();
  const differ = new Set<string>();
  for (const level of readRows(rows, payloads.stockAvailable, (row) => row).records) {
    const quantity = bare(text(level.quantity));
    if ((levels.get(keyOf(level)) ?? quantity) !== quantity) differ.add(keyOf(level));
    levels.set(keyOf(level), quantity);
  }
  for (const key of differ) levels.delete(key);
  return levels;
}

/** Sets levels one by one, read just before all at once. What cannot be set is told with its reason. */
export async function setStock(api: Api, levels: readonly StockLevel[]): Promise<StockRefusal[]> {
  const wanted = levels.map((level) => ({ ...level, parts: /^(\d+)(?:-(\d+))?$/.exec(level.id) }));
  const products = [...new Set(wanted.flatMap(({ parts }) => parts?.[1] ?? []))];
  const rows = products.length > 0 ? await readWhere(api, 'stock_availables', 'id_product', products) : [];
  const byProduct = groupBy(rows, 'id_product');
  const refusals: StockRefusal[] = [];
  for (const { id, stock, parts } of wanted) {
    const [, product = '', combination = '0'] = parts ?? [];
    const reason = await setOne(api, byProduct.get(product) ?? [], combination, stock);
    if (reason) refusals.push({ id, reason });
  }
  return refusals;
}

/** Sets one level, or says why not. */
async function setOne(api: Api, rows: unknown[], combination: string, stock: string): Promise<string | undefined> {
  const own = rows.filter((row) => (field(row, 'id_product_attribute') || '0') === combination);
  const [row] = own;
  if (!row) return 'The shop has no such product, or keeps no stock of it.';
  if (own.length > 1) return 'Several shops share this installation, and each has its own stock: it has to be set there.';
  if (combination === '0' && rows.length > own.length) return 'Its stock is the sum of its combinations: set these.';
  if (!/^-?\d+$/.test(bare(stock))) return 'PrestaShop counts whole pieces only.';
  if (isYes(field(row, 'depends_on_stock')))
    return 'Its stock comes from the warehouses (advanced stock management), and has to be changed there.';
  if (bare(field(row, 'quantity')) === bare(stock)) return undefined;
  try {
    await api.write('PUT', `stock_availables/${field(row, 'id')}`, toXml('stock_available', { ...row, quantity: bare(stock) }));
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    return error.message;
  }
}
