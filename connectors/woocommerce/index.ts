import { z } from 'zod';
import { normaliseAddress } from '../address.ts';
import type { Connector } from '../connector.ts';
import { once, storeAddress } from '../entry.ts';
import type { Http } from '../http.ts';
import { text } from '../words.ts';
import { createKey } from './advice.ts';
import { type Credentials, type Way, way, wooApi } from './api.ts';
import { check } from './check.ts';
import { findOrder } from './find-order.ts';
import { climb, type Entry } from './ladder.ts';
import { toDeliveryMethod, toPaymentMethod } from './mapping.ts';
import { orders } from './orders.ts';
import * as payloads from './payloads.ts';
import { sellables } from './products.ts';
import { orderStatuses } from './statuses.ts';

const key = (prefix: 'ck' | 'cs', name: string, other: string) =>
  z
    .string()
    .trim()
    .refine(
      (given) => !given.startsWith(prefix === 'ck' ? 'cs_' : 'ck_'),
      `This is the ${other}; here belongs the ${name}, which begins with ${prefix}_.`,
    )
    .refine(
      (given) => new RegExp(`^${prefix}_[0-9a-f]{40}$`).test(given),
      `The ${name} is ${prefix}_ and 40 digits or letters from a to f. Copy it in full.`,
    );

export const woocommerce: Connector<keyof Credentials> = {
  platform: 'woocommerce',
  name: 'WooCommerce',
  help: createKey,
  credentials: {
    url: storeAddress,
    consumerKey: { label: 'Consumer key', placeholder: 'ck_…', secret: true, schema: key('ck', 'consumer key', 'consumer secret') },
    consumerSecret: { label: 'Consumer secret', placeholder: 'cs_…', secret: true, schema: key('cs', 'consumer secret', 'consumer key') },
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
      paymentMethods: async () => paymentMethods(await enter()),
      deliveryMethods: async () => deliveryMethods(await enter()),
    };
  },
};

const arrive = async (credentials: Credentials, http: Http, known: Way | undefined): Promise<Entry> =>
  known ? { way: known, api: wooApi(credentials, http, known) } : climb(credentials, http);

/** Whole gateways hold their settings, and in them keys: only these fields are asked for. */
async function paymentMethods({ api }: Entry) {
  const query = { _fields: payloads.paymentGatewayFields };
  return (await api.get('wc/v3/payment_gateways', z.array(payloads.paymentGateway), query)).data.map(toPaymentMethod);
}

/** The methods of all zones; the same one may stand in several, each under its own code. */
async function deliveryMethods({ api }: Entry) {
  const { data: zones } = await api.get('wc/v3/shipping/zones', z.array(payloads.zone), { _fields: 'id,name' });
  const methods: payloads.ShippingMethod[] = [];
  for (const { id } of zones) {
    const query = { _fields: payloads.shippingMethodFields };
    methods.push(...(await api.get(`wc/v3/shipping/zones/${text(id)}/methods`, z.array(payloads.shippingMethod), query)).data);
  }
  return methods.map(toDeliveryMethod);
}
