import { argv, exit } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { z } from 'zod';
import { createHttp } from '../../connectors/http.ts';
import { openDatabase } from '../../db/orm.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { manyOrders } from '../db/sample-order.ts';
import { listed, listedStore } from './listed-store.ts';

// An import in a process of its own, to be killed: of so many orders, from a store that takes its time.
const given = z.object({ url: z.string(), key: z.string(), run: z.uuid(), orders: z.number() }).parse(JSON.parse(argv[2] ?? ''));
const orm = await openDatabase({ url: given.url, keys: [given.key] });
const store = listedStore({ orders: manyOrders(given.orders), twice: true, pageSize: 20, onPage: () => pause(3) });
const nothing = async () => {};
await importOrders.run(
  { run: given.run },
  {
    ...{
      em: orm.em.fork(),
      connectors: listed(store),
      http: createHttp({ allowPrivate: true }),
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    },
    ...{
      enqueue: nothing,
      post: nothing,
      deliver: nothing,
      scheduleStore: nothing,
      unscheduleStore: nothing,
      reschedule: nothing,
      signal: new AbortController().signal,
    },
  },
);
await orm.close();
exit();
