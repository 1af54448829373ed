import { z } from 'zod';
import { normaliseAddress } from '../address.ts';
import type { Connector } from '../connector.ts';
import { once, storeAddress } from '../entry.ts';
import { ResponseError } from '../errors.ts';
import type { DeliveryMethodRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import * as advice from './advice.ts';
import { type Credentials, prestaApi, type Way, way } from './api.ts';
import { check } from './check.ts';
import { createClock } from './clock.ts';
import { findOrder } from './find-order.ts';
import { climb } from './ladder.ts';
import { createLookups } from './lookups.ts';
import { toDeliveryMethod } from './mapping.ts';
import { type OrderShop, orders } from './orders.ts';
import * as payloads from './payloads.ts';
import { products } from './products.ts';
import { markShipped } from './shipments.ts';
import { orderStatuses } from './statuses.ts';
import { setStock } from './stock.ts';

export const prestashop: Connector<keyof Credentials> = {
  platform: 'prestashop',
  name: 'PrestaShop',
  help: advice.createKey,
  credentials: {
    url: storeAddress,
    key: {
      label: 'Webservice key',
      placeholder: '32 letters and digits',
      secret: true,
      schema: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9]{32}$/, 'The webservice key has exactly 32 letters and digits. Copy it in full.'),
    },
  },
  open(given, http, access) {
    const credentials = { ...given, url: normaliseAddress(given.url) };
    const known = way.safeParse(access).data;
    /** The way that is known, else the ladder is climbed, once. */
    const enter = once(() => arrive(known));
    async function arrive(way: Way | undefined): Promise<OrderShop> {
      const found = way?.timeZone ? { way, api: prestaApi(credentials, http, way) } : await climb(credentials, http, way);
      const { api } = found;
      if (!found.way.timeZone)
        throw new ResponseError('The shop does not say in which time zone it is, so its times mean nothing.', {
          advice: advice.noTimeZone,
        });
      return { way: found.way, api, clock: createClock(found.way.timeZone), lookups: createLookups(api) };
    }
    return {
      check: () => check(() => climb(credentials, http, known), credentials.url),
      async *products(options = {}) {
        yield* products(await enter(), options);
      },
      async *orders(options = {}) {
        yield* orders(await enter(), options);
      },
      findOrder: async (number) => findOrder(await enter(), number),
      orderStatuses: async () => orderStatuses((await enter()).api),
      deliveryMethods: async () => deliveryMethods(await enter()),
      markShipped: async (shipment) => markShipped(await enter(), shipment),
      setStock: async (levels) => (levels.length > 0 ? setStock((await enter()).api, levels) : []),
    };
  },
};

/** All carriers, those that were deleted as well: old orders went by them, and a carrier that is edited leaves a deleted one behind. */
async function deliveryMethods({ api }: OrderShop): Promise<DeliveryMethodRecord[]> {
  const rows = await api.list('carriers', { display: '[id,id_reference,name,active,deleted]', sort: '[id_ASC]' });
  const versions = Map.groupBy(readRows(rows, payloads.carrier, (carrier) => carrier).records, ({ id, id_reference }) =>
    String(id_reference || id),
  );
  return [...versions.values()].flatMap((carriers) => toDeliveryMethod(carriers) ?? []);
}
