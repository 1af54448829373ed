import type { Charge, OrderRecord } from '../records.ts';
import { negative, plain, sum, text, textOrNone } from '../words.ts';
import { money, quantity } from './money.ts';
import type * as payloads from './payloads.ts';

/** So much a line may be left open by rounding. */
const rounding = 0.02;
const cancelledMemo = 3;

/** How an order was shipped; nothing where nothing is sent. */
export function toShipping(order: payloads.Order, method: string): Charge[] {
  const { shipping_discount_amount: discount, shipping_discount_tax_compensation_amount: compensation } = order;
  const whole = money(order.shipping_amount);
  const total = Number(discount ?? 0) ? sum([whole, negative(money(discount)), money(compensation)]) : whole;
  if (!method && Number(total) === 0) return [];
  return [{ code: method || undefined, title: plain(order.shipping_description) || method, total, tax: money(order.shipping_tax_amount) }];
}

/** Gift cards and store credit take from the total. What extensions add (a surcharge for cash on delivery) is told by nothing but the total. */
export function feesOf(
  { extension_attributes: more }: payloads.Order,
  { lines, shipping }: Pick<OrderRecord, 'lines' | 'shipping'>,
  total: string,
  totalTax: string,
): Charge[] {
  const known = [
    { title: 'Gift card', amount: more.gift_cards_amount },
    { title: 'Store credit', amount: more.customer_balance_amount },
    { title: 'Reward points', amount: more.reward_currency_amount },
  ]
    .filter(({ amount }) => Number(amount ?? 0) !== 0)
    .map(({ title, amount }) => ({ title, total: negative(money(amount)), tax: money(0) }));
  const charges = [...lines, ...shipping, ...known];
  const about = charges.reduce((sum, charge) => sum - Number(charge.total) - Number(charge.tax), Number(total));
  if (Math.abs(about) <= rounding * Math.max(1, lines.length) + 1e-6) return known;
  const left = sum([total, ...charges.flatMap((charge) => [negative(charge.total), negative(charge.tax)])]);
  const tax = sum([totalTax, ...charges.map((charge) => negative(charge.tax))]);
  return [...known, { title: 'Other charges', total: sum([left, negative(tax)]), tax }];
}

/** One for the whole order: Magento knows one coupon, and tells the discounts of its own rules with it. */
export function toDiscounts(order: payloads.Order): Charge[] {
  const discount = money(order.discount_amount);
  const code = textOrNone(order.coupon_code);
  if (Number(discount) === 0 && !code) return [];
  const taxOf = sum([money(order.discount_tax_compensation_amount), money(order.shipping_discount_tax_compensation_amount)]);
  return [{ code, title: plain(order.discount_description) || code || 'Discount', total: sum([discount, taxOf]), tax: negative(taxOf) }];
}

/** The rates that were applied, each with its sum. */
export const toTaxes = ({ extension_attributes: { applied_taxes } }: payloads.Order): OrderRecord['taxes'] =>
  applied_taxes.map(({ code, title, percent, amount }) => ({
    code: text(code),
    title: plain(title) || text(code),
    rate: percent === undefined || percent === null ? undefined : quantity(percent),
    total: money(amount),
  }));

/** Without credit memos, what the order itself says was given back. */
export function toRefunds(order: payloads.Order, memos: readonly payloads.CreditMemo[]): OrderRecord['refunds'] {
  const given = memos.filter(({ state }) => Number(state) !== cancelledMemo);
  if (given.length === 0 && Number(order.total_refunded ?? 0) > 0)
    return [{ id: String(order.entity_id), reason: '', total: money(order.total_refunded) }];
  return given.map(({ entity_id, grand_total, comments }) => ({
    id: String(entity_id),
    reason: comments.map(({ comment }) => plain(comment)).find(Boolean) ?? '',
    total: money(grand_total),
  }));
}
