import {
  type Cents,
  deliveries,
  ofProduct,
  payments,
  type Sellable,
  type ShopCharge,
  type ShopLine,
  type ShopOrder,
  type ShopProduct,
  standard,
} from '../shop.ts';
import { buyerOf, recipientOf } from './people.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;

const statuses = [
  'processing',
  'completed',
  'processing',
  'on-hold',
  'completed',
  'processing',
  'poslano',
  'completed',
  'processing',
  'pending',
];
const rare: Record<number, string> = { 4: 'cancelled', 9: 'failed', 13: 'refunded', 17: 'completed' };
const ways = ['cod', 'bacs', 'paypal', 'cod', 'stripe', 'cod', 'paypal', 'bacs', 'cod', 'stripe'];
const paidAtOnce = ['paypal', 'stripe'];

/** 250 orders, between them 8 half-finished checkouts and 2 in the trash. `products` holds one with id 0, which is no longer sold. */
export function sampleOrders(now: Date, products: ShopProduct[]): ShopOrder[] {
  const sold = products.filter(({ state, id }) => state === 'on sale' && id !== 0);
  const goods = sold.flatMap(ofProduct).filter(({ price, active }) => price !== '' && active);
  const gone = products.filter(({ id }) => id === 0).flatMap(ofProduct);
  let id = 1000;
  return Array.from({ length: 250 }, (_, index) => {
    const orders = [order({ id: ++id, index, now, goods, gone })];
    if (index % 30 === 20)
      orders.push({ ...order({ id: ++id, index, now, goods, gone }), number: String(id), status: 'checkout-draft', payment: none });
    if (index === 120 || index === 222)
      orders.push({ ...order({ id: ++id, index, now, goods, gone }), number: String(id), status: 'trash' });
    return orders;
  }).flat();
}

const none = { code: '', title: '', transaction: '' };

/** 30 orders are 61 to 88 days old, 160 up to 59.4 days, 60 up to 13.4; two were placed in the same second. */
function age(index: number) {
  if (index < 30) return 88 * day - index * (27 / 30) * day;
  if (index < 190) return 59.4 * day - (index - 30) * (44.8 / 160) * day;
  return 13.4 * day - ((index === 201 ? 200 : index) - 190) * (13.39 / 59) * day;
}

type Given = { id: number; index: number; now: Date; goods: Sellable[]; gone: Sellable[] };

function order({ id, index, now, goods, gone }: Given): ShopOrder {
  const created = second(now.getTime() - age(index));
  const status = (index % 20 in rare ? rare[index % 20] : statuses[index % 10]) ?? 'processing';
  const free = index === 240;
  const way = ways[(index * 3 + Math.floor(index / 10)) % 10] ?? 'cod';
  const modified = second(Math.min(created.getTime() + ((index * 11) % 72) * hour + 90_000, now.getTime() - ((260 - index) * minute) / 2));
  const percent = free ? 100 : index % 9 === 5 ? 10 : 0;
  const lines = linesOf(id, index, goods, gone, percent);
  const shipping = free ? [{ ...shippingOf(id, 2), total: 0, tax: 0 }] : [shippingOf(id, index % 5)];
  const fees = free ? [] : feesOf(id, index, way);
  const charges = [...lines.map(({ total, totalTax: tax }) => ({ total, tax })), ...shipping, ...fees];
  const totalTax = sum(charges.map(({ tax }) => tax));
  const total = sum(charges.map((charge) => charge.total)) + totalTax;
  const done = status === 'completed' || status === 'refunded' || status === 'poslano';
  return {
    id,
    number: index % 40 === 33 ? `SPLET-${id}` : String(id),
    status,
    currency: index === 100 || index === 210 ? 'USD' : 'EUR',
    created,
    modified,
    ...((done || (status === 'processing' && paidAtOnce.includes(way))) && {
      paid: done && way === 'cod' ? modified : second(created.getTime() + 90_000),
    }),
    ...(done && { completed: modified }),
    customer: index % 3 === 0 ? 0 : 10 + (index % 60),
    buyer: buyerOf(index),
    recipient: recipientOf(index),
    payment: free ? none : { code: way, title: payments.find(({ code }) => code === way)?.title ?? '', transaction: transaction(way, id) },
    lines,
    shipping,
    fees,
    coupons: percent ? [couponOf(id, lines, free ? 'darilo' : 'jesen10')] : [],
    refunds: refundsOf(id, index, status, total, modified),
    note: index % 8 === 6 ? 'Prosim, pokličite pred dostavo!\nHvala 🙂' : '',
    meta: index % 6 === 1 ? { _billing_vat: `SI${10_000_000 + id}`, _wc_order_attribution_utm_source: 'google' } : {},
    total,
    totalTax,
    ...(index === 230 && { broken: true }),
  };
}

function linesOf(id: number, index: number, goods: Sellable[], gone: Sellable[], percent: number): ShopLine[] {
  const count = 1 + ((index * 5) % 4);
  const lines = Array.from({ length: count }, (_, at) => goods[(index * 17 + at * 53) % goods.length]).filter((good) => good !== undefined);
  if (index % 25 === 8) lines.push(...gone);
  return lines.map((good, at) => line(id * 100 + at + 1, good, 1 + ((index + at) % 3), percent, index % 10 === 7 && at === 0));
}

function line(id: number, { product, variant, sku, price }: Sellable, quantity: number, percent: number, engraved: boolean): ShopLine {
  const gross = Math.round(Number(price) * 100) * quantity;
  const before = withoutTax(gross, product.tax.rate);
  const after = withoutTax(Math.round((gross * (100 - percent)) / 100), product.tax.rate);
  return {
    id,
    title: variant ? `${product.name} - ${Object.values(variant.options).join(', ')}` : product.name,
    productId: product.id,
    variantId: variant?.id ?? 0,
    sku: product.id === 0 ? null : (sku ?? ''),
    quantity,
    subtotal: before.net,
    subtotalTax: before.tax,
    total: after.net,
    totalTax: after.tax,
    tax: product.tax,
    options: variant?.options ?? {},
    personal: engraved ? { Gravura: 'Vse najboljše, "Žiga" & Ana!' } : {},
  };
}

function shippingOf(id: number, at: number): ShopCharge {
  const { code, title } = deliveries[at] ?? { code: '', title: '' };
  const gross = [390, 450, 0, 0, 1290][at] ?? 0;
  const { net: total, tax } = withoutTax(gross, standard.rate);
  return { id: id * 100 + 50, code, title, total, tax };
}

/** A fee for cash on delivery, now and then gift wrap, and once a discount that a plugin books as a negative fee. */
function feesOf(id: number, index: number, way: string): ShopCharge[] {
  const fee = (at: number, title: string, gross: Cents): ShopCharge => {
    const { net: total, tax } = withoutTax(gross, standard.rate);
    return { id: id * 100 + 60 + at, code: '', title, total, tax };
  };
  return [
    ...(way === 'cod' ? [fee(0, 'Stroški povzetja', 183)] : []),
    ...(index % 12 === 4 ? [fee(1, 'Darilni ovoj', 250)] : []),
    ...(index === 233 ? [fee(2, 'Točke zvestobe', -100)] : []),
  ];
}

function couponOf(id: number, lines: ShopLine[], code: string): ShopCharge {
  const total = sum(lines.map((line) => line.subtotal - line.total));
  const tax = sum(lines.map((line) => line.subtotalTax - line.totalTax));
  return { id: id * 100 + 70, code, title: code, total, tax };
}

function refundsOf(id: number, index: number, status: string, total: Cents, created: Date) {
  if (status === 'refunded') return [{ id: id * 100 + 80, reason: 'Vračilo', total, created }];
  if (status === 'completed' && index % 7 === 1)
    return [{ id: id * 100 + 80, reason: 'Delno vračilo – poškodba', total: Math.min(500, total), created }];
  return [];
}

const transaction = (way: string, id: number) => (way === 'paypal' ? `8AB${id}C` : way === 'stripe' ? `ch_3N${id}xyz` : '');

/** The shop's prices hold their tax. */
function withoutTax(gross: Cents, rate: string) {
  const net = Math.round((gross * 1000) / (1000 + Number(rate) * 10));
  return { net, tax: gross - net };
}

const sum = (amounts: Cents[]) => amounts.reduce((all, amount) => all + amount, 0);
const second = (time: number) => new Date(Math.floor(time / 1000) * 1000);
