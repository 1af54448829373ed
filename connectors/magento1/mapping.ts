import type { Contact, OrderLine, OrderRecord, ProductRecord } from '../records.ts';
import { amount, bare, moment, plain, short, text, textOrNone, weightOf } from '../words.ts';
import { descriptionsOf, toDiscounts, toFees, toRefunds, toShipping, toTaxes } from './charges.ts';
import { linesOf } from './lines.ts';
import type * as payloads from './payloads.ts';
import { paymentTitle } from './payment-titles.ts';

/** Amounts are those in the order's own currency; the others (`base_…`) are what the merchant reckons in. */
export function toOrder(order: payloads.Order, memos: readonly payloads.CreditMemo[] = []): OrderRecord {
  const { billing_address: billing, shipping_address, payment } = order;
  const buyer = { ...toContact(billing), email: textOrNone(billing.email) ?? textOrNone(order.customer_email) };
  const parts = { lines: assertLines(linesOf(order.items), order), shipping: toShipping(order) };
  const method = text(payment.method);
  return {
    id: order.order_id,
    number: order.increment_id,
    status: statusOf(order),
    currency: order.order_currency_code,
    total: short(amount(order.grand_total)),
    totalTax: short(amount(order.tax_amount)),
    refunded: short(amount(order.total_refunded || '0.00')),
    paymentMethod: method,
    paymentMethodTitle: titleIn(payment.additional_information) || (method && paymentTitle(method)),
    transactionId: textOrNone(payment.last_trans_id),
    paidAt: paidAt(order),
    placedAt: moment(order.created_at),
    updatedAt: moment(order.updated_at || order.created_at),
    buyer: buyer.name ? buyer : { ...buyer, name: nameOf(order) },
    recipient: hasAddress(shipping_address) ? toContact(shipping_address) : buyer,
    ...parts,
    fees: toFees(order, parts),
    discounts: toDiscounts(order),
    taxes: toTaxes(order, parts.shipping),
    refunds: toRefunds(order, memos),
    note: textOrNone(order.customer_note),
    descriptions: descriptionsOf(order),
  };
}

/** An answer without them is not whole: its total would be told as a charge of another kind. */
function assertLines(lines: OrderLine[], { grand_total }: payloads.Order): OrderLine[] {
  if (lines.length === 0 && Number(grand_total) !== 0) throw new Error('items: there are none, though the order costs something');
  return lines;
}

/** Either may be missing from an order that some extension made. */
function statusOf({ status, state }: payloads.Order): string {
  const code = textOrNone(status) ?? textOrNone(state);
  if (!code) throw new Error('status: is missing');
  return code;
}

/** Some extensions keep there under which title the buyer chose it. */
function titleIn(information: unknown): string {
  if (typeof information !== 'object' || information === null) return '';
  return plain(Object.getOwnPropertyDescriptor(information, 'method_title')?.value);
}

/** Magento says that an order is paid, but not since when: its first invoice tells that, or else it is not known better than when it was placed. */
function paidAt({ total_paid, grand_total, status_history, created_at }: payloads.Order): Date | undefined {
  if (!total_paid || Number(total_paid) < Number(grand_total)) return undefined;
  const invoiced = status_history.filter(({ entity_name }) => entity_name === 'invoice').map((entry) => text(entry.created_at));
  return moment(invoiced.sort()[0] || created_at);
}

const nameOf = ({ customer_firstname, customer_lastname }: payloads.Order) =>
  [customer_firstname, customer_lastname].map(plain).filter(Boolean).join(' ');

function toContact(person: payloads.Person): Contact {
  const { prefix, firstname, middlename, lastname, suffix } = person;
  const [street, ...others] = text(person.street).split('\n').map(plain).filter(Boolean);
  return {
    name: [prefix, firstname, middlename, lastname, suffix].map(plain).filter(Boolean).join(' '),
    company: plain(person.company) || undefined,
    street,
    street2: others.join(', ') || undefined,
    city: plain(person.city) || undefined,
    postcode: plain(person.postcode) || undefined,
    state: plain(person.region) || undefined,
    country: plain(person.country_id) || undefined,
    email: textOrNone(person.email),
    phone: textOrNone(person.telephone),
  };
}

/** What needs no sending has no address. */
const hasAddress = ({ street, city, postcode, lastname }: payloads.Person) => [street, city, postcode, lastname].some((part) => text(part));

/** Attributes in which merchants keep it: Magento has none of its own. */
const barcodes = ['ean', 'ean13', 'ean_code', 'barcode', 'gtin', 'upc'] as const;
const enabled = '1';

/** One thing to sell. Which of them belong to one configurable product the API tells only in orders. */
export const toProduct = (product: payloads.Product, stock: payloads.StockItem | undefined, now = new Date()): ProductRecord => ({
  id: product.product_id,
  parentId: undefined,
  variant: undefined,
  sku: textOrNone(product.sku),
  skuInherited: undefined,
  title: plain(product.name),
  price: priceOf(product, now),
  stock: stock && stockOf(stock),
  barcode: barcodes.map((code) => textOrNone(product[code])).find(Boolean),
  weight: weightOf(product.weight),
  tax: textOrNone(product.tax_class_id),
  active: text(product.status) === enabled,
  editUrl: undefined,
  updatedAt: product.updated_at ? moment(product.updated_at) : new Date(0),
});

/** A special price is asked on its days; which hour they begin with in the shop is not told. */
function priceOf({ price, special_price, special_from_date, special_to_date }: payloads.Product, now: Date): string | undefined {
  const day = now.toISOString().slice(0, 10);
  const [from, to] = [text(special_from_date).slice(0, 10), text(special_to_date).slice(0, 10)];
  const isSpecial = special_price && (!from || from <= day) && (!to || day <= to) && (!price || Number(special_price) < Number(price));
  const asked = isSpecial ? special_price : price;
  return asked ? short(amount(asked)) : undefined;
}

/** Whether stock is counted is not told. None there and to be had all the same: then it is not, or orders are taken without it. */
const stockOf = ({ qty, is_in_stock }: payloads.StockItem): string | undefined =>
  Number(qty) === 0 && text(is_in_stock) === '1' ? undefined : bare(amount(qty));
