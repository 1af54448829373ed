import { expect } from 'vitest';
import { z } from 'zod';
import type { OrderRecord, ProductRecord } from '../../../connectors/records.ts';

// Recorded bodies, read without any of our own code, and compared amount by amount.

const text = z.string();
const row = z.object({
  ...{ id: text, product_id: text, product_attribute_id: text, product_quantity: text, product_name: text, product_reference: text },
  ...{ unit_price_tax_excl: text, unit_price_tax_incl: text },
});
export const order = z.object({
  id: z.number(),
  ...{
    reference: text,
    current_state: text,
    id_currency: text,
    id_carrier: text,
    module: text,
    payment: text,
    date_add: text,
    date_upd: text,
  },
  ...{ total_paid_tax_incl: text, total_paid_tax_excl: text, total_shipping_tax_incl: text, total_shipping_tax_excl: text },
  associations: z.object({ order_rows: z.array(row) }),
});
export type Order = z.infer<typeof order>;
export const orders = z.object({ orders: z.array(order) });

const name = z.union([text, z.array(z.object({ id: text, value: text }))]);
export const product = z.object({ id: z.number(), reference: text, price: text, active: text, date_upd: text, name });
export const products = z.object({ products: z.array(product) });

const cents = (amount: unknown) => Math.round(Number(amount) * 100);

/** Each line as its own list tells it: the shop rounds each of them to the cent (its `round_type` is 2). */
export const detailsOf = ({ id, associations: { order_rows } }: Order) =>
  order_rows.map(({ id: line, ...told }) => ({
    ...{ ...told, id: Number(line), id_order: String(id), id_customization: '0', associations: { taxes: [{ id: '1' }] } },
    total_price_tax_excl: (cents(Number(told.unit_price_tax_excl) * Number(told.product_quantity)) / 100).toFixed(6),
    total_price_tax_incl: (cents(Number(told.unit_price_tax_incl) * Number(told.product_quantity)) / 100).toFixed(6),
  }));

/** In November, Ljubljana is an hour ahead of UTC. */
const utc = (local: string) => new Date(`${local.replace(' ', 'T')}+01:00`);

export function expectOrder(told: OrderRecord | undefined, raw: Order) {
  expect(told).toMatchObject({
    id: String(raw.id),
    number: raw.reference,
    status: raw.current_state,
    currency: raw.id_currency === '1' ? 'EUR' : 'USD',
    paymentMethod: raw.module,
    paymentMethodTitle: raw.payment,
    placedAt: utc(raw.date_add),
    updatedAt: utc(raw.date_upd),
  });
  expect([cents(told?.total), cents(told?.totalTax)]).toEqual([
    cents(raw.total_paid_tax_incl),
    cents(raw.total_paid_tax_incl) - cents(raw.total_paid_tax_excl),
  ]);
  expect(told?.shipping.map(({ code, total, tax }) => [code, cents(total), cents(total) + cents(tax)])).toEqual([
    [raw.id_carrier, cents(raw.total_shipping_tax_excl), cents(raw.total_shipping_tax_incl)],
  ]);
  const lines = told?.lines.map(({ id, sku, productId, title, quantity }) => [id, sku, productId, title, quantity]);
  expect(lines).toEqual(
    raw.associations.order_rows.map((one) => [
      ...[one.id, one.product_reference || undefined, one.product_id, one.product_name, one.product_quantity],
    ]),
  );
  for (const [at, one] of raw.associations.order_rows.entries())
    expect(cents(told?.lines[at]?.total)).toBe(cents(Number(one.unit_price_tax_excl) * Number(one.product_quantity)));
  const parts = [...(told?.lines ?? []), ...(told?.shipping ?? []), ...(told?.fees ?? [])];
  expect(parts.reduce((sum, { total, tax }) => sum + cents(total) + cents(tax), 0)).toBe(cents(raw.total_paid_tax_incl));
}

export function expectProduct(told: ProductRecord | undefined, raw: z.infer<typeof product>) {
  expect(told).toMatchObject({
    title: typeof raw.name === 'string' ? raw.name : raw.name[0]?.value,
    active: raw.active === '1',
    updatedAt: utc(raw.date_upd),
  });
}
