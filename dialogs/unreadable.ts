import { plain } from './words.ts';

/** What a store’s fields are called among people; others keep their name. */
const fields: Record<string, string> = {
  id: 'its id',
  number: 'its number',
  status: 'its status',
  currency: 'its currency',
  total: 'its total',
  total_tax: 'its tax',
  discount_total: 'its discount',
  shipping_total: 'its shipping cost',
  name: 'its name',
  sku: 'its SKU',
  price: 'its price',
  stock_quantity: 'its stock',
  date_created_gmt: 'the time it was placed',
  date_modified_gmt: 'the time it was changed',
  date_paid_gmt: 'the time it was paid',
  'the whole': 'what the store sent',
};

/** What a field may be part of: "line_items.0.total". */
const parts: Record<string, string> = {
  line_items: 'of a product in it',
  shipping_lines: 'of its shipping',
  fee_lines: 'of a fee in it',
  coupon_lines: 'of a coupon in it',
  tax_lines: 'of a tax in it',
  refunds: 'of a refund of it',
};

const faults: [RegExp, string][] = [
  [/not a decimal number/i, 'is not an amount'],
  [/not a time|datetime|date/i, 'is not a time'],
  [/received (undefined|null)|required/i, 'is missing'],
  [/^(Invalid|Too|Expected)/, 'is not what it has to be'],
];

/** Why a record could not be read, from "total: is not a decimal number": what is wrong with which part, and its name in the store’s answer. */
export function unreadable(reason: string): string {
  const [, place, fault = ''] = /^([\w. ]{1,60}): (.+)$/s.exec(reason) ?? [];
  if (place === undefined) return plain(reason, 300);
  const path = place.split('.');
  const [last = place, part] = [path.at(-1), path.length > 1 ? parts[path[0] ?? ''] : undefined];
  const name = (part ? fields[last]?.replace(/^its/, 'the') : path.length === 1 ? fields[last] : undefined) ?? `“${plain(place, 60)}”`;
  const said = faults.find(([pattern]) => pattern.test(fault))?.[1] ?? plain(fault, 200);
  const inAnswer = name.startsWith('“') || last === 'the whole' ? '' : ` (“${plain(place, 60)}” in the store’s answer)`;
  return `${name}${part && !name.startsWith('“') ? ` ${part}` : ''} ${said}${inAnswer}`;
}
