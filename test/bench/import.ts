import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from './ground.ts';
import { productFlags } from './process.ts';
import type { Credentials } from './store.ts';

/** Who imports: the product's worker, the least that could be done, or an afternoon's work with the official client. */
export type Way = 'product' | 'floor' | 'client';

/** What one importer is told. Each empties a store of exactly `orders` orders into an empty database, and returns the milliseconds it took. */
export type Import = { orders: number; credentials: Credentials; databaseUrl: string; folder: string };

const outcome = z.object({ perSecond: z.number(), peakMemory: z.number() });

/** Imports once, in a fresh process with a fresh database. `peakMemory` in MiB. */
export async function importOnce(ground: Ground, way: Way, { credentials, orders }: Pick<Import, 'credentials' | 'orders'>) {
  const given = { way, orders, credentials, databaseUrl: await ground.database(), folder: ground.folder };
  const flags = way === 'product' ? productFlags('worker') : [];
  const importer = ground.start(join(import.meta.dirname, 'importer.ts'), [JSON.stringify(given)], { flags });
  return outcome.parse(JSON.parse(await importer.line()));
}
