import { field } from '../rows.ts';
import { isSince } from './api.ts';
import type { Entry } from './ladder.ts';
import { groupBy, readWhere } from './lists.ts';
import type { Lookups } from './lookups.ts';
import * as payloads from './payloads.ts';
import { reference } from './values.ts';

export type Shop = Pick<Entry, 'api' | 'way'> & { lookups: Lookups };

/** The rows of other lists that belong to a page of orders. */
type Beside = Record<
  'details' | 'addresses' | 'customers' | 'payments' | 'slips' | 'cartRules' | 'messages' | 'rules' | 'customizations',
  unknown[]
>;

/** Side lists are asked for by so many at once: shops are often small. */
const atOnce = 3;

/** Lays what belongs to each of a page of orders beside it: a few requests for all of them. */
export async function withBeside(shop: Shop, orders: readonly unknown[]): Promise<unknown[]> {
  if (orders.length === 0) return [];
  const beside = await readBeside(shop, orders);
  await readMore(shop, orders, beside);
  return laid(orders, beside);
}

async function readBeside({ api, way }: Shop, orders: readonly unknown[]): Promise<Beside> {
  const ids = valuesOf(orders, 'id');
  const discounted = valuesOf(
    orders.filter((order) => Number(field(order, 'total_discounts_tax_incl')) !== 0),
    'id',
  );
  const cartRules = cartRulesList(way.version);
  const people = valuesOf(orders, 'id_address_delivery', 'id_address_invoice');
  const none = { details: [], addresses: [], customers: [], payments: [], slips: [], cartRules: [], messages: [] };
  const beside: Beside = { ...none, rules: [], customizations: [] };
  const read = (part: keyof Beside, resource: string, name: string, values: string[], display?: string) => async () => {
    beside[part] = await readWhere(api, resource, name, values, display);
  };
  await inTurns([
    read('details', 'order_details', 'id_order', ids),
    read('addresses', 'addresses', 'id', people, payloads.addressFields),
    read('customers', 'customers', 'id', valuesOf(orders, 'id_customer'), payloads.customerFields),
    read('payments', 'order_payments', 'order_reference', valuesOf(orders, 'reference').filter(isPlain), payloads.paymentFields),
    read('slips', 'order_slip', 'id_order', ids),
    ...(cartRules ? [read('cartRules', cartRules, 'id_order', discounted)] : []),
    async () => {
      beside.messages = isSince(way.version, 1, 7) ? await readWhere(api, 'messages', 'id_order', ids) : await readThreads(api, ids);
    },
  ]);
  return beside;
}

/** It has another name in 1.6, and in between there is none: https://github.com/PrestaShop/PrestaShop/pull/16710 */
export const cartRulesList = (version: string | undefined): string | undefined =>
  isSince(version, 1, 7, 8) ? 'order_cart_rules' : isSince(version, 1, 7) ? undefined : 'order_discounts';

/** Before 1.7.3 a customization told the texts of all other buyers of the product as well: https://github.com/PrestaShop/PrestaShop/pull/7664 */
export const tellsWishes = (version: string | undefined): boolean => isSince(version, 1, 7, 3);

/** In 1.6, messages hang on threads, and only these know of their order. */
async function readThreads(api: Shop['api'], orders: string[]): Promise<unknown[]> {
  const threads = await readWhere(api, 'customer_threads', 'id_order', orders);
  const orderOf = new Map(threads.map((thread) => [field(thread, 'id'), field(thread, 'id_order')]));
  const messages = await readWhere(api, 'customer_messages', 'id_customer_thread', [...orderOf.keys()]);
  return messages.map((message) => ({ ...Object(message), id_order: orderOf.get(field(message, 'id_customer_thread')) }));
}

/** What the lists beside the orders speak of. */
async function readMore({ api, way, lookups }: Shop, orders: readonly unknown[], beside: Beside): Promise<void> {
  const { details, addresses, cartRules } = beside;
  const customized = tellsWishes(way.version) ? valuesOf(details, 'id_customization') : [];
  await inTurns([
    () => lookups.meet('countries', valuesOf(addresses, 'id_country')),
    () => lookups.meet('states', valuesOf(addresses, 'id_state')),
    () => lookups.meet('currencies', valuesOf(orders, 'id_currency')),
    () => lookups.meet('carriers', valuesOf(orders, 'id_carrier')),
    () => lookups.meet('order_states', valuesOf(orders, 'current_state')),
    () => lookups.meet('taxes', details.flatMap(taxesOf)),
    async () => {
      beside.rules = await readWhere(api, 'cart_rules', 'id', valuesOf(cartRules, 'id_cart_rule'), '[id,code]');
    },
    async () => {
      beside.customizations = await readWhere(api, 'customizations', 'id', customized);
    },
  ]);
  await lookups.meet('product_customization_fields', beside.customizations.flatMap(fieldsOf));
}

function taxesOf(detail: unknown): unknown[] {
  const { data } = payloads.detailTaxes.safeParse(detail);
  return data?.associations.taxes.map(({ id }) => id) ?? [];
}

function fieldsOf(customization: unknown): unknown[] {
  const { data } = payloads.customization.safeParse(customization);
  return data?.associations.customized_data_text_fields.map(({ id_customization_field }) => id_customization_field) ?? [];
}

function laid(orders: readonly unknown[], beside: Beside): unknown[] {
  const [customizationOf, ruleOf] = [byId(beside.customizations), byId(beside.rules)];
  const [addressOf, customerOf] = [byId(beside.addresses), byId(beside.customers)];
  const details = beside.details.map((row) => ({ ...Object(row), customization: customizationOf.get(field(row, 'id_customization')) }));
  const cartRules = beside.cartRules.map((row) => ({ ...Object(row), rule: ruleOf.get(field(row, 'id_cart_rule')) }));
  const paymentsOf = groupBy(beside.payments, 'order_reference');
  const [detailsOf, cartRulesOf, slipsOf, messagesOf] = [details, cartRules, beside.slips, beside.messages].map((rows) =>
    groupBy(rows, 'id_order'),
  );
  return orders.map((order) => {
    const id = field(order, 'id');
    return {
      ...Object(order),
      details: detailsOf?.get(id) ?? [],
      cart_rules: cartRulesOf?.get(id) ?? [],
      slips: slipsOf?.get(id) ?? [],
      messages: messagesOf?.get(id) ?? [],
      payments: paymentsOf.get(field(order, 'reference')) ?? [],
      invoice: addressOf.get(field(order, 'id_address_invoice')),
      delivery: addressOf.get(field(order, 'id_address_delivery')),
      customer: customerOf.get(field(order, 'id_customer')),
    };
  });
}

const byId = (rows: readonly unknown[]) => new Map(rows.map((row) => [field(row, 'id'), row]));

/** All values of these fields, each once; "0" is none. */
const valuesOf = (rows: readonly unknown[], ...names: string[]): string[] => [
  ...new Set(names.flatMap((name) => rows.flatMap((row) => reference(field(row, name)) ?? []))),
];

/** What can stand in a filter without meaning something else there. */
export const isPlain = (value: string): boolean => value !== '' && !/[[\]|,%<>!]/.test(value);

async function inTurns(tasks: (() => Promise<void>)[]): Promise<void> {
  const left = [...tasks];
  const work = async () => {
    for (let task = left.shift(); task; task = left.shift()) await task();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
