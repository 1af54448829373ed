import { argv, exit } from 'node:process';
import { z } from 'zod';
import { importWithClient } from './importers/client.ts';
import { importToFloor } from './importers/floor.ts';
import { importWithProduct } from './importers/product.ts';
import { importByReplay } from './importers/replay.ts';
import { endWithParent } from './process.ts';
import { recorded } from './store.ts';

// A process of its own for each import, so that its memory is its own, and nobody runs on code that another one warmed up.
endWithParent();
const given = recorded.partial({ platform: true, instruments: true }).extend({
  way: z.enum(['product', 'floor', 'replay', 'client']),
  orders: z.number(),
  databaseUrl: z.string(),
  folder: z.string(),
});
const wanted = given.parse(JSON.parse(argv[2] ?? ''));
const ways = { product: importWithProduct, floor: importToFloor, replay: importByReplay, client: importWithClient };
const milliseconds = await ways[wanted.way](wanted).catch((error) => {
  // Whole errors of clients hold all of their sockets.
  console.error(error instanceof Error ? error.stack : error);
  exit(1);
});
console.log(JSON.stringify({ perSecond: (wanted.orders / milliseconds) * 1000, peakMemory: process.resourceUsage().maxRSS / 1024 }));
exit(0);
