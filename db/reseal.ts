import type { MikroORM } from '@mikro-orm/postgresql';
import { Encrypted, type KeyRing, ringOf } from './encrypted.ts';
import { inTransaction, type Sql } from './sql.ts';

const pageSize = 100;

/**
 * Seals with the newest key what an older one has sealed, after which `SECRET_KEY` may drop the older. Returns how much it sealed.
 * Several processes may do it at once, and be killed meanwhile.
 */
export async function reseal(orm: MikroORM): Promise<number> {
  const ring = ringOf(orm.em.getPlatform());
  let sealed = 0;
  for (const { table, column } of encryptedColumns(orm)) {
    for (let more = pageSize; more === pageSize; sealed += more)
      more = await inTransaction(orm.em.fork(), (sql) => resealSome(sql, ring, `"${table}"`, `"${column}"`));
  }
  return sealed;
}

function encryptedColumns(orm: MikroORM): { table: string; column: string }[] {
  return [...orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
    props
      .filter(({ customType }) => customType instanceof Encrypted)
      .map(({ fieldNames: [column = ''] }) => ({ table: tableName, column })),
  );
}

async function resealSome(sql: Sql, ring: KeyRing, table: string, column: string): Promise<number> {
  const rows = await sql<{ id: string; sealed: string }>(
    `select id, ${column} as sealed from ${table} where not starts_with(${column}, $1) limit ${pageSize} for update`,
    [ring.newest],
  );
  for (const { id, sealed } of rows) await sql(`update ${table} set ${column} = $2 where id = $1`, [id, ring.seal(ring.open(sealed))]);
  return rows.length;
}
