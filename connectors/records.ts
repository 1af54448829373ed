import { z } from 'zod';

/** A decimal number in a string, so that no cent is lost on the way. */
export const money = z.string().regex(/^-?\d+(\.\d+)?$/, 'not a decimal number');

/** One sellable thing: a simple product or one variant. A parent that is never sold itself has no record. */
export const productRecord = z.object({
  id: z.string(),
  parentId: z.string().optional(),
  sku: z.string().optional(),
  /** The SKU is the parent's, because the variant has none of its own. */
  skuInherited: z.boolean().optional(),
  title: z.string(),
  /** The options that make the variant, "Size: L, Colour: red". */
  variant: z.string().optional(),
  price: money.optional(),
  /** Absent where the store does not count its stock. */
  stock: money.optional(),
  barcode: z.string().optional(),
  /** In the store's own unit of weight. */
  weight: money.optional(),
  /** By what it is taxed: the rate in percent ("22") where the store tells it, else the store's own word for its class of taxes. */
  tax: z.string().optional(),
  /** On sale in the store, not a draft and not switched off. */
  active: z.boolean(),
  /** Where the merchant edits it in the store's own admin. */
  editUrl: z.string().optional(),
  updatedAt: z.date(),
});

/** A label and what stands beside it: personalisation, gift message, checkout field. */
export const description = z.object({ label: z.string(), value: z.string() });

export const contact = z.object({
  name: z.string(),
  company: z.string().optional(),
  street: z.string().optional(),
  street2: z.string().optional(),
  city: z.string().optional(),
  postcode: z.string().optional(),
  state: z.string().optional(),
  /** ISO 3166 alpha-2. */
  country: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

/** A charge beside the lines: shipping, a fee, a discount (negative). Without tax; `tax` is its tax. */
export const charge = z.object({ code: z.string().optional(), title: z.string(), total: money, tax: money });

export const orderLine = z.object({
  id: z.string(),
  /** Absent where the store has none, or lost it with the product. */
  sku: z.string().optional(),
  productId: z.string().optional(),
  variantId: z.string().optional(),
  title: z.string(),
  quantity: money,
  /** Of one piece, without tax, after discounts. */
  price: money,
  /** Of the line, without tax, before and after discounts. */
  subtotal: money,
  total: money,
  tax: money,
  descriptions: z.array(description),
});

/** An order as the store tells it. `total` is what the buyer pays: with tax, shipping and fees, before refunds. */
export const orderRecord = z.object({
  id: z.string(),
  /** What the merchant and the buyer call it; not always the id. */
  number: z.string(),
  /** The store's own code, as in `orderStatuses()`. */
  status: z.string(),
  currency: z.string().length(3),
  total: money,
  totalTax: money,
  /** What was given back so far, positive. */
  refunded: money,
  /** The store's code; empty where none was needed or chosen. */
  paymentMethod: z.string(),
  paymentMethodTitle: z.string(),
  transactionId: z.string().optional(),
  paidAt: z.date().optional(),
  placedAt: z.date(),
  updatedAt: z.date(),
  buyer: contact,
  recipient: contact,
  lines: z.array(orderLine),
  shipping: z.array(charge),
  fees: z.array(charge),
  /** Coupons, as told; the lines' totals hold them already. */
  discounts: z.array(charge),
  taxes: z.array(z.object({ code: z.string(), title: z.string(), rate: money.optional(), total: money })),
  refunds: z.array(z.object({ id: z.string(), reason: z.string(), total: money })),
  note: z.string().optional(),
  descriptions: z.array(description),
});

/** A way to pay that the store offers. */
export const paymentMethodRecord = z.object({ code: z.string(), title: z.string(), enabled: z.boolean() });

/** An order status in the store's own words. The platform proposes to transfer `processing` and `completed`. */
export const statusRecord = z.object({
  code: z.string(),
  title: z.string(),
  meaning: z.enum(['pending', 'processing', 'completed', 'cancelled', 'refunded', 'other']),
  /** What the store itself ties to it, where the platform tells: the order is paid, is sent, and its buyer gets a mail. */
  paid: z.boolean().optional(),
  shipped: z.boolean().optional(),
  mails: z.boolean().optional(),
});

/** A way to ship that the store offers; `code` is what `OrderRecord.shipping[].code` holds. */
export const deliveryMethodRecord = z.object({ code: z.string(), title: z.string(), enabled: z.boolean() });

export type ProductRecord = z.infer<typeof productRecord>;
export type Contact = z.infer<typeof contact>;
export type Charge = z.infer<typeof charge>;
export type OrderLine = z.infer<typeof orderLine>;
export type OrderRecord = z.infer<typeof orderRecord>;
export type PaymentMethodRecord = z.infer<typeof paymentMethodRecord>;
export type StatusRecord = z.infer<typeof statusRecord>;
export type DeliveryMethodRecord = z.infer<typeof deliveryMethodRecord>;
