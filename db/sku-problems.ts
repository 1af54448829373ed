import type { OrderRecord } from '../connectors/records.ts';
import { entry, type SkuFacts, type SkuProblem } from './rules/skus.ts';
import type { Sql } from './sql.ts';

type Line = Pick<OrderRecord['lines'][number], 'title' | 'sku' | 'productId' | 'variantId'>;
type Row = SkuFacts & { id: string; archived: boolean };

/** For each of these lines why its SKU is none that OM knows; nothing for those that are in order. Lines have the SKUs of now. */
export async function readSkuProblems(sql: Sql, store: string, lines: readonly Line[]): Promise<(SkuProblem | undefined)[]> {
  if (lines.length === 0) return [];
  const rows = await sql<Row>(
    `select external_id as id, sku, sku_inherited as "skuInherited", title, variant, edit_url as "editUrl", archived_at is not null as archived
     from product where store_id = $1 and (sku = any($2::text[]) or external_id = any($3::text[])) order by title, variant, external_id`,
    [store, lines.flatMap(({ sku }) => sku || []), lines.flatMap((line) => productOf(line) ?? [])],
  );
  return lines.map((line) => problemOf(line, rows));
}

function problemOf(line: Line, rows: readonly Row[]): SkuProblem | undefined {
  const about = { line: line.title, ...(line.sku && { sku: line.sku }) };
  const same = rows.filter(({ sku, archived }) => line.sku && sku === line.sku && !archived);
  const owners = same.filter(({ skuInherited }) => !skuInherited);
  if (owners.length === 1) return undefined;
  if (owners.length > 1) return { ...about, kind: 'shared', products: owners.map(entry) };
  const its = rows.filter(({ id }) => id === productOf(line));
  const heirs = same.filter((row) => its.length === 0 || its.includes(row));
  if (heirs.length > 0) return { ...about, kind: 'inherited', products: heirs.map(entry) };
  // A product that was deleted leaves no trace in the order, or is no longer among those of the store.
  const deleted = its.length > 0 ? its.every(({ archived }) => archived) : !line.sku && productOf(line) === undefined;
  if (deleted) return { ...about, kind: 'deleted', products: [] };
  return { ...about, kind: line.sku ? 'unknown' : 'no SKU', products: its.map(entry) };
}

const productOf = ({ variantId, productId }: Line) => variantId ?? productId;
