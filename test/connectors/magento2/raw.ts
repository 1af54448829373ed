import { z } from 'zod';

// Recorded bodies, read without any of our own code: what tests compare with.

const line = z.object({
  item_id: z.number(),
  parent_item_id: z.number().optional(),
  product_id: z.number(),
  product_type: z.string(),
  sku: z.string(),
  name: z.string(),
  qty_ordered: z.number(),
  row_total: z.number(),
  tax_amount: z.number(),
});
const address = z.object({
  firstname: z.string(),
  lastname: z.string(),
  street: z.array(z.string()),
  city: z.string(),
  postcode: z.string(),
  country_id: z.string(),
  telephone: z.string(),
});

export const order = z.object({
  entity_id: z.number(),
  increment_id: z.string(),
  status: z.string(),
  order_currency_code: z.string(),
  grand_total: z.number(),
  tax_amount: z.number(),
  total_paid: z.number().optional(),
  total_refunded: z.number().optional(),
  shipping_amount: z.number(),
  shipping_description: z.string(),
  customer_email: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  items: z.array(line),
  billing_address: address,
  payment: z.object({ method: z.string(), additional_information: z.array(z.string().nullable()) }),
  extension_attributes: z.object({ shipping_assignments: z.array(z.object({ shipping: z.object({ address, method: z.string() }) })) }),
});
export type Order = z.infer<typeof order>;

export const product = z.object({
  id: z.number(),
  sku: z.string(),
  name: z.string().optional(),
  price: z.number().optional(),
  status: z.number().optional(),
  type_id: z.string().optional(),
  updated_at: z.string().optional(),
  weight: z.number().optional(),
});

export const list = <S extends z.ZodType>(row: S) => z.object({ items: z.array(row), total_count: z.number().optional() });
export const partOrder = z.object({ entity_id: z.number(), increment_id: z.string().optional() });
export const sourceItems = list(z.object({ sku: z.string(), quantity: z.number() }));
