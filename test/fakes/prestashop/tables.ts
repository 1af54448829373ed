import { only } from './many.ts';
import * as orders from './order-tables.ts';
import * as products from './product-tables.ts';
import { fieldsOf, type List, type Row, type Table } from './rows.ts';
import * as facts from './shop-tables.ts';
import { atLeast, type Site } from './site.ts';

type Source = { key: List; rows: (site: Site) => Row[]; translated?: string[]; since?: string; until?: string };

/** Each list by the name it is asked for. Two of them are called otherwise inside, and one otherwise in 1.6. */
const sources: Record<string, Source> = {
  addresses: { key: 'addresses', rows: orders.addresses },
  carriers: { key: 'carriers', rows: facts.carriers, translated: ['delay'] },
  cart_rules: { key: 'cart_rules', rows: facts.cartRules, translated: ['name'] },
  combinations: { key: 'combinations', rows: products.combinations },
  configurations: { key: 'configurations', rows: facts.configurations },
  countries: { key: 'countries', rows: facts.countries, translated: ['name'] },
  currencies: { key: 'currencies', rows: facts.currencies },
  customers: { key: 'customers', rows: orders.customers },
  customer_messages: { key: 'customer_messages', rows: orders.threadMessages },
  customer_threads: { key: 'customer_threads', rows: orders.threads },
  customizations: { key: 'customizations', rows: orders.customizations },
  languages: { key: 'languages', rows: facts.languages },
  messages: { key: 'messages', rows: orders.messages, since: '1.7' },
  orders: { key: 'orders', rows: orders.orders },
  order_carriers: { key: 'order_carriers', rows: orders.orderCarriers },
  order_cart_rules: { key: 'order_cart_rules', rows: orders.orderCartRules, since: '1.7.8' },
  order_discounts: { key: 'order_cart_rules', rows: orders.orderCartRules, until: '1.7' },
  order_details: { key: 'order_details', rows: orders.orderDetails },
  order_histories: { key: 'order_histories', rows: ({ histories }) => histories },
  order_payments: { key: 'order_payments', rows: orders.orderPayments },
  order_slip: { key: 'order_slips', rows: orders.orderSlips },
  order_states: { key: 'order_states', rows: facts.orderStates, translated: ['name', 'template'] },
  product_customization_fields: { key: 'product_customization_fields', rows: facts.customizationFields, translated: ['name'] },
  product_options: { key: 'product_options', rows: products.options, translated: ['name', 'public_name'] },
  product_option_values: { key: 'product_option_values', rows: products.optionValues, translated: ['name'] },
  products: { key: 'products', rows: products.products, translated: ['name', 'description', 'description_short', 'link_rewrite'] },
  states: { key: 'states', rows: facts.countryStates },
  stock_availables: { key: 'stock_availables', rows: products.stockAvailables },
  tax_rules: { key: 'tax_rules', rows: products.taxRules },
  taxes: { key: 'taxes', rows: facts.taxes, translated: ['name'] },
};
export const lists = Object.keys(sources);

/** Fields that came later. */
const newer: Record<string, string> = { state: '1.7', isbn: '1.7', mpn: '1.7.7', product_type: '1.7.8', id_customization: '1.7' };

/** The lists that a shop of this version has. */
export const listsOf = (version: string): string[] =>
  lists.filter((name) => {
    const { since, until } = sources[name] ?? {};
    return (!since || atLeast(version, since)) && (!until || !atLeast(version, until));
  });

export function tableOf(name: string, site: Site, query = new URLSearchParams()): Table | undefined {
  const source = listsOf(site.version).includes(name) ? sources[name] : undefined;
  if (!source) return undefined;
  const { key, rows, translated } = source;
  const fields = fieldsOf(key).filter((field) => !newer[field] || atLeast(site.version, newer[field]));
  const all = rows(site.many ? { ...site, shop: only(site.shop, site.many, name, query) } : site);
  if (fields.length === fieldsOf(key).length) return { key, fields, rows: all, translated };
  const known = (row: Row) => Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)));
  return { key, fields, rows: all.map(known), translated };
}
