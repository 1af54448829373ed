import { expect } from 'vitest';
import { type OrderRecord, orderRecord, type ProductRecord, productRecord } from '../../../connectors/records.ts';
import type * as raw from './raw.ts';

const utc = (time: string) => `${time.replace(' ', 'T')}.000Z`;
const two = (value: number) => value.toFixed(2);

/** Compares an order with the recorded one, amount by amount. */
export function expectOrder(order: OrderRecord | undefined, row: raw.Order) {
  expect(orderRecord.parse(order)).toEqual(order);
  const shipping = row.extension_attributes.shipping_assignments[0]?.shipping;
  const paid = row.total_paid !== undefined && row.total_paid >= row.grand_total;
  expect(order).toMatchObject({
    ...{ id: String(row.entity_id), number: row.increment_id, status: row.status, currency: row.order_currency_code },
    ...{ total: two(row.grand_total), totalTax: two(row.tax_amount), refunded: two(row.total_refunded ?? 0) },
    ...{ paymentMethod: row.payment.method, paymentMethodTitle: row.payment.additional_information[0] },
    shipping: [{ code: shipping?.method, title: row.shipping_description, total: two(row.shipping_amount) }],
    fees: [],
    discounts: [],
    buyer: person(row.billing_address, row.customer_email),
    recipient: person(shipping?.address),
  });
  expect([order?.placedAt, order?.updatedAt, order?.paidAt].map((moment) => moment?.toISOString())).toEqual([
    ...[utc(row.created_at), utc(row.updated_at)],
    paid ? utc(row.updated_at) : undefined,
  ]);
  const sold = row.items.filter((item) => item.parent_item_id === undefined);
  expect(order?.lines).toMatchObject(
    sold.map((item) => {
      const child = row.items.find(({ parent_item_id }) => parent_item_id === item.item_id);
      return {
        ...{ id: String(item.item_id), sku: child?.sku ?? item.sku, title: item.name, quantity: String(item.qty_ordered) },
        ...{ productId: String(item.product_id), variantId: child && String(child.product_id) },
        ...{ subtotal: two(item.row_total), total: two(item.row_total), tax: two(item.tax_amount) },
      };
    }),
  );
  const parts = [...(order?.lines ?? []), ...(order?.shipping ?? [])].flatMap(({ total, tax }) => [Number(total), Number(tax)]);
  expect(two(parts.reduce((sum, part) => sum + part, 0))).toBe(two(row.grand_total));
}

const person = (address: raw.Order['billing_address'] | undefined, email?: string) => ({
  name: `${address?.firstname} ${address?.lastname}`,
  ...{ street: address?.street[0], city: address?.city, postcode: address?.postcode, country: address?.country_id },
  phone: address?.telephone,
  ...(email && { email }),
});

/** Compares products with the recorded ones, and with what was recorded of their stock. */
export function expectProducts(products: ProductRecord[], rows: (typeof raw.product)['_output'][], stocks: Map<string, string>) {
  for (const product of products) expect(productRecord.parse(product)).toEqual(product);
  expect(products).toMatchObject(
    rows.map(({ id, sku, name = '', price, updated_at }) => ({
      ...{ id: String(id), sku, title: name, price: price === undefined ? undefined : two(price), stock: stocks.get(sku) },
      updatedAt: updated_at ? new Date(utc(updated_at)) : new Date(0),
    })),
  );
}
