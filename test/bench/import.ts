import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from './ground.ts';
import { productFlags } from './process.ts';
import type { Recorded } from './store.ts';

/**
 * Who imports: the product's worker, the least that could be done (`replay`: at a store that remembers), or an afternoon's work with the
 * official client.
 */
export type Way = 'product' | 'floor' | 'replay' | 'client';

/** What one importer is told. Each empties a store of exactly `orders` orders into an empty database, and returns the milliseconds it took. */
export type Import = Shop & { orders: number; databaseUrl: string; folder: string };

/** WooCommerce where no platform is told. */
type Shop = Pick<Recorded, 'credentials'> & Partial<Recorded>;

const outcome = z.object({ perSecond: z.number(), peakMemory: z.number() });

/** Imports once, in a fresh process with a fresh database. `peakMemory` in MiB. */
export async function importOnce(ground: Ground, way: Way, shop: Shop & Pick<Import, 'orders'>) {
  const given = { ...shop, way, databaseUrl: await ground.database(), folder: ground.folder };
  const flags = way === 'product' ? productFlags('worker') : [];
  const importer = ground.start(join(import.meta.dirname, 'importer.ts'), [JSON.stringify(given)], { flags });
  // What the product's log warns of comes by the same way.
  const told = await importer.line((line) => {
    if (line.startsWith('{"perSecond"')) return true;
    console.error(line);
    return false;
  });
  return outcome.parse(JSON.parse(told));
}
