import type { Contact, ProductRecord } from '../../connectors/records.ts';
import { euros, type Sellable, type ShopCharge, type ShopContact, type ShopLine, type ShopOrder } from './shop.ts';
import { plainSpeech, type Speech } from './speech.ts';

/**
 * What a record says of the things that the shop knows: compared with what was expected, nothing may differ and nothing be there that the
 * shop does not know.
 */
export function said(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) return actual.map((item, at) => said(item, expected[at]));
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, said(actual[key], expected[key])]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

export const expectedId = ({ id, product, variant }: Sellable, speech: Speech = plainSpeech): string =>
  variant ? speech.variant(id, product.id) : String(id);

/** What any platform's connector must make of the sample shop: the same records, apart from ids and codes of its own. */
export function expectedProduct(thing: Sellable, speech: Speech = plainSpeech): Partial<ProductRecord> {
  const { product, variant, sku, inherited, price, stock, barcode, active, modified } = thing;
  return {
    id: expectedId(thing, speech),
    sku,
    ...(variant ? speech.variantWords(thing) : { parentId: undefined, title: product.name, variant: undefined }),
    price: price || undefined,
    stock: stock === null ? undefined : String(stock),
    barcode,
    active,
    updatedAt: modified,
    ...(inherited && { skuInherited: true }),
  };
}

export function expectedOrder(order: ShopOrder, speech: Speech = plainSpeech) {
  return {
    id: String(order.id),
    number: order.number,
    status: speech.status(order.status),
    currency: order.currency,
    total: euros(order.total),
    totalTax: euros(order.totalTax),
    paymentMethod: speech.payment(order.payment.code),
    paymentMethodTitle: speech.paymentTitle(order.payment.title),
    transactionId: order.payment.transaction || undefined,
    paidAt: speech.paidAt(order),
    placedAt: order.created,
    updatedAt: order.modified,
    buyer: expectedContact(order.buyer),
    lines: order.lines.map((line) => expectedLine(line, speech)),
    shipping: order.shipping.map((charge) => ({ code: speech.delivery(charge.code), ...expectedCharge(charge) })),
    fees: order.fees.map(expectedCharge),
    note: order.note || undefined,
  };
}

export function expectedLine(line: ShopLine, speech: Speech = plainSpeech) {
  const { id, title, sku, productId, variantId, quantity, subtotal, total, totalTax } = line;
  return {
    id: String(id),
    sku: sku || undefined,
    productId: productId ? String(productId) : undefined,
    variantId: variantId ? speech.variant(variantId, productId) : undefined,
    title,
    quantity: String(quantity),
    subtotal: euros(subtotal),
    total: euros(total),
    tax: euros(totalTax),
  };
}

const expectedCharge = ({ title, total, tax }: ShopCharge) => ({ title, total: euros(total), tax: euros(tax) });

export function expectedContact({
  firstName,
  lastName,
  company,
  street,
  street2,
  city,
  postcode,
  state,
  country,
  email,
  phone,
}: ShopContact): Contact {
  const whole = { name: `${firstName} ${lastName}`, company, street, street2, city, postcode, state, country, email, phone };
  const told = Object.entries(whole).filter(([, value]) => value !== '');
  return { name: whole.name, ...Object.fromEntries(told) };
}
