import type { Contact, OrderRecord, ProductRecord } from '../records.ts';
import { moment, plain, text, textOrNone, weightOf } from '../words.ts';
import type { Attributes } from './attributes.ts';
import type { Beside } from './beside.ts';
import { feesOf, toDiscounts, toRefunds, toShipping, toTaxes } from './charges.ts';
import { ofOrder } from './descriptions.ts';
import { toLines } from './lines.ts';
import { money } from './money.ts';
import type * as payloads from './payloads.ts';

/** Amounts are those in the order's own currency; the others (`base_…`) are what the merchant reckons in. */
export function toOrder(order: payloads.Order, beside: Beside): OrderRecord {
  const id = String(order.entity_id);
  const { billing_address: billing, extension_attributes: more } = order;
  const email = textOrNone(order.customer_email);
  const buyer = { ...toContact(billing), email: textOrNone(billing.email) ?? email };
  const assigned = more.shipping_assignments[0]?.shipping;
  const parts = { lines: toLines(order, beside), shipping: toShipping(order, text(assigned?.method)) };
  const total = money(order.grand_total);
  const totalTax = money(order.tax_amount);
  return {
    id,
    number: String(order.increment_id),
    status: statusOf(order),
    currency: order.order_currency_code,
    total,
    totalTax,
    refunded: money(order.total_refunded),
    paymentMethod: text(order.payment.method),
    paymentMethodTitle: paymentTitle(order),
    transactionId: textOrNone(order.payment.last_trans_id),
    paidAt: paidAt(order),
    placedAt: moment(order.created_at),
    updatedAt: moment(order.updated_at),
    buyer,
    recipient: assigned && hasAddress(assigned.address) ? toContact(assigned.address) : buyer,
    ...parts,
    fees: feesOf(order, parts, total, totalTax),
    discounts: toDiscounts(order),
    taxes: toTaxes(order),
    refunds: toRefunds(order, beside.memos(id)),
    note: textOrNone(order.customer_note),
    descriptions: ofOrder(order),
  };
}

/** Either may be missing from an order that some extension made. */
function statusOf({ status, state }: payloads.Order): string {
  const code = textOrNone(status) ?? textOrNone(state);
  if (!code) throw new Error('status: is missing');
  return code;
}

/** The title under which the buyer chose it. Before 2.3.1 it stands without a name, among what the method itself wrote down. */
function paymentTitle({ payment, extension_attributes: { payment_additional_info } }: payloads.Order): string {
  const title = payment_additional_info.find(({ key }) => key === 'method_title')?.value ?? payment.additional_information[0];
  return plain(title) || text(payment.method);
}

/** Magento says whether an order is paid, but not since when: no later than its last change. What was never invoiced has no `total_paid`. */
const paidAt = ({ total_paid, grand_total, updated_at }: payloads.Order): Date | undefined =>
  typeof total_paid === 'number' && total_paid >= Number(grand_total) ? moment(updated_at) : undefined;

function toContact(person: payloads.Person): Contact {
  const { prefix, firstname, middlename, lastname, suffix, street } = person;
  const [first, ...others] = (Array.isArray(street) ? street : text(street).split('\n')).map(plain).filter(Boolean);
  return {
    name: [prefix, firstname, middlename, lastname, suffix].map(plain).filter(Boolean).join(' '),
    company: plain(person.company) || undefined,
    street: first,
    street2: others.join(', ') || undefined,
    city: plain(person.city) || undefined,
    postcode: plain(person.postcode) || undefined,
    state: plain(person.region_code) || plain(person.region) || undefined,
    country: plain(person.country_id) || undefined,
    email: textOrNone(person.email),
    phone: textOrNone(person.telephone),
  };
}

/** What needs no sending has no address. */
const hasAddress = ({ street, city, postcode, lastname }: payloads.Person) =>
  Boolean(text(Array.isArray(street) ? street[0] : street) || text(city) || text(postcode) || text(lastname));

/** A family's name, state and by what its children differ, in the order in which it is told. */
export type Family = { id: string; title: string; active: boolean; attributes: readonly { id: string; label: string }[] };

export const toFamily = ({ id, name, status, extension_attributes }: payloads.Family): Family => ({
  id: String(id),
  title: plain(name),
  active: Number(status) === enabled,
  attributes: extension_attributes.configurable_product_options
    .toSorted((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0))
    .map(({ attribute_id, label }) => ({ id: text(attribute_id), label: plain(label) })),
});

const enabled = 1;
const notSeenAlone = 1;
/** Attributes in which merchants keep it: Magento has none of its own. */
const barcodes = ['ean', 'gtin', 'ean13', 'gtin13', 'ean_code', 'gtin_code', 'barcode', 'upc', 'gtin14', 'isbn'];

/** One thing to sell; `family` where it is a child of a configurable. A child that is not seen alone is sold only as long as its family is. */
export function toProduct(product: payloads.Product, attributes: Attributes, family?: Family, stock?: string): ProductRecord {
  const values = new Map(product.custom_attributes.map(({ attribute_code, value }) => [attribute_code, value]));
  const changed = product.updated_at ?? product.created_at;
  const alone = !family || Number(product.visibility) !== notSeenAlone;
  return {
    id: String(product.id),
    parentId: family?.id,
    sku: textOrNone(product.sku),
    skuInherited: undefined,
    title: family?.title || plain(product.name),
    variant: family && (variantOf(family, values, attributes) || undefined),
    price: product.price === undefined || product.price === null || product.price === '' ? undefined : money(product.price),
    stock,
    barcode: barcodes.map((code) => textOrNone(values.get(code))).find(Boolean),
    weight: weightOf(product.weight),
    tax: textOrNone(values.get('tax_class_id')),
    active: Number(product.status) === enabled && (alone || family.active),
    editUrl: undefined,
    updatedAt: changed ? moment(changed) : new Date(0),
  };
}

const variantOf = (family: Family, values: Map<string, unknown>, attributes: Attributes): string =>
  family.attributes
    .flatMap(({ id, label }) => {
      const value = text(values.get(attributes.code(id) ?? ''));
      const option = attributes.option(id, value);
      return option ? [`${label || attributes.label(id)}: ${option}`] : [];
    })
    .join(', ');
