import type { ShopContact, ShopLine, ShopOrder } from '../shop.ts';
import type { Json, Payload } from '../woocommerce/json.ts';
import { amount, attributeOf, deliveryOf, freeTitle, methodOf, optionValue, utc, wordsOf } from './words.ts';

/** What of an order was sent; told by the shop when something is shipped. */
export type Sent = Map<number, { numbers: string[]; mails: number; quantities: Map<number, number> }>;

/** The parent of a variant is a line of its own; this is its child's number. */
export const childOf = (line: number): number => line + 50_000_000;
/** What a buyer may write on a thing. */
export const optionOf = (product: number): number => product * 100 + 1;

/** By which orders can be filtered and sorted. */
export const orderColumns = (order: ShopOrder) => ({
  entity_id: order.id,
  increment_id: order.number,
  status: wordsOf(order.status).status,
  state: wordsOf(order.status).state,
  created_at: utc(order.created),
  updated_at: utc(order.modified),
  customer_email: order.buyer.email,
  store_id: 1,
});

/** An order as `GET /V1/orders` tells it, its keys in the order in which they were recorded. */
export function orderPayload(order: ShopOrder, sent: Sent): Payload {
  const discount = order.lines.reduce((sum, line) => sum + line.subtotal + line.subtotalTax - line.total - line.totalTax, 0);
  const compensation = order.lines.reduce((sum, line) => sum + line.subtotalTax - line.totalTax, 0);
  const subtotal = order.lines.reduce((sum, line) => sum + line.subtotal, 0);
  const shipping = order.shipping.reduce((sum, { total }) => sum + total, 0);
  const shippingTax = order.shipping.reduce((sum, { tax }) => sum + tax, 0);
  const refunded = order.refunds.reduce((sum, { total }) => sum + total, 0);
  const { status, state } = wordsOf(order.status);
  const items = order.lines.flatMap((line) => linePayloads(order, line, sent));
  return {
    base_currency_code: 'EUR',
    base_grand_total: amount(order.total),
    billing_address_id: order.id * 2,
    ...(order.coupons[0] && { coupon_code: order.coupons[0].code }),
    created_at: utc(order.created),
    customer_email: order.buyer.email,
    customer_firstname: order.buyer.firstName,
    customer_group_id: order.customer ? 1 : 0,
    ...(order.customer && { customer_id: order.customer }),
    customer_is_guest: order.customer ? 0 : 1,
    customer_lastname: order.buyer.lastName,
    ...(order.note && { customer_note: order.note }),
    customer_note_notify: 1,
    discount_amount: -amount(discount),
    ...(order.coupons[0] && { discount_description: order.coupons[0].title }),
    email_sent: 1,
    entity_id: order.id,
    grand_total: order.broken ? 'n/a' : amount(order.total),
    discount_tax_compensation_amount: amount(compensation),
    increment_id: order.number,
    is_virtual: 0,
    order_currency_code: order.currency,
    shipping_amount: amount(shipping),
    shipping_description: order.shipping[0]?.title ?? '',
    shipping_discount_amount: 0,
    shipping_discount_tax_compensation_amount: 0,
    shipping_incl_tax: amount(shipping + shippingTax),
    shipping_tax_amount: amount(shippingTax),
    state,
    status,
    store_currency_code: 'EUR',
    store_id: 1,
    store_name: 'Main Website\nMain Website Store\nDefault Store View',
    subtotal: amount(subtotal),
    tax_amount: amount(order.totalTax),
    total_due: order.paid ? 0 : amount(order.total),
    ...(order.paid && { total_paid: amount(order.total) }),
    ...(refunded > 0 && { total_refunded: amount(refunded) }),
    total_qty_ordered: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    updated_at: utc(order.modified),
    items,
    billing_address: addressPayload('billing', order.buyer, order),
    payment: paymentPayload(order),
    status_histories: [],
    extension_attributes: {
      shipping_assignments: [
        {
          shipping: {
            address: addressPayload('shipping', order.recipient ?? order.buyer, order),
            method: deliveryOf(order.shipping[0]?.code ?? ''),
            total: { shipping_amount: amount(shipping), shipping_incl_tax: amount(shipping + shippingTax) },
          },
          items,
        },
      ],
      payment_additional_info: [{ key: 'method_title', value: order.payment.title || freeTitle }],
      applied_taxes: appliedTaxes(order),
      item_applied_taxes: [],
      converting_from_quote: false,
    },
  };
}

function paymentPayload({ payment, id, total, paid }: ShopOrder): Payload {
  return {
    account_status: null,
    additional_information: [payment.title || freeTitle, null],
    amount_ordered: amount(total),
    ...(paid && { amount_paid: amount(total) }),
    cc_last4: null,
    entity_id: id,
    ...(payment.transaction && { last_trans_id: payment.transaction }),
    method: methodOf(payment.code),
    parent_id: id,
  };
}

/** A variant comes twice: the family with the price, and below it the child that was sold, for nothing. */
function linePayloads(order: ShopOrder, line: ShopLine, sent: Sent): Payload[] {
  const done = { cancelled: 'qty_canceled', failed: 'qty_canceled', refunded: 'qty_refunded' }[order.status];
  const shipped = ['completed', 'poslano'].includes(order.status) ? line.quantity : (sent.get(order.id)?.quantities.get(line.id) ?? 0);
  const engraved = Object.values(line.personal)[0];
  const common = { is_qty_decimal: 0, is_virtual: 0, order_id: order.id, qty_invoiced: order.paid ? line.quantity : 0 };
  const own: Payload = {
    ...common,
    discount_amount: amount(line.subtotal + line.subtotalTax - line.total - line.totalTax),
    discount_tax_compensation_amount: amount(line.subtotalTax - line.totalTax),
    item_id: line.id,
    name: line.title,
    price: amount(Math.round(line.subtotal / line.quantity)),
    ...(line.productId && { product_id: line.productId }),
    product_type: line.variantId ? 'configurable' : 'simple',
    qty_canceled: 0,
    qty_ordered: line.quantity,
    qty_refunded: 0,
    qty_shipped: shipped,
    row_total: amount(line.subtotal),
    // An option with a code of its own has it put behind the product's.
    sku: engraved ? `${line.sku}-GRAV` : (line.sku ?? ''),
    tax_amount: amount(line.totalTax),
    tax_percent: Number(line.tax.rate),
    ...(done && { [done]: line.quantity }),
    product_option: productOption(line, engraved),
    extension_attributes: { itemized_taxes: [] },
  };
  if (!line.variantId) return [own];
  const { product_option, ...parent } = own;
  const child: Payload = {
    ...common,
    discount_amount: 0,
    item_id: childOf(line.id),
    name: line.title,
    parent_item_id: line.id,
    price: 0,
    product_id: line.variantId,
    product_type: 'simple',
    qty_canceled: 0,
    qty_ordered: line.quantity,
    qty_refunded: 0,
    qty_shipped: 0,
    row_total: 0,
    sku: line.sku ?? '',
    tax_amount: 0,
    tax_percent: 0,
    parent_item: parent,
  };
  return [own, child];
}

function productOption(line: ShopLine, engraved: string | undefined): Payload {
  const chosen = Object.entries(line.options).map(([name, value]) => ({
    option_id: String(attributeOf(name)),
    option_value: optionValue(value),
  }));
  return {
    extension_attributes: {
      ...(engraved && { custom_options: [{ option_id: String(optionOf(line.productId)), option_value: engraved }] }),
      ...(chosen.length > 0 && { configurable_item_options: chosen }),
    },
  };
}

function addressPayload(type: string, person: ShopContact, order: ShopOrder): Payload {
  return {
    address_type: type,
    city: person.city,
    ...(person.company && { company: person.company }),
    country_id: person.country,
    email: person.email || order.buyer.email,
    entity_id: order.id * 2,
    firstname: person.firstName,
    lastname: person.lastName,
    parent_id: order.id,
    postcode: person.postcode,
    ...(person.state && { region: person.state, region_code: person.state }),
    street: [person.street, person.street2].filter(Boolean),
    ...(person.phone && { telephone: person.phone }),
  };
}

function appliedTaxes({ lines, shipping }: ShopOrder): Json[] {
  const taxes = new Map(lines.map(({ tax }) => [tax.code, tax]));
  return [...taxes.values()].map((tax) => {
    const own = lines.filter((line) => line.tax.code === tax.code).reduce((sum, { totalTax }) => sum + totalTax, 0);
    const ofShipping = tax.rate === '22' ? shipping.reduce((sum, charge) => sum + charge.tax, 0) : 0;
    return {
      code: tax.code,
      title: tax.title,
      percent: Number(tax.rate),
      amount: amount(own + ofShipping),
      base_amount: amount(own + ofShipping),
    };
  });
}

/** What was given back, as `GET /V1/creditmemos` tells it. */
export const memoPayload = ({ order, refund }: { order: ShopOrder; refund: ShopOrder['refunds'][number] }): Payload => ({
  created_at: utc(refund.created),
  entity_id: refund.id,
  grand_total: amount(refund.total),
  increment_id: String(refund.id),
  order_currency_code: order.currency,
  order_id: order.id,
  state: 2,
  updated_at: utc(refund.created),
  items: [],
  comments: refund.reason ? [{ comment: refund.reason, created_at: utc(refund.created), entity_id: refund.id, parent_id: refund.id }] : [],
});
