import { z } from 'zod';
import type { Malformed } from '../connector.ts';
import { ResponseError } from '../errors.ts';
import type { ProductRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { text } from '../words.ts';
import { type Reply, understand, type Way } from './api.ts';
import { type Entry, siteOf } from './ladder.ts';
import { toVariant } from './mapping.ts';
import * as payloads from './payloads.ts';

export type Shop = Pick<Entry, 'api' | 'way'>;
export type Records = { records: ProductRecord[]; malformed: Malformed[] };

/** WordPress's admin may live in another folder than the shop. */
export const adminOf = (way: Way): string => (way.admin ?? siteOf(way)).replace(/\/+$/, '');

/** Reads pages of a list over all products. A variation tells only the number of its parent, so parents are asked for as they turn up. */
export function variationsReader(shop: Shop): (page: { rows: unknown[] }) => Promise<Records> {
  const parents = new Map<string, payloads.Parent>();
  return async ({ rows }) => {
    const { records, malformed } = readRows(rows, payloads.variation, (variation) => variation);
    if (records.some(({ parent_id }) => !text(parent_id)))
      throw new ResponseError('The list of all variations does not say whose they are.');
    await meet(shop, parents, records);
    return { records: records.flatMap((variation) => withParent(shop, variation, parents.get(text(variation.parent_id)))), malformed };
  };
}

/** Products in the waste bin are not told, so their variations are not either. */
const withParent = ({ way }: Shop, variation: payloads.Variation, parent: payloads.Parent | undefined): ProductRecord[] =>
  parent ? [toVariant(variation, parent, adminOf(way))] : [];

async function meet({ api }: Shop, parents: Map<string, payloads.Parent>, variations: payloads.Variation[]): Promise<void> {
  const unknown = [...new Set(variations.map(({ parent_id }) => text(parent_id)))].filter((id) => id && !parents.has(id));
  if (unknown.length === 0) return;
  const query = { include: unknown.join(','), per_page: 100, _fields: payloads.parentFields };
  const { data } = await api.get('wc/v3/products', z.array(z.unknown()), query);
  for (const parent of readRows(data, payloads.parent, (row) => row).records) parents.set(String(parent.id), parent);
}

/** Reads the variations of each variable product among `rows`: where the shop has no list of all. */
export async function variationsOfParents(shop: Shop, rows: unknown[]): Promise<Records> {
  const told: Records = { records: [], malformed: [] };
  for (const parent of readRows(rows, payloads.parent, (row) => (row.variations.length > 0 ? row : undefined)).records) {
    const { records, malformed } = readRows(await variationsOf(shop, parent), payloads.variation, (variation) =>
      toVariant(variation, parent, adminOf(shop.way)),
    );
    told.records.push(...records);
    told.malformed.push(...malformed);
  }
  return told;
}

async function variationsOf({ api }: Shop, { id }: payloads.Parent): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let page = 1; ; page++) {
    const query = { page, per_page: 100, orderby: 'id', order: 'asc', _fields: payloads.variationFields };
    const reply = await api.ask(`wc/v3/products/${id}/variations`, query);
    if (isGone(reply)) return [];
    const { data, total = 0 } = understand(reply, z.array(z.unknown()));
    rows.push(...data);
    if (data.length === 0 || page * 100 >= total) return rows;
  }
}

/** Deleted since its row was read. */
const isGone = ({ status, code }: Reply) => status === 404 && code === 'woocommerce_rest_product_invalid_id';
