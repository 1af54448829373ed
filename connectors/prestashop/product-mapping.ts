import Big from 'big.js';
import type { ProductRecord } from '../records.ts';
import { field, readRows } from '../rows.ts';
import { bare, text, textOrNone, weightOf } from '../words.ts';
import { money } from './amounts.ts';
import type { Api } from './api.ts';
import { type Clock, isNever } from './clock.ts';
import { groupBy, readById, readWhere } from './lists.ts';
import { variantId } from './mapping.ts';
import * as payloads from './payloads.ts';
import { type Levels, levelKey } from './stock.ts';
import { isYes, reference, translated } from './values.ts';

/** What has to be known to read a product. `rates`: the tax of a group of rules at home. */
export type Wares = {
  clock: Clock;
  language?: string;
  options: ReadonlyMap<string, string>;
  rates: ReadonlyMap<string, string>;
  levels: Levels;
};

export function toProduct(product: payloads.Product, wares: Wares): ProductRecord {
  return {
    ...ofFamily(product, wares),
    id: String(product.id),
    sku: textOrNone(product.reference),
    price: priceOf(product, '0', wares),
    stock: wares.levels.get(levelKey(product.id, 0)),
    barcode: barcodeOf(product),
    weight: weightOf(product.weight),
  };
}

/** A combination without a reference of its own goes by the product's. */
export function toVariant(combination: payloads.Combination, product: payloads.Product, wares: Wares): ProductRecord {
  const own = textOrNone(combination.reference);
  const sku = own ?? textOrNone(product.reference);
  return {
    ...ofFamily(product, wares),
    id: variantId(String(product.id), combination.id) ?? String(product.id),
    parentId: String(product.id),
    sku,
    ...(sku !== undefined && own === undefined && { skuInherited: true }),
    variant: variantOf(combination, wares.options),
    price: priceOf(product, text(combination.price) || '0', wares),
    stock: wares.levels.get(levelKey(product.id, combination.id)),
    barcode: barcodeOf(combination),
    weight: weightOf(product.weight, combination.weight),
  };
}

const ofFamily = (product: payloads.Product, { clock, language, rates }: Wares) => ({
  tax: rates.get(text(product.id_tax_rules_group)),
  title: translated(product.name, language),
  active: isYes(product.active),
  updatedAt: isNever(product.date_upd) ? new Date(0) : clock.moment(product.date_upd),
});

const variantOf = ({ associations }: payloads.Combination, options: Wares['options']): string | undefined =>
  associations?.product_option_values.map(({ id }) => options.get(String(id)) ?? `#${id}`).join(', ') || undefined;

const barcodeOf = ({ ean13, upc }: { ean13?: unknown; upc?: unknown }) =>
  reference(text(ean13).trim()) || reference(text(upc).trim()) || undefined;

/** As the buyer sees it: the product's price and what the combination adds, with the tax of the shop's own country. */
function priceOf({ price, id_tax_rules_group }: payloads.Product, adds: string, { rates }: Wares): string {
  const rate = rates.get(text(id_tax_rules_group)) ?? '0';
  const net = new Big(money(price)).plus(adds);
  return net.times(new Big(rate).div(100).plus(1)).toFixed(2);
}

/** "Size: L" for each value of an option, by its id. Both lists are small: they are read whole, once. */
export async function readOptions(api: Api): Promise<Map<string, string>> {
  const language = api.language();
  const names = new Map<string, string>();
  for await (const { rows } of readById(api, 'product_options', { display: '[id,name,public_name]' }, { sizes: [1000, 100] }))
    for (const option of readRows(rows, payloads.option, (row) => row).records)
      names.set(String(option.id), translated(option.public_name, language) || translated(option.name, language));
  const options = new Map<string, string>();
  for await (const { rows } of readById(api, 'product_option_values', { display: '[id,id_attribute_group,name]' }, { sizes: [1000, 100] }))
    for (const { id, id_attribute_group, name } of readRows(rows, payloads.optionValue, (row) => row).records)
      options.set(String(id), `${names.get(text(id_attribute_group)) ?? ''}: ${translated(name, language)}`);
  return options;
}

/** The taxes of the shop's own country, by group of tax rules: those for a state or a few postcodes are not everybody's. */
export async function readRates(api: Api, country: string | undefined): Promise<Map<string, string>> {
  if (!country) return new Map();
  const rules = await readWhere(api, 'tax_rules', 'id_country', [country]);
  const general = rules.filter((rule) => !reference(field(rule, 'id_state')) && !reference(field(rule, 'zipcode_from')));
  const rates = new Map<string, string>();
  const taxes = await readWhere(api, 'taxes', 'id', [...new Set(general.flatMap((rule) => reference(field(rule, 'id_tax')) ?? []))]);
  const rateOf = new Map(readRows(taxes, payloads.tax, ({ id, rate }) => [String(id), text(rate)] as const).records);
  for (const [group, [first, ...others]] of groupBy(general, 'id_tax_rules_group')) {
    // Behaviour 0 is "this tax only"; else the taxes of a group are added up.
    const all = field(first, 'behavior') === '0' ? [first] : [first, ...others];
    const sum = all.reduce<Big>((total, rule) => total.plus(rateOf.get(field(rule, 'id_tax')) ?? 0), new Big(0));
    rates.set(group, bare(sum.toFixed()));
  }
  return rates;
}
