import { z } from 'zod';
import type { Recording } from './replay.ts';

// Recorded bodies, read without any of our own code: what tests compare with.

const words = z.string();
const person = z.object({
  first_name: words,
  last_name: words,
  address_1: words,
  city: words,
  country: words,
  phone: words.optional(),
  email: words.optional(),
});
const line = z.object({
  id: z.number(),
  name: words,
  sku: words.nullable(),
  quantity: z.number(),
  subtotal: words,
  total: words,
  total_tax: words,
  price: z.number(),
});

export const order = z.object({
  id: z.number(),
  number: words,
  status: words,
  currency: words,
  total: words,
  total_tax: words,
  date_created_gmt: words,
  date_modified_gmt: words,
  date_paid_gmt: words.nullable(),
  payment_method: words,
  transaction_id: words,
  customer_note: words,
  billing: person,
  shipping: person,
  line_items: z.array(line),
  shipping_lines: z.array(z.object({ method_id: words, instance_id: words, total: words })),
  coupon_lines: z.array(z.object({ code: words, discount: words })),
  tax_lines: z.array(z.object({ label: words, tax_total: words, shipping_tax_total: words })),
  refunds: z.array(z.object({ total: words })),
});
export type Order = z.infer<typeof order>;

export const product = z.object({
  id: z.number(),
  type: words.optional(),
  name: words.optional(),
  sku: words.optional(),
  price: words.optional(),
  stock_quantity: z.number().nullish(),
  variations: z.array(z.number()).optional(),
});

export const variation = z.object({
  id: z.number(),
  sku: words,
  price: words,
  manage_stock: z.union([z.boolean(), z.literal('parent')]),
  stock_quantity: z.number().nullable(),
  attributes: z.array(z.object({ name: words, option: words })),
});

export const stamp = z.looseObject({ id: z.number(), date_modified_gmt: words });
export const index = z.object({ home: words });
export const status = z.object({ slug: words, name: words });
export const gateway = z.object({ id: words, title: words, enabled: z.boolean() });
export const method = z.object({ method_id: words, instance_id: z.number(), title: words, enabled: z.boolean() });
export const badStatus = z.object({ data: z.object({ params: z.object({ status: words }) }) });

export const rowsOf = <S extends z.ZodType>(page: Recording, row: S): z.infer<S>[] => z.array(row).parse(page.json());
