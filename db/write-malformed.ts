import { createHash } from 'node:crypto';
import type { Malformed } from '../connectors/connector.ts';
import { type Sql, toJson } from './sql.ts';

/** What we call a malformed record among the others of its kind: its id, or a hash where it has none. */
export const malformedKey = ({ id, raw }: Malformed): string =>
  id ??
  `hash ${createHash('sha256')
    .update(toJson(raw) ?? '')
    .digest('hex')}`;

/** Keeps records that could not be read; one that was kept before gets the newest reason. */
export async function writeMalformed(
  sql: Sql,
  { store, kind, now }: { store: string; kind: 'product' | 'order'; now: Date },
  malformed: readonly Malformed[],
) {
  const byKey = new Map(malformed.map((one) => [malformedKey(one), one]));
  const rows = [...byKey].map(([key, { number, reason, raw }]) => ({ key, number, reason, raw }));
  await sql(
    `insert into malformed_record (id, store_id, kind, key, number, reason, raw, seen_at)
     select gen_random_uuid(), $1, $2, m.key, m.number, m.reason, coalesce(m.raw, 'null'), $3
     from jsonb_to_recordset($4::jsonb) as m (key text, number text, reason text, raw jsonb)
     on conflict (store_id, kind, key) do update
     set number = excluded.number, reason = excluded.reason, raw = excluded.raw, seen_at = excluded.seen_at`,
    [store, kind, now, toJson(rows)],
  );
}
