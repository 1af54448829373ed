import { z } from 'zod';

// Only what we read. Plugins turn numbers into strings, texts into null and lists into objects: what does not matter is let pass.

const id = z.union([z.number(), z.string().min(1)]);
/** Core writes decimals as strings; plugins write numbers. */
const amount = z.union([z.string().regex(/^-?\d*\.?\d+$/, 'is not a decimal number'), z.number()]);
/** The same, where plugins leave it empty. */
const amountOrNone = z.union([amount, z.literal(''), z.null()]).optional();
const words = z.unknown().optional();
/** GMT without a zone: "2026-03-22T15:28:02". */
const gmt = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'is not a time');
const gmtOrNone = z.union([gmt, z.literal(''), z.null()]).optional();
/** PHP writes a list with gaps as an object, and a missing one as null. */
const list = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value && typeof value === 'object' ? Object.values(value) : []), z.array(schema));

const meta = list(z.object({ key: words, value: words, display_key: words, display_value: words }));

const person = z.object({
  first_name: words,
  last_name: words,
  company: words,
  address_1: words,
  address_2: words,
  city: words,
  state: words,
  postcode: words,
  country: words,
  email: words,
  phone: words,
});
/** An empty one comes as a list. */
const address = z.preprocess((value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : {}), person);

/** https://developer.woocommerce.com/docs/apis/rest-api/v3/orders/#order-properties */
const orderShape = z.object({
  id,
  number: id.nullish(),
  status: z.string().min(1),
  currency: z.string().length(3),
  total: amount,
  total_tax: amount,
  date_created_gmt: gmt,
  date_modified_gmt: gmtOrNone,
  date_paid_gmt: gmtOrNone,
  payment_method: words,
  payment_method_title: words,
  transaction_id: words,
  customer_note: words,
  billing: address,
  shipping: address,
  line_items: list(
    z.object({
      id,
      name: words,
      product_id: words,
      variation_id: words,
      quantity: amount,
      subtotal: amount,
      total: amount,
      total_tax: amountOrNone,
      sku: words,
      meta_data: meta,
    }),
  ),
  shipping_lines: list(
    z.object({ method_title: words, method_id: words, instance_id: words, total: amountOrNone, total_tax: amountOrNone }),
  ),
  fee_lines: list(z.object({ name: words, total: amountOrNone, total_tax: amountOrNone })),
  coupon_lines: list(z.object({ code: words, discount: amountOrNone, discount_tax: amountOrNone })),
  tax_lines: list(
    z.object({ rate_code: words, label: words, rate_percent: words, tax_total: amountOrNone, shipping_tax_total: amountOrNone }),
  ),
  refunds: list(z.object({ id, reason: words, total: amountOrNone })),
  meta_data: meta,
});
export const orderFields = Object.keys(orderShape.shape).join(',');
/** Compiled, because orders come by the hundred thousand. */
export const order = z.compile(orderShape);

/** What a sweep looks at before it asks for the whole order. */
export const orderStamp = z.object({ id, date_created_gmt: words, date_modified_gmt: words });
export const orderStampFields = Object.keys(orderStamp.shape).join(',');

/** https://developer.woocommerce.com/docs/apis/rest-api/v3/products/#product-properties */
export const product = z.object({
  id,
  type: words,
  name: words,
  sku: words,
  global_unique_id: words,
  price: amountOrNone,
  status: words,
  manage_stock: words,
  stock_quantity: amountOrNone,
  weight: words,
  tax_class: words,
  variations: list(id),
  date_created_gmt: gmtOrNone,
  date_modified_gmt: gmtOrNone,
});
export const productFields = Object.keys(product.shape).join(',');

/** https://developer.woocommerce.com/docs/apis/rest-api/v3/product-variations/#product-variation-properties */
export const variation = z.object({
  id,
  /** Only in lists over all products. */
  parent_id: words,
  sku: words,
  global_unique_id: words,
  price: amountOrNone,
  status: words,
  manage_stock: words,
  stock_quantity: amountOrNone,
  weight: words,
  tax_class: words,
  attributes: list(z.object({ name: words, slug: words, option: words })),
  date_created_gmt: gmtOrNone,
  date_modified_gmt: gmtOrNone,
});
export const variationFields = Object.keys(variation.shape).join(',');

/** What tells how a variation is named and sold. */
export const parent = z.object({ id, name: words, sku: words, status: words, variations: list(id) });
export const parentFields = Object.keys(parent.shape).join(',');

/** WordPress's own front page of its REST API. The whole is megabytes: always ask for these fields. */
export const index = z.object({
  name: words,
  url: words,
  home: words,
  gmt_offset: words,
  timezone_string: words,
  namespaces: list(z.string()),
});
export const indexFields = Object.keys(index.shape).join(',');

export const systemStatus = z.object({
  environment: z.object({ version: z.string().optional() }).optional(),
  settings: z.object({ currency: z.string().optional() }).optional(),
});
export const currency = z.object({ code: z.string() });
export const orderCurrency = z.array(z.object({ currency: z.string() }));

/** https://developer.woocommerce.com/docs/apis/rest-api/v3/payment-gateways/ */
export const paymentGateway = z.object({ id, title: words, method_title: words, enabled: words });
export const paymentGatewayFields = Object.keys(paymentGateway.shape).join(',');

export const orderStatus = z.object({ slug: z.string(), name: words });
/** What OPTIONS tells of the orders: their statuses, without names. */
export const orderSchema = z.object({ schema: z.object({ properties: z.object({ status: z.object({ enum: z.array(z.string()) }) }) }) });

export const zone = z.object({ id, name: words });
export const shippingMethod = z.object({ instance_id: words, method_id: z.string(), title: words, method_title: words, enabled: words });
export const shippingMethodFields = Object.keys(shippingMethod.shape).join(',');

export type Order = z.infer<typeof order>;
export type Product = z.infer<typeof product>;
export type Variation = z.infer<typeof variation>;
export type Parent = z.infer<typeof parent>;
export type Index = z.infer<typeof index>;
export type Meta = z.infer<typeof meta>;
export type Person = z.infer<typeof person>;
export type PaymentGateway = z.infer<typeof paymentGateway>;
export type ShippingMethod = z.infer<typeof shippingMethod>;
