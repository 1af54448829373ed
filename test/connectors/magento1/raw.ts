import { z } from 'zod';

// Recorded values, read without any of our own code: what tests compare with. Empty columns are null, structs of nothing empty lists.

const words = z.string();
const number = z.number();
const none = z.null();
const orNone = z.union([words, none]);

const person = z.object({
  firstname: words,
  lastname: words,
  street: words,
  city: words,
  postcode: words,
  country_id: words,
  telephone: words,
});

const item = z.object({
  item_id: number,
  parent_item_id: z.union([number, none]),
  product_id: number,
  product_type: words,
  sku: words,
  name: words,
  qty_ordered: words,
  row_total: words,
  tax_amount: orNone,
  discount_amount: words,
  price: words,
});

export const order = z.object({
  order_id: number,
  increment_id: words,
  status: words,
  created_at: words,
  updated_at: words,
  order_currency_code: words,
  grand_total: words,
  tax_amount: orNone,
  total_paid: orNone,
  shipping_method: words,
  shipping_description: words,
  shipping_amount: words,
  customer_email: words,
  billing_address: person,
  shipping_address: person,
  items: z.array(item),
  payment: z.object({ method: words }),
  status_history: z.array(z.object({ entity_name: words, created_at: words, comment: orNone })),
});
export type Order = z.infer<typeof order>;

export const rows = z.array(z.object({ order_id: number, increment_id: words, status: words }));
export const products = z.array(z.object({ product_id: number, sku: words, type: words, name: words }));
export const product = z.object({ product_id: number, sku: words, name: words, price: words, status: number, updated_at: words });
export const stock = z.array(z.object({ product_id: number, sku: words, qty: words, is_in_stock: number }));
export const shipment = z.object({
  increment_id: words,
  tracks: z.array(z.object({ track_number: words, carrier_code: words, title: words })),
});
