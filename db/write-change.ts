import type { ChangeKind, ChangeValues } from './rules/history.ts';
import { type Sql, toJson } from './sql.ts';

/** One line of the history. `key` is the same however often the same change is written. */
export type NewChange = {
  store: string;
  kind: ChangeKind;
  subject: string;
  before?: ChangeValues;
  after?: ChangeValues;
  person?: string | null;
  job?: string | null;
  key: string;
  at: Date;
};

/** Adds a line to the store's history, once. */
export const writeChange = (sql: Sql, { store, kind, subject, before = {}, after = {}, person, job, key, at }: NewChange) =>
  sql(
    `insert into change (workspace_id, store_id, kind, subject, before, after, person, job, key, at)
     select workspace_id, id, $2, $3, $4, $5, $6, $7, $8, $9 from store where id = $1
     on conflict (key) do nothing`,
    [store, kind, subject, toJson(before), toJson(after), person ?? null, job ?? null, key, at],
  );
