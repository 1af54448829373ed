import { z } from 'zod';

// Only what we read. Every column comes, most of them as text, and what holds nothing is left out. Extensions add columns: they are let pass.
// The API's own documents are gone from Adobe's pages; its code is the reference:
// https://github.com/OpenMage/magento-lts/tree/main/app/code/core/Mage

const id = z.string().min(1);
const amount = z.string().regex(/^-?\d*\.?\d+$/, 'is not a decimal number');
/** Extensions leave it empty. */
const amountOrNone = z.union([amount, z.literal('')]).optional();
const words = z.unknown().optional();
/** UTC: "2026-11-23 15:40:24". */
const time = z.string().regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/, 'is not a time');
const timeOrNone = z.union([time, z.literal('')]).optional();
/** PHP writes a list with gaps as a struct. */
const list = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value && typeof value === 'object' ? Object.values(value) : []), z.array(schema));
/** An empty struct comes as a list, and a damaged one as `false`. */
const struct = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : {}), schema);

/** Mage/Sales/Model/Order/Api.php: items(). The row holds all columns of the order, but neither lines nor addresses. */
export const orderRow = z.object({ order_id: id, increment_id: id });

const person = struct(
  z.object({
    prefix: words,
    firstname: words,
    middlename: words,
    lastname: words,
    suffix: words,
    company: words,
    /** Its lines are parted by line breaks. */
    street: words,
    city: words,
    region: words,
    postcode: words,
    country_id: words,
    telephone: words,
    email: words,
    vat_id: words,
  }),
);

const item = z.object({
  item_id: id,
  parent_item_id: words,
  product_id: words,
  product_type: words,
  /** Serialised by PHP. */
  product_options: words,
  sku: words,
  name: words,
  qty_ordered: amount,
  qty_shipped: amountOrNone,
  qty_canceled: amountOrNone,
  qty_refunded: amountOrNone,
  row_total: amountOrNone,
  tax_amount: amountOrNone,
  tax_percent: amountOrNone,
  discount_amount: amountOrNone,
  /** What of the tax a discount on prices with tax took away. */
  hidden_tax_amount: amountOrNone,
  is_virtual: words,
  gift_message: words,
});

/** Mage/Sales/Model/Order/Api.php: info() */
const orderShape = z.object({
  order_id: id,
  increment_id: id,
  status: words,
  state: words,
  created_at: time,
  updated_at: timeOrNone,
  order_currency_code: z.string().length(3),
  grand_total: amount,
  tax_amount: amountOrNone,
  total_paid: amountOrNone,
  total_refunded: amountOrNone,
  discount_amount: amountOrNone,
  hidden_tax_amount: amountOrNone,
  discount_description: words,
  coupon_code: words,
  shipping_method: words,
  shipping_description: words,
  shipping_amount: amountOrNone,
  shipping_tax_amount: amountOrNone,
  shipping_discount_amount: amountOrNone,
  shipping_hidden_tax_amount: amountOrNone,
  customer_email: words,
  customer_firstname: words,
  customer_lastname: words,
  customer_taxvat: words,
  customer_note: words,
  gift_message: words,
  billing_address: person,
  shipping_address: person,
  items: list(item),
  payment: struct(z.object({ method: words, last_trans_id: words, po_number: words, additional_information: words })),
  status_history: list(z.object({ comment: words, created_at: timeOrNone, entity_name: words, is_visible_on_front: words })),
});
/** Compiled, because orders come by the hundred thousand. */
export const order = z.compile(orderShape);

/** What is to be known before an order is told as sent. */
export const shippable = orderShape.pick({ order_id: true, increment_id: true, status: true, state: true, items: true });

/** Mage/Sales/Model/Order/Creditmemo/Api.php: info() */
export const creditMemo = z.object({
  order_id: id,
  increment_id: id,
  grand_total: amount,
  comments: list(z.object({ comment: words })),
});
export const creditMemoRow = z.object({ increment_id: id });

/** Mage/Sales/Model/Order/Shipment/Api.php: info() */
export const shipment = z.object({ increment_id: id, email_sent: words, tracks: list(z.object({ track_number: words, number: words })) });
export const shipmentRow = z.object({ increment_id: id });

/** Mage/Catalog/Model/Product/Api.php: items() */
export const productRow = z.object({ product_id: id, sku: words, type: words });

/** Mage/Catalog/Model/Product/Api.php: info(). Codes that a shop does not have are passed over. */
export const product = z.object({
  product_id: id,
  sku: words,
  name: words,
  status: words,
  price: amountOrNone,
  special_price: amountOrNone,
  special_from_date: words,
  special_to_date: words,
  updated_at: timeOrNone,
  ean: words,
  ean13: words,
  ean_code: words,
  barcode: words,
  weight: words,
  tax_class_id: words,
  gtin: words,
  upc: words,
});
export const productAttributes = Object.keys(product.shape).filter((code) => code !== 'product_id');

/** Mage/CatalogInventory/Model/Stock/Item/Api.php: items() */
export const stockItem = z.object({ product_id: id, sku: words, qty: amount, is_in_stock: words });

export type OrderRow = z.infer<typeof orderRow>;
export type Order = z.infer<typeof order>;
export type Item = z.infer<typeof item>;
export type Person = z.infer<typeof person>;
export type CreditMemo = z.infer<typeof creditMemo>;
export type ProductRow = z.infer<typeof productRow>;
export type Product = z.infer<typeof product>;
export type StockItem = z.infer<typeof stockItem>;
export type Shipment = z.infer<typeof shipment>;
export type Shippable = z.infer<typeof shippable>;
