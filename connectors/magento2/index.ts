import { z } from 'zod';
import { normaliseAddress } from '../address.ts';
import type { Connector, Credential } from '../connector.ts';
import { once, storeAddress } from '../entry.ts';
import type { Http } from '../http.ts';
import { createIntegration } from './advice.ts';
import { type Credentials, magentoApi, type Way, way } from './api.ts';
import { check } from './check.ts';
import { findOrder } from './find-order.ts';
import { climb, type Entry } from './ladder.ts';
import { orders } from './orders.ts';
import { sellables } from './products.ts';
import { setStock } from './set-stock.ts';
import { markShipped } from './ship.ts';
import { orderStatuses } from './statuses.ts';

const length = 32;

/** All four are written alike, so only what is plainly something else can be told from them. */
const secret = (label: string): Credential => ({
  label,
  secret: true,
  schema: z
    .string()
    .trim()
    .refine(
      (given) => !given.startsWith('eyJ') && !given.includes('@'),
      `This is an admin's token or name. Here belongs the ${label} of an integration, ${length} letters and digits.`,
    )
    .refine(
      (given) => new RegExp(`^[a-z0-9]{${length}}$`, 'i').test(given),
      `The ${label} has ${length} letters and digits. Copy it in full.`,
    ),
});

export const magento2: Connector<keyof Credentials> = {
  platform: 'magento2',
  name: 'Magento 2',
  help: createIntegration,
  credentials: {
    url: storeAddress,
    consumerKey: secret('Consumer Key'),
    consumerSecret: secret('Consumer Secret'),
    accessToken: secret('Access Token'),
    accessTokenSecret: secret('Access Token Secret'),
  },
  open(given, http, access) {
    const credentials = { ...given, url: normaliseAddress(given.url) };
    const known = way.safeParse(access).data;
    /** The way that is known, else the ladder is climbed, once. */
    const enter = once(() => arrive(credentials, http, known));
    return {
      check: () => check(() => climb(credentials, http, known), credentials.url),
      async *products(options = {}) {
        yield* sellables(await enter(), options);
      },
      async *orders(options = {}) {
        yield* orders(await enter(), options);
      },
      findOrder: async (number) => findOrder(await enter(), number),
      orderStatuses: async () => orderStatuses((await enter()).api),
      markShipped: async (shipment) => markShipped(await enter(), shipment),
      setStock: async (levels) => (levels.length > 0 ? setStock(await enter(), levels) : []),
    };
  },
};

const arrive = async (credentials: Credentials, http: Http, known: Way | undefined): Promise<Entry> =>
  known ? { way: known, api: magentoApi(credentials, http, known) } : climb(credentials, http);
