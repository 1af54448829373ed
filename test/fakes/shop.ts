import { sampleOrders } from './shop/orders.ts';
import { deletedProduct, sampleProducts } from './shop/products.ts';

/** The words every platform's sample store speaks in its own language. Amounts are integers: hundredths, so that nothing is rounded twice. */
export type Cents = number;

export type ShopStatus = {
  code: string;
  title: string;
  meaning: 'pending' | 'processing' | 'completed' | 'cancelled' | 'refunded' | 'other';
};
export type ShopPayment = { code: string; title: string; enabled: boolean };
/** `code` is what an order's shipping says. */
export type ShopDelivery = { code: string; title: string; enabled: boolean };
export type ShopTax = { id: number; code: string; title: string; rate: string };

export type ShopVariant = {
  id: number;
  options: Record<string, string>;
  /** Absent: it has none of its own, and goes by its parent's. */
  sku?: string;
  price: string;
  /** `null`: not counted. `'parent'`: the parent's stock is everybody's. */
  stock: number | 'parent' | null;
  barcode?: string;
  active: boolean;
  modified: Date;
};

export type ShopProduct = {
  id: number;
  name: string;
  sku?: string;
  /** As the merchant typed it: "0.10", "1234.5600", or nothing at all. */
  price: string;
  stock: number | null;
  barcode?: string;
  state: 'on sale' | 'draft' | 'private' | 'trash';
  tax: ShopTax;
  /** Empty for a product sold as it is; absent from lists of things to sell when it is a family with nobody in it. */
  variants: ShopVariant[];
  family: boolean;
  created: Date;
  modified: Date;
};

export type ShopContact = {
  firstName: string;
  lastName: string;
  company: string;
  street: string;
  street2: string;
  city: string;
  postcode: string;
  state: string;
  country: string;
  email: string;
  phone: string;
};

/** A line of an order. All amounts are of the whole line and without tax; `subtotal` is before coupons. */
export type ShopLine = {
  id: number;
  title: string;
  productId: number;
  variantId: number;
  sku: string | null;
  quantity: number;
  subtotal: Cents;
  subtotalTax: Cents;
  total: Cents;
  totalTax: Cents;
  tax: ShopTax;
  options: Record<string, string>;
  /** What the buyer had put on it, in the merchant's words. */
  personal: Record<string, string>;
};

export type ShopCharge = { id: number; code: string; title: string; total: Cents; tax: Cents };
export type ShopRefund = { id: number; reason: string; total: Cents; created: Date };

export type ShopOrder = {
  id: number;
  number: string;
  status: string;
  currency: string;
  created: Date;
  modified: Date;
  paid?: Date;
  completed?: Date;
  /** 0 for a guest. */
  customer: number;
  buyer: ShopContact;
  /** Absent when it goes to the buyer. */
  recipient?: ShopContact;
  payment: { code: string; title: string; transaction: string };
  lines: ShopLine[];
  shipping: ShopCharge[];
  fees: ShopCharge[];
  coupons: ShopCharge[];
  refunds: ShopRefund[];
  note: string;
  /** What plugins wrote on it. */
  meta: Record<string, string>;
  total: Cents;
  totalTax: Cents;
  /** A plugin made a mess of its total: nobody can read this order. */
  broken?: true;
};

export type Shop = {
  name: string;
  currency: string;
  timeZone: string;
  statuses: ShopStatus[];
  payments: ShopPayment[];
  deliveries: ShopDelivery[];
  taxes: ShopTax[];
  /** By id ascending. */
  products: ShopProduct[];
  /** By id ascending, the oldest first. Those with status `checkout-draft` or `trash` are nobody's business. */
  orders: ShopOrder[];
};

/** Statuses of orders that are no orders: half-finished checkouts and what was thrown away. */
export const notOrders = ['checkout-draft', 'trash'];

export const standard: ShopTax = { id: 1, code: 'SI-DDV-1', title: 'DDV', rate: '22' };
export const reduced: ShopTax = { id: 2, code: 'SI-DDV ZNIŽANA-1', title: 'DDV znižana', rate: '9.5' };

export const payments: ShopPayment[] = [
  { code: 'bacs', title: 'Bančno nakazilo', enabled: true },
  { code: 'cheque', title: 'Check payments', enabled: false },
  { code: 'cod', title: 'Plačilo po povzetju', enabled: true },
  { code: 'paypal', title: 'PayPal', enabled: true },
  { code: 'stripe', title: 'Credit card (Stripe)', enabled: true },
];

export const deliveries: ShopDelivery[] = [
  { code: 'flat_rate:1', title: 'Pošta Slovenije', enabled: true },
  { code: 'flat_rate:2', title: 'GLS kurir', enabled: true },
  { code: 'free_shipping:3', title: 'Brezplačna dostava', enabled: true },
  { code: 'local_pickup:4', title: 'Osebni prevzem', enabled: false },
  { code: 'flat_rate:5', title: 'DPD Europe', enabled: true },
];

/**
 * The one sample shop, the same on every platform: 250 things to sell and 250 orders, 60 of them placed in the 14 days before `now`,
 * 220 in the 60 days before, none within half a day of those borders. Nothing in it is left to chance.
 */
export function sampleShop({ now = new Date() }: { now?: Date } = {}): Shop {
  const moment = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const products = sampleProducts(moment);
  return {
    name: 'Sončna Trgovina – Zażółć',
    currency: 'EUR',
    timeZone: 'Europe/Ljubljana',
    statuses: [
      { code: 'pending', title: 'Pending payment', meaning: 'pending' },
      { code: 'processing', title: 'Processing', meaning: 'processing' },
      { code: 'on-hold', title: 'On hold', meaning: 'pending' },
      { code: 'completed', title: 'Completed', meaning: 'completed' },
      { code: 'cancelled', title: 'Cancelled', meaning: 'cancelled' },
      { code: 'refunded', title: 'Refunded', meaning: 'refunded' },
      { code: 'failed', title: 'Failed', meaning: 'cancelled' },
      { code: 'poslano', title: 'Poslano', meaning: 'other' },
    ],
    payments: structuredClone(payments),
    deliveries: structuredClone(deliveries),
    taxes: [standard, reduced],
    products,
    orders: sampleOrders(moment, [...products, deletedProduct(moment)]),
  };
}

/** A thing to sell as the shop itself sees it: a product without variants, or one variant. */
export type Sellable = {
  id: number;
  product: ShopProduct;
  variant?: ShopVariant;
  sku?: string;
  inherited: boolean;
  price: string;
  stock: number | null;
  barcode?: string;
  active: boolean;
  modified: Date;
};

/** All there is to sell, drafts and switched off ones too; what lies in the trash is gone. */
export function sellables(shop: Pick<Shop, 'products'>): Sellable[] {
  return shop.products.filter(({ state }) => state !== 'trash').flatMap(ofProduct);
}

/** One product's things to sell: itself, or its variants. */
export function ofProduct(product: ShopProduct): Sellable[] {
  const own = { product, inherited: false, active: product.state === 'on sale' };
  if (!product.family) {
    const { id, sku, price, stock, barcode, modified } = product;
    return [{ ...own, id, sku, price, stock, barcode, modified }];
  }
  return product.variants.map((variant) => ({
    ...own,
    id: variant.id,
    variant,
    sku: variant.sku ?? product.sku,
    inherited: variant.sku === undefined && product.sku !== undefined,
    price: variant.price,
    stock: variant.stock === 'parent' ? product.stock : variant.stock,
    barcode: variant.barcode,
    active: own.active && variant.active,
    modified: variant.modified,
  }));
}

/** The orders that are orders: no drafts, nothing thrown away. */
export const realOrders = (shop: Pick<Shop, 'orders'>) => shop.orders.filter(({ status }) => !notOrders.includes(status));

/** Hundredths as people write them: 123456 → "1234.56". */
export function euros(cents: Cents, decimals = 2): string {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2).padEnd(decimals, '0')}`;
}
