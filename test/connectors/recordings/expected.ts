import { expect } from 'vitest';
import type { OrderRecord } from '../../../connectors/records.ts';
import type { Order } from './raw.ts';

export const decode = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const cents = (amount: unknown) => Math.round(Number(amount) * 100);
const sumOf = (amounts: unknown[]) => amounts.reduce<number>((total, amount) => total + cents(amount), 0);
const time = (gmt: string | null) => (gmt ? `${gmt}.000Z` : undefined);
const words = (all: unknown[]) => all.map((word) => String(word ?? '').trim());

/** Compares an order with the recorded one, amount by amount. */
export function expectOrder(order: OrderRecord | undefined, raw: Order) {
  expect(order).toMatchObject({
    id: String(raw.id),
    number: raw.number,
    status: raw.status,
    currency: raw.currency,
    total: raw.total,
    totalTax: raw.total_tax,
    paymentMethod: raw.payment_method,
    transactionId: raw.transaction_id || undefined,
    note: raw.customer_note || undefined,
  });
  const moments = [order?.placedAt, order?.updatedAt, order?.paidAt].map((moment) => moment?.toISOString());
  expect(moments).toEqual([raw.date_created_gmt, raw.date_modified_gmt, raw.date_paid_gmt].map(time));
  expectLines(order, raw);
  expectCharges(order, raw);
  expectPeople(order, raw);
}

function expectLines(order: OrderRecord | undefined, raw: Order) {
  const ours = order?.lines.map(({ id, sku, title, quantity, subtotal, total, tax }) => [id, sku, title, quantity, subtotal, total, tax]);
  const theirs = raw.line_items.map(({ id, sku, name, quantity, subtotal, total, total_tax }) => {
    return [String(id), sku || undefined, decode(name), String(quantity), subtotal, total, total_tax];
  });
  expect(ours).toEqual(theirs);
  const off = raw.line_items.map(({ price }, index) => Math.abs(Number(order?.lines[index]?.price) - price));
  expect(Math.max(...off)).toBeLessThan(0.005);
}

/** The store rounds each line by itself, so a sum may be off by a cent or two a line. */
function expectCharges(order: OrderRecord | undefined, raw: Order) {
  const parts = [...(order?.lines ?? []), ...(order?.shipping ?? []), ...(order?.fees ?? [])];
  const sum = sumOf(parts.flatMap(({ total, tax }) => [total, tax]));
  expect(Math.abs(sum - cents(raw.total))).toBeLessThanOrEqual(2 * Math.max(1, raw.line_items.length));
  expect(cents(order?.refunded) + sumOf(raw.refunds.map(({ total }) => total))).toBe(0);
  expect(order?.shipping.map(({ code, total }) => [code, total])).toEqual(
    raw.shipping_lines.map(({ method_id, instance_id, total }) => [instance_id ? `${method_id}:${instance_id}` : method_id, total]),
  );
  expect(order?.discounts.map(({ code, total }) => [code, cents(total)])).toEqual(
    raw.coupon_lines.map(({ code, discount }) => [code, -cents(discount)]),
  );
  expect(order?.taxes.map(({ title, total }) => [title, cents(total)])).toEqual(
    raw.tax_lines.map((tax) => [tax.label, sumOf([tax.tax_total, tax.shipping_tax_total])]),
  );
}

function expectPeople(order: OrderRecord | undefined, { billing, shipping }: Order) {
  const theirs = (from: Order['billing']) =>
    words([`${from.first_name} ${from.last_name}`, from.address_1, from.city, from.country, from.phone]);
  const ours = (contact = order?.buyer) => words([contact?.name, contact?.street, contact?.city, contact?.country, contact?.phone]);
  expect([...ours(), order?.buyer.email ?? '']).toEqual([...theirs(billing), billing.email]);
  expect(ours(order?.recipient)).toEqual(theirs(shipping.address_1 ? shipping : billing));
}
