import type { Charge, Contact, DeliveryMethodRecord, OrderLine, OrderRecord, PaymentMethodRecord, ProductRecord } from '../records.ts';
import { amount, each, moment, negative, noneLike, plain, sum, text, textOrNone, weightOf } from '../words.ts';
import { ofLine, ofOrder } from './descriptions.ts';
import type * as payloads from './payloads.ts';

export function toOrder(order: payloads.Order): OrderRecord {
  const placedAt = moment(order.date_created_gmt);
  const refunds = order.refunds.map((refund) => ({
    id: String(refund.id),
    reason: plain(refund.reason),
    total: positive(amount(refund.total)),
  }));
  return {
    id: String(order.id),
    number: String(order.number ?? order.id),
    status: order.status.replace(/^wc-/, ''),
    currency: order.currency,
    total: amount(order.total),
    totalTax: amount(order.total_tax),
    refunded: sum([noneLike(amount(order.total)), ...refunds.map(({ total }) => total)]),
    paymentMethod: text(order.payment_method),
    paymentMethodTitle: plain(order.payment_method_title),
    transactionId: textOrNone(order.transaction_id),
    paidAt: order.date_paid_gmt ? moment(order.date_paid_gmt) : undefined,
    placedAt,
    updatedAt: order.date_modified_gmt ? moment(order.date_modified_gmt) : placedAt,
    buyer: toContact(order.billing),
    recipient: toContact(hasAddress(order.shipping) ? order.shipping : order.billing),
    lines: order.line_items.map(toLine),
    shipping: order.shipping_lines.map(toShipping),
    fees: order.fee_lines.map((fee) => ({ title: plain(fee.name), total: amount(fee.total), tax: amount(fee.total_tax) })),
    discounts: order.coupon_lines.map(toDiscount),
    taxes: order.tax_lines.map(toTax),
    refunds,
    note: textOrNone(order.customer_note),
    descriptions: ofOrder(order.meta_data),
  };
}

/** The price of a line comes as a float, so it is counted from the total. Quantities and totals are those before refunds. */
function toLine(line: payloads.Order['line_items'][number]): OrderLine {
  const quantity = amount(line.quantity);
  const total = amount(line.total);
  return {
    id: String(line.id),
    sku: textOrNone(line.sku),
    productId: reference(line.product_id),
    variantId: reference(line.variation_id),
    title: plain(line.name),
    quantity,
    price: each(total, quantity),
    subtotal: amount(line.subtotal),
    total,
    tax: amount(line.total_tax),
    descriptions: ofLine(line.meta_data),
  };
}

const toShipping = (line: payloads.Order['shipping_lines'][number]): Charge => ({
  code: deliveryCode(text(line.method_id), text(line.instance_id)),
  title: plain(line.method_title),
  total: amount(line.total),
  tax: amount(line.total_tax),
});

const toDiscount = (coupon: payloads.Order['coupon_lines'][number]): Charge => ({
  code: text(coupon.code),
  title: plain(coupon.code),
  total: negative(amount(coupon.discount)),
  tax: negative(amount(coupon.discount_tax)),
});

const toTax = (tax: payloads.Order['tax_lines'][number]): OrderRecord['taxes'][number] => ({
  code: text(tax.rate_code),
  title: plain(tax.label),
  rate: /^\d+(\.\d+)?$/.test(text(tax.rate_percent)) ? text(tax.rate_percent) : undefined,
  total: sum([amount(tax.tax_total), amount(tax.shipping_tax_total)]),
});

function toContact(person: payloads.Person): Contact {
  return {
    name: `${plain(person.first_name)} ${plain(person.last_name)}`.trim(),
    company: plain(person.company) || undefined,
    street: plain(person.address_1) || undefined,
    street2: plain(person.address_2) || undefined,
    city: plain(person.city) || undefined,
    postcode: plain(person.postcode) || undefined,
    state: plain(person.state) || undefined,
    country: plain(person.country) || undefined,
    email: textOrNone(person.email),
    phone: textOrNone(person.phone),
  };
}

/** Same as billed, or nothing to send: then all of it is empty. */
const hasAddress = ({ address_1, city, postcode }: payloads.Person) => Boolean(text(address_1) || text(city) || text(postcode));

/** A product that was deleted since leaves a 0. */
const reference = (id: unknown) => (text(id) && text(id) !== '0' ? text(id) : undefined);

const positive = (value: string) => (value.startsWith('-') ? value.slice(1) : value);

const deliveryCode = (method: string, instance: string) => (instance ? `${method}:${instance}` : method) || undefined;

/** A simple product, or what stands for itself among a plugin's own kinds. */
export const toProduct = (product: payloads.Product, admin: string): ProductRecord => ({
  ...stockAndPrice(product),
  id: String(product.id),
  parentId: undefined,
  variant: undefined,
  skuInherited: undefined,
  sku: textOrNone(product.sku),
  title: plain(product.name),
  active: product.status === 'publish',
  editUrl: editUrl(admin, product.id),
});

/** A variation without an own SKU comes with its parent's. */
export function toVariant(variation: payloads.Variation, parent: payloads.Parent, admin: string): ProductRecord {
  const sku = textOrNone(variation.sku);
  return {
    ...stockAndPrice(variation),
    id: String(variation.id),
    parentId: String(parent.id),
    sku,
    skuInherited: sku !== undefined && sku === textOrNone(parent.sku) ? true : undefined,
    title: plain(parent.name),
    variant: variantText(variation) || undefined,
    active: variation.status === 'publish' && parent.status === 'publish',
    editUrl: editUrl(admin, parent.id),
  };
}

/** An attribute without an option means any of them. */
const variantText = ({ attributes }: payloads.Variation) =>
  attributes.map(({ name, option }) => `${plain(name)}: ${plain(option) || 'any'}`).join(', ');

function stockAndPrice(product: payloads.Product | payloads.Variation) {
  const counted = product.manage_stock === true || product.manage_stock === 'parent';
  const changed = product.date_modified_gmt || product.date_created_gmt;
  return {
    price: amountOrNone(product.price),
    stock: counted ? amountOrNone(product.stock_quantity) : undefined,
    barcode: textOrNone(product.global_unique_id),
    weight: weightOf(product.weight),
    tax: textOrNone(product.tax_class),
    updatedAt: changed ? moment(changed) : new Date(0),
  };
}

const amountOrNone = (value: string | number | null | undefined) =>
  value === '' || value === null || value === undefined ? undefined : amount(value);

const editUrl = (admin: string, id: string | number) => `${admin}/wp-admin/post.php?post=${id}&action=edit`;

/** `title` is what buyers see, and may be empty; `method_title` is the admin's word. */
export const toPaymentMethod = ({ id, title, method_title, enabled }: payloads.PaymentGateway): PaymentMethodRecord => ({
  code: String(id),
  title: plain(title) || plain(method_title) || String(id),
  enabled: enabled === true || enabled === 'yes',
});

export const toDeliveryMethod = (method: payloads.ShippingMethod): DeliveryMethodRecord => ({
  code: deliveryCode(method.method_id, text(method.instance_id)) ?? method.method_id,
  title: plain(method.title) || plain(method.method_title) || method.method_id,
  enabled: method.enabled === true || method.enabled === 'yes',
});
