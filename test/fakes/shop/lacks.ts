import { type Shop, type ShopOrder, type ShopProduct, type ShopVariant, sampleShop } from '../shop.ts';

/** What a platform has no word for: its sample shop holds none of it. The last ones are about the platform, not about what is in the shop. */
export type Lack =
  | 'fees'
  | 'personal wishes'
  | 'reasons of refunds'
  | 'numbers beside ids'
  | 'products without SKU'
  | 'duplicate SKUs'
  | 'lines without SKU'
  | 'products without price'
  | 'uncounted stock'
  | 'parts of pieces'
  | 'families without variants'
  | 'variants switched off'
  | 'dates of variants'
  | 'times in UTC'
  | 'discounts by line'
  | 'payment methods'
  | 'delivery methods'
  | 'writing back';

/** The sample shop as a platform can hold it. */
export function shopWithout(lacks: readonly Lack[], options: { now?: Date } = {}): Shop {
  const shop = sampleShop(options);
  for (const lack of lacks) removals[lack](shop);
  return shop;
}

const none = () => {};

const removals: Record<Lack, (shop: Shop) => void> = {
  fees: eachOrder(withoutFees),
  'personal wishes': eachOrder(({ lines }) => {
    for (const line of lines) line.personal = {};
  }),
  'reasons of refunds': eachOrder(({ refunds }) => {
    for (const refund of refunds) refund.reason = '';
  }),
  'numbers beside ids': eachOrder((order) => {
    order.number = String(order.id);
  }),
  'products without SKU': (shop) => {
    eachProduct((product) => {
      product.sku ??= `BREZ-${product.id}`;
      for (const variant of product.variants) variant.sku ??= `${product.sku}-${variant.id}`;
    })(shop);
    tellLines(shop);
  },
  'duplicate SKUs': (shop) => {
    const taken = new Set<string>();
    for (const thing of shop.products.flatMap((product) => [product, ...product.variants])) {
      if (thing.sku && taken.has(thing.sku)) thing.sku = `${thing.sku}-${thing.id}`;
      if (thing.sku) taken.add(thing.sku);
    }
    tellLines(shop);
  },
  'lines without SKU': eachOrder(({ lines }) => {
    for (const line of lines) line.sku ||= `BREZ-${line.productId}`;
  }),
  'products without price': eachProduct((product) => {
    if (!product.family) product.price ||= '0';
  }),
  'uncounted stock': eachProduct((product) => {
    for (const thing of [product, ...product.variants]) thing.stock ??= thing.id % 40;
  }),
  'parts of pieces': eachProduct((product) => {
    product.stock &&= Math.floor(product.stock);
  }),
  'families without variants': (shop) => {
    shop.products = shop.products.filter(({ family, variants }) => !family || variants.length > 0);
  },
  'variants switched off': eachVariant((variant) => {
    variant.active = true;
  }),
  'dates of variants': eachVariant((variant, product) => {
    variant.modified = product.modified;
  }),
  'times in UTC': (shop) => {
    for (const thing of [...shop.orders, ...shop.products]) moveOutOfRepeatedHours(thing, shop.timeZone);
  },
  'discounts by line': none,
  'payment methods': none,
  'delivery methods': none,
  'writing back': none,
};

function eachOrder(change: (order: ShopOrder) => void) {
  return ({ orders }: Shop) => orders.forEach(change);
}

function eachProduct(change: (product: ShopProduct) => void) {
  return ({ products }: Shop) => products.forEach(change);
}

function eachVariant(change: (variant: ShopVariant, product: ShopProduct) => void) {
  return eachProduct((product) => {
    for (const variant of product.variants) change(variant, product);
  });
}

function withoutFees(order: ShopOrder) {
  for (const { total, tax } of order.fees) {
    order.total -= total + tax;
    order.totalTax -= tax;
  }
  order.fees = [];
}

/** Lines were sold under the SKUs that the products now have. */
function tellLines({ orders, products }: Shop) {
  const skus = new Map<number, string | undefined>();
  for (const { id, sku, variants } of products) {
    skus.set(id, sku);
    for (const variant of variants) skus.set(variant.id, variant.sku ?? sku);
  }
  for (const line of orders.flatMap(({ lines }) => lines)) if (line.productId) line.sku = skus.get(line.variantId || line.productId) ?? '';
}

const hour = 3_600_000;

/** When clocks are set back, a time of day without its offset may mean either of two moments: nothing happens in this shop then. */
function moveOutOfRepeatedHours(thing: { [name: string]: unknown }, timeZone: string) {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const isRepeated = (moment: Date) => [-hour, hour].some((away) => clock.format(moment.getTime() + away) === clock.format(moment));
  for (const [name, value] of Object.entries(thing))
    if (value instanceof Date && isRepeated(value)) thing[name] = new Date(value.getTime() + 2 * hour);
}
