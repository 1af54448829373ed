import { z } from 'zod';
import { normaliseAddress } from '../address.ts';
import type { Connector } from '../connector.ts';
import { once, storeAddress } from '../entry.ts';
import type { Http } from '../http.ts';
import { createUser } from './advice.ts';
import { type Credentials, magentoApi, type Way, way } from './api.ts';
import { check } from './check.ts';
import { findOrder } from './find-order.ts';
import { climb, type Entry } from './ladder.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';
import { markShipped } from './shipments.ts';
import { orderStatuses } from './statuses.ts';
import { setStock } from './stock.ts';

const given = (name: string) => z.string().trim().min(1, `Give the ${name}.`);

export const magento1: Connector<keyof Credentials> = {
  platform: 'magento1',
  name: 'Magento 1.9 / OpenMage',
  help: createUser,
  credentials: {
    url: storeAddress,
    apiUser: {
      label: 'User Name of the API user',
      help: 'From System → Web Services → SOAP/XML-RPC - Users; it is no admin’s name, and no e-mail address.',
      schema: given('User Name of the API user'),
    },
    apiKey: {
      label: 'API Key',
      help: 'Programs that read the shop by SOAP use the same.',
      secret: true,
      schema: given('API Key'),
    },
  },
  open(typed, http, access) {
    const credentials = { ...typed, url: normaliseAddress(typed.url) };
    const known = way.safeParse(access).data;
    /** The way that is known, else the ladder is climbed, once. */
    const enter = once(() => arrive(credentials, http, known));
    return {
      check: () => check(() => climb(credentials, http, known), credentials.url),
      async *products(options = {}) {
        yield* products(await enter(), options, http.timeout);
      },
      async *orders(options = {}) {
        yield* orders(await enter(), options, http.timeout);
      },
      findOrder: async (number) => findOrder((await enter()).api, number, http.timeout),
      orderStatuses: async () => orderStatuses((await enter()).api),
      async markShipped(shipment) {
        const { api, way } = await enter();
        await markShipped(api, way, shipment);
      },
      setStock: async (levels) => (levels.length === 0 ? [] : setStock((await enter()).api, levels, http.timeout)),
    };
  },
};

const arrive = async (credentials: Credentials, http: Http, known: Way | undefined): Promise<Entry> =>
  known ? { way: known, api: magentoApi(credentials, http, known) } : climb(credentials, http);
