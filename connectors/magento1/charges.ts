import type { Charge, OrderRecord } from '../records.ts';
import { amount, bare, negative, plain, short, sum, text, textOrNone } from '../words.ts';
import { withMoney } from './lines.ts';
import type * as payloads from './payloads.ts';

type Order = payloads.Order;

/** So much a line may be left open by rounding. */
const rounding = 0.02;

/** How an order was shipped, after discounts on it; nothing where nothing is sent. */
export function toShipping(order: Order): Charge[] {
  const code = textOrNone(order.shipping_method);
  const off = [negative(amount(order.shipping_discount_amount)), amount(order.shipping_hidden_tax_amount)];
  const total = short(sum([amount(order.shipping_amount), ...off]));
  if (!code && Number(total) === 0) return [];
  return [
    {
      code,
      title: plain(order.shipping_description) || code || 'Shipping',
      total,
      tax: short(amount(order.shipping_tax_amount || '0.00')),
    },
  ];
}

/** What extensions add to or take from an order (a fee for cash on delivery, a gift card): what is left of its total shows it. */
export function toFees(order: Order, { lines, shipping }: Pick<OrderRecord, 'lines' | 'shipping'>): Charge[] {
  const charges = [...lines, ...shipping];
  const left = sum([amount(order.grand_total), ...charges.flatMap(({ total, tax }) => [negative(total), negative(tax)])]);
  if (Math.abs(Number(left)) <= rounding * Math.max(1, lines.length) + 1e-9) return [];
  const tax = sum([amount(order.tax_amount), ...charges.map((charge) => negative(charge.tax))]);
  return [{ title: 'Other charges', total: short(sum([left, negative(tax)])), tax: short(tax) }];
}

/** One for the whole order: Magento knows one coupon, and tells the discounts of its own rules with it. */
export function toDiscounts(order: Order): Charge[] {
  const discount = amount(order.discount_amount);
  const code = textOrNone(order.coupon_code);
  if (Number(discount) === 0 && !code) return [];
  const hidden = sum(['0.00', amount(order.hidden_tax_amount), amount(order.shipping_hidden_tax_amount)]);
  const title = plain(order.discount_description) || code || 'Discount';
  return [{ code, title, total: short(sum([discount, hidden])), tax: short(negative(hidden)) }];
}

/** By rate, as the lines have it: more is not told. The tax on shipping is counted to the rate that it has, or else by itself. */
export function toTaxes(order: Order, [shipping]: readonly Charge[]): OrderRecord['taxes'] {
  const sums = new Map<string, string[]>();
  const add = (rate: string, tax: string) => sums.set(rate, [...(sums.get(rate) ?? []), tax]);
  for (const { tax_percent, tax_amount } of withMoney(order.items))
    if (Number(amount(tax_amount)) !== 0 || Number(amount(tax_percent)) !== 0) add(bare(amount(tax_percent)), amount(tax_amount));
  if (shipping && Number(shipping.tax) !== 0) add(rateOf(shipping, [...sums.keys()]), shipping.tax);
  return [...sums].map(([rate, taxes]) => ({
    code: rate,
    title: rate ? `${rate} %` : 'Shipping',
    rate: rate || undefined,
    total: short(sum(taxes)),
  }));
}

/** Two rates are never nearer to each other than half a percent; what is rounded to the cent may be off by less. */
function rateOf({ total, tax }: Charge, rates: readonly string[]): string {
  const net = Number(total);
  const percent = (Number(tax) / net) * 100;
  const off = net > 0 ? 0.25 + 0.5 / net : 0;
  const near = rates.find((rate) => Math.abs(Number(rate) - percent) <= off);
  if (near !== undefined) return near;
  const whole = [Math.round(percent), Math.round(percent * 2) / 2].find((rate) => Math.abs(rate - percent) <= 0.01 + 1 / net);
  return whole === undefined || !Number.isFinite(percent) ? '' : String(whole);
}

/** Without credit memos, what the order itself says was given back. */
export function toRefunds(order: Order, memos: readonly payloads.CreditMemo[]): OrderRecord['refunds'] {
  if (memos.length === 0 && Number(amount(order.total_refunded)) > 0)
    return [{ id: order.order_id, reason: '', total: short(amount(order.total_refunded)) }];
  return memos.map(({ increment_id, grand_total, comments }) => ({
    id: increment_id,
    reason: comments.map(({ comment }) => plain(comment)).find(Boolean) ?? '',
    total: short(amount(grand_total)),
  }));
}

/** Tax numbers, gift messages, and what was written on the order. Gateways write there too, to themselves. */
export function descriptionsOf(order: Order): OrderRecord['descriptions'] {
  const taxNumber = plain(order.billing_address.vat_id) || plain(order.customer_taxvat);
  const notes = order.status_history
    .map(({ comment, is_visible_on_front }) => ({ label: text(is_visible_on_front) === '1' ? 'Comment' : 'Note', value: plain(comment) }))
    .filter(({ value }) => value && value.length <= longest && !automatic.test(value));
  return [
    { label: 'VAT number', value: taxNumber },
    { label: 'Gift message', value: plain(order.gift_message) },
    ...notes.toReversed(),
  ].filter(({ value }) => value);
}

const longest = 500;
const automatic =
  /transaction ID|\bIPN\b|(captured|authorized|refunded|voided) (the )?amount|amount of .+ (online|offline)|notified customer/i;
