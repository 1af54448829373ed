import { type Cents, euros, type ShopCharge, type ShopContact, type ShopLine, type ShopOrder } from '../shop.ts';
import { atLeast, dates, escaped, type Json, linksTo, type Payload } from './json.ts';

/** How a store writes: `home` is its address without a slash at the end, `decimals` what `dp` asked for. */
export type Writing = { home: string; root: string; version: string; timeZone: string; decimals: number };

/** The keys in the order in which 10.5.2 and 3.9.1 wrote them. */
const order10 =
  'id parent_id status currency version prices_include_tax date_created date_modified discount_total discount_tax shipping_total shipping_tax cart_tax total total_tax customer_id order_key billing shipping payment_method payment_method_title transaction_id customer_ip_address customer_user_agent created_via customer_note date_completed date_paid cart_hash number meta_data line_items tax_lines shipping_lines fee_lines coupon_lines refunds payment_url is_editable needs_payment needs_processing date_created_gmt date_modified_gmt date_completed_gmt date_paid_gmt currency_symbol _links';
const order3 =
  'id parent_id number order_key created_via version status currency date_created date_created_gmt date_modified date_modified_gmt discount_total discount_tax shipping_total shipping_tax cart_tax total total_tax prices_include_tax customer_id customer_ip_address customer_user_agent customer_note billing shipping payment_method payment_method_title transaction_id date_paid date_paid_gmt date_completed date_completed_gmt cart_hash meta_data line_items tax_lines shipping_lines fee_lines coupon_lines refunds _links';
const keys = { new: order10.split(' '), old: order3.split(' ') };

/** An order as `GET orders/ID` answers it. */
export function orderPayload(order: ShopOrder, writing: Writing): Payload {
  const money = (cents: Cents) => euros(cents, writing.decimals);
  const recent = atLeast(writing.version, '8.0');
  const sum = (amounts: Cents[]) => amounts.reduce((all, amount) => all + amount, 0);
  const of = (charges: { total: Cents; tax: Cents }[]) => ({
    total: sum(charges.map(({ total }) => total)),
    tax: sum(charges.map(({ tax }) => tax)),
  });
  const shipping = of(order.shipping);
  const discount = of(order.coupons);
  const fields: Payload = {
    id: order.id,
    parent_id: 0,
    number: order.number,
    order_key: `wc_order_${order.id}key`,
    created_via: 'checkout',
    version: writing.version,
    status: order.status,
    currency: order.currency,
    prices_include_tax: true,
    ...dates('date_created', order.created, writing.timeZone),
    ...dates('date_modified', order.modified, writing.timeZone),
    ...dates('date_completed', order.completed, writing.timeZone),
    ...dates('date_paid', order.paid, writing.timeZone),
    discount_total: money(discount.total),
    discount_tax: money(discount.tax),
    shipping_total: money(shipping.total),
    shipping_tax: money(shipping.tax),
    cart_tax: money(order.totalTax - shipping.tax),
    total: order.broken ? money(order.total).replace('.', ',') : money(order.total),
    total_tax: money(order.totalTax),
    customer_id: order.customer,
    customer_ip_address: '',
    customer_user_agent: '',
    customer_note: order.note,
    billing: { ...address(order.buyer), email: order.buyer.email, phone: order.buyer.phone },
    shipping: shippingAddress(order, recent),
    payment_method: order.payment.code,
    payment_method_title: order.payment.title,
    transaction_id: order.payment.transaction,
    cart_hash: '',
    meta_data: Object.entries(order.meta).map(([key, value], at) => ({ id: order.id * 10 + at, key, value })),
    line_items: order.lines.map((line) => linePayload(line, money, recent)),
    tax_lines: taxLines(order, money),
    shipping_lines: order.shipping.map((charge) => shippingLine(charge, money, recent)),
    fee_lines: order.fees.map((fee) => feeLine(fee, money)),
    coupon_lines: order.coupons.map((coupon) => couponLine(coupon, recent)),
    refunds: order.refunds.map(({ id, reason, total }) => ({ id, reason, total: `-${money(total)}` })),
    payment_url: `${writing.home}/checkout/order-pay/${order.id}/?pay_for_order=true&key=wc_order_${order.id}key`,
    is_editable: order.status === 'pending' || order.status === 'on-hold',
    needs_payment: order.status === 'pending',
    needs_processing: true,
    currency_symbol: order.currency === 'USD' ? '$' : '€',
    _links: orderLinks(order, writing, recent),
  };
  return Object.fromEntries(keys[recent ? 'new' : 'old'].map((key) => [key, fields[key] ?? null]));
}

function address({ firstName, lastName, company, street, street2, city, state, postcode, country }: ShopContact) {
  return { first_name: firstName, last_name: lastName, company, address_1: street, address_2: street2, city, state, postcode, country };
}

/** Goes it to the buyer, so some themes leave all of it blank, others repeat the address. Its phone came in 5.6. */
function shippingAddress({ id, buyer, recipient }: ShopOrder, recent: boolean): Payload {
  const full = address(recipient ?? buyer);
  const blank = !recipient && id % 2 === 0;
  const fields = blank ? Object.fromEntries(Object.keys(full).map((key) => [key, ''])) : full;
  return { ...fields, ...(recent && { phone: recipient?.phone ?? '' }) };
}

function linePayload(line: ShopLine, money: (cents: Cents) => string, recent: boolean): Payload {
  const meta = [
    ...Object.entries(line.options).map(([label, value]) => metaOf(`pa_${label.toLowerCase()}`, slug(value), label, value)),
    ...Object.entries(line.personal).map(([label, value]) => metaOf(label, value, label, value)),
    ...(line.productId % 2 ? [metaOf('_reduced_stock', String(line.quantity), '_reduced_stock', String(line.quantity))] : []),
  ];
  const taxed = line.totalTax !== 0 || line.subtotalTax !== 0;
  return {
    id: line.id,
    name: escaped(line.title),
    product_id: line.productId,
    variation_id: line.variantId,
    quantity: line.quantity,
    tax_class: line.tax.id === 1 ? '' : 'reduced-rate',
    subtotal: money(line.subtotal),
    subtotal_tax: money(line.subtotalTax),
    total: money(line.total),
    total_tax: money(line.totalTax),
    taxes: taxed ? [{ id: line.tax.id, total: money(line.totalTax), subtotal: money(line.subtotalTax) }] : [],
    meta_data: meta.map(({ key, value, ...shown }, at) => ({ id: line.id * 10 + at, key, value, ...(recent && shown) })),
    sku: line.sku,
    ...(recent && { global_unique_id: line.sku === null ? null : '' }),
    price: line.total / 100 / line.quantity,
    ...(recent && {
      image: { id: line.variantId ? 0 : '', src: '' },
      parent_name: line.variantId ? escaped(line.title.replace(/ - [^-]*$/, '')) : null,
    }),
  };
}

const metaOf = (key: string, value: string, label: string, shown: string) => ({ key, value, display_key: label, display_value: shown });

export const slug = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^\w]+/g, '')
    .toLowerCase();

function taxLines({ id, lines, shipping, fees }: ShopOrder, money: (cents: Cents) => string): Json {
  const rates = [...new Map(lines.map(({ tax }) => [tax.id, tax])).values()];
  return rates.map((rate, at) => {
    const own = lines.filter(({ tax }) => tax.id === rate.id).reduce((all, { totalTax }) => all + totalTax, 0);
    const extra = at === 0 ? fees.reduce((all, { tax }) => all + tax, 0) : 0;
    const ofShipping = at === 0 ? shipping.reduce((all, { tax }) => all + tax, 0) : 0;
    const totals = { tax_total: money(own + extra), shipping_tax_total: money(ofShipping) };
    return {
      id: id * 100 + 90 + at,
      rate_code: rate.code,
      rate_id: rate.id,
      label: rate.title,
      compound: false,
      ...totals,
      rate_percent: Number(rate.rate),
      meta_data: [],
    };
  });
}

function shippingLine({ id, code, title, total, tax }: ShopCharge, money: (cents: Cents) => string, recent: boolean): Payload {
  const [method = '', instance = ''] = code.split(':');
  const taxes = [{ id: 1, total: money(tax), subtotal: '' }];
  const line = { id, method_title: title, method_id: method, instance_id: instance, total: money(total), total_tax: money(tax), taxes };
  return { ...line, ...(recent && { tax_status: 'taxable' }), meta_data: [] };
}

function feeLine({ id, title, total, tax }: ShopCharge, money: (cents: Cents) => string): Payload {
  const taxes = [{ id: 1, total: money(tax), subtotal: '' }];
  return {
    id,
    name: title,
    tax_class: '',
    tax_status: 'taxable',
    amount: '',
    total: money(total),
    total_tax: money(tax),
    taxes,
    meta_data: [],
  };
}

/** Discounts come as plain numbers in strings, without the zeros at their end. */
function couponLine({ id, code, total, tax }: ShopCharge, recent: boolean): Payload {
  const line = { id, code, discount: String(total / 100), discount_tax: String(tax / 100), meta_data: [] };
  return { ...line, ...(recent && { discount_type: 'percent', nominal_amount: 10, free_shipping: false }) };
}

function orderLinks({ id, customer }: ShopOrder, { root, version }: Writing, recent: boolean): Payload {
  const list = `${root}wc/v3/orders`;
  const { self, collection } = linksTo(version, `${list}/${id}`, list);
  return {
    self: self ?? null,
    collection: collection ?? null,
    ...(recent && { email_templates: [{ embeddable: true, href: `${list}/${id}/actions/email_templates` }] }),
    ...(customer !== 0 && { customer: [{ href: `${root}wc/v3/customers/${customer}` }] }),
  };
}

/** One refund as `GET orders/ID/refunds` answers it; `parent` is told in the list of all refunds. */
export function refundPayload(order: ShopOrder, writing: Writing, parent = false): Payload[] {
  return order.refunds.map((refund) => ({
    id: refund.id,
    ...(parent && { parent_id: order.id }),
    ...dates('date_created', refund.created, writing.timeZone),
    amount: euros(refund.total, writing.decimals),
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [{ id: refund.id, key: '_refund_type', value: refund.total === order.total ? 'full' : 'partial' }],
    line_items: [],
    ...(atLeast(writing.version, '8.0') && { shipping_lines: [], tax_lines: [], fee_lines: [] }),
    _links: refundLinks(order.id, refund.id, writing),
  }));
}

function refundLinks(order: number, refund: number, { root, version }: Writing): Payload {
  const up = `${root}wc/v3/orders/${order}`;
  return linksTo(version, `${up}/refunds/${refund}`, `${up}/refunds`, { up }, ['GET', 'DELETE']);
}
