import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { ProductRecord } from '../records.ts';
import { field, readRows } from '../rows.ts';
import { type Api, isSince } from './api.ts';
import type { Clock } from './clock.ts';
import type { Entry } from './ladder.ts';
import { cursorAt, groupBy, readById, startOf } from './lists.ts';
import * as payloads from './payloads.ts';
import { readOptions, readRates, toProduct, toVariant, type Wares } from './product-mapping.ts';
import { levelsOf } from './stock.ts';
import { insideOf, windowQuery } from './window.ts';

type ProductShop = Pick<Entry, 'api' | 'way'> & { clock: Clock };

const sizes = [100, 50, 20, 5, 1];
/** Of the combinations and stock levels of a page of products there may be many more: they are read by so many at a time. */
const sideSizes = [500, 100, 20, 5];

/** One record per sellable variant: a product without combinations, or each of its combinations. */
export async function* products(shop: ProductShop, options: PageOptions): AsyncGenerator<Page<ProductRecord>> {
  const { api, way, clock } = shop;
  const wares = { clock, language: way.language, options: await readOptions(api), rates: await readRates(api, way.country) };
  const query = { display: fields(way.version), ...windowQuery(clock, options) };
  const inside = insideOf(clock, options);
  for await (const { rows, next, lost } of readById(api, 'products', query, { after: startOf(options.cursor), sizes })) {
    const ready = rows.filter((row) => field(row, 'state') !== '0' && inside(row));
    const { records, malformed } = await sellables(api, ready, wares);
    if (lost) malformed.push({ id: lost.id, reason: lost.error.message, raw: { id: lost.id } });
    yield { records, malformed, ...(next !== undefined && { cursor: cursorAt(next) }) };
  }
}

/** Since 1.7 a product that somebody has just begun to enter has the state 0. Older shops refuse to tell what they do not have. */
const fields = (version: string | undefined) =>
  isSince(version, 1, 7) ? payloads.productFields.replace(']', ',state]') : payloads.productFields;

type Records = { records: ProductRecord[]; malformed: Malformed[] };

async function sellables(api: Api, rows: unknown[], wares: Omit<Wares, 'levels'>): Promise<Records> {
  if (rows.length === 0) return { records: [], malformed: [] };
  const ids = rows.map((row) => field(row, 'id')).join('|');
  const combinations = groupBy(await readSide(api, 'combinations', ids, 'full'), 'id_product');
  const whole = { ...wares, levels: levelsOf(await readSide(api, 'stock_availables', ids, payloads.stockFields)) };
  const told: Records = { records: [], malformed: [] };
  for (const row of rows) {
    const { records, malformed } = ofProduct(row, combinations.get(field(row, 'id')) ?? [], whole);
    told.records.push(...records);
    told.malformed.push(...malformed);
  }
  return told;
}

function ofProduct(row: unknown, combinations: unknown[], wares: Wares): Records {
  const names = { id: 'id', number: 'reference' };
  const { records, malformed } = readRows([row], payloads.product, (product) => product, names);
  const [product] = records;
  if (!product) return { records: [], malformed };
  if (combinations.length === 0) return { records: [toProduct(product, wares)], malformed };
  return readRows(combinations, payloads.combination, (combination) => toVariant(combination, product, wares), names);
}

async function readSide(api: Api, resource: string, products: string, display: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { rows } of readById(api, resource, { display, 'filter[id_product]': `[${products}]` }, { sizes: sideSizes }))
    all.push(...rows);
  return all;
}
