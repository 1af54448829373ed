import type { ShopContact, ShopLine, ShopOrder } from '../shop.ts';
import { addressColumns, itemColumns, orderColumns, paymentColumns, rowColumns } from './columns.ts';
import type { Columns } from './filters.ts';
import { amount, deliveryOf, methodOf, serialized, statusOf, utc } from './words.ts';
import { type Php, writeRow } from './xml.ts';

/** What of an order was sent. */
export type Shipment = { number: string; order: number; quantities: Map<number, number>; tracks: Track[]; comment: string; mailed?: true };
export type Track = { carrier_code: string; title: string; track_number: string };

/** By which orders can be filtered. */
export const filterable = ['entity_id', 'increment_id', 'status', 'state', 'created_at', 'updated_at', 'customer_email', 'store_id'];
export const filterColumns = (order: ShopOrder): Columns => ({
  entity_id: order.id,
  increment_id: order.number,
  ...statusOf(order.status),
  created_at: utc(order.created),
  updated_at: utc(order.modified),
  customer_email: order.buyer.email,
  store_id: 1,
});

/** An order as `sales_order.list` tells it. */
export function orderRow(order: ShopOrder): Php {
  const { buyer, recipient = buyer } = order;
  const names = {
    ...{ firstname: buyer.firstName, lastname: buyer.lastName, telephone: buyer.phone || null, postcode: buyer.postcode },
    ...{ billing_firstname: buyer.firstName, billing_lastname: buyer.lastName, billing_name: `${buyer.firstName} ${buyer.lastName}` },
    ...{
      shipping_firstname: recipient.firstName,
      shipping_lastname: recipient.lastName,
      shipping_name: `${recipient.firstName} ${recipient.lastName}`,
    },
  };
  return writeRow(rowColumns, { ...columnsOf(order), ...names });
}

/** An order as `sales_order.info` tells it. */
export function orderInfo(order: ShopOrder, shipments: readonly Shipment[]): Php {
  return writeRow(orderColumns, columnsOf(order), {
    shipping_address: address('shipping', order.recipient ?? order.buyer, order),
    billing_address: address('billing', order.buyer, order),
    items: order.lines.flatMap((line) => items(order, line, shipments)),
    payment: writeRow(paymentColumns, {
      ...{ parent_id: order.id, payment_id: order.id, method: methodOf(order.payment.code), amount_ordered: amount(order.total) },
      amount_paid: order.paid ? amount(order.total) : null,
      last_trans_id: order.payment.transaction || null,
      additional_information: order.payment.code === 'bacs' ? { instructions: '' } : [],
    }),
    status_history: [...(order.paid ? [history(order, 'invoice', order.paid)] : []), history(order, 'order', order.created)],
  });
}

function columnsOf(order: ShopOrder): { [column: string]: Php } {
  const sum = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);
  const shipping = sum(order.shipping.map(({ total }) => total));
  const shippingTax = sum(order.shipping.map(({ tax }) => tax));
  const refunded = sum(order.refunds.map(({ total }) => total));
  const [coupon] = order.coupons;
  const [method] = order.shipping;
  return {
    ...statusOf(order.status),
    ...{ order_id: order.id, increment_id: order.number, store_id: 1, is_virtual: 0, customer_id: order.customer || null },
    ...{ created_at: utc(order.created), updated_at: utc(order.modified), customer_is_guest: order.customer ? 0 : 1 },
    ...{ base_currency_code: 'EUR', global_currency_code: 'EUR', store_currency_code: 'EUR', order_currency_code: order.currency },
    ...{ store_name: 'Main Website\nMain Website Store\nDefault Store View', total_item_count: order.lines.length },
    ...{ customer_email: order.buyer.email, customer_firstname: order.buyer.firstName, customer_lastname: order.buyer.lastName },
    ...{ billing_address_id: order.id * 2, shipping_address_id: order.id * 2 + 1, quote_id: order.id, customer_group_id: 1 },
    customer_note: order.note || null,
    grand_total: order.broken ? 'n/a' : amount(order.total),
    base_grand_total: amount(order.total),
    tax_amount: amount(order.totalTax),
    subtotal: amount(sum(order.lines.map(({ subtotal }) => subtotal))),
    discount_amount: amount(-sum(order.lines.map(discountOf))),
    hidden_tax_amount: amount(sum(order.lines.map(hiddenTaxOf))),
    coupon_code: coupon?.code ?? null,
    discount_description: coupon?.title ?? null,
    shipping_method: method ? deliveryOf(method.code) : null,
    shipping_description: method?.title ?? null,
    ...{ shipping_amount: amount(shipping), shipping_tax_amount: amount(shippingTax), shipping_incl_tax: amount(shipping + shippingTax) },
    ...{ shipping_discount_amount: '0.0000', shipping_hidden_tax_amount: '0.0000' },
    total_paid: order.paid ? amount(order.total) : null,
    total_due: order.paid ? '0.0000' : amount(order.total),
    total_refunded: refunded > 0 ? amount(refunded) : null,
    total_qty_ordered: `${sum(order.lines.map(({ quantity }) => quantity))}.0000`,
  };
}

/** Prices hold their tax, so what a discount takes away does, too. */
const discountOf = (line: ShopLine) => line.subtotal + line.subtotalTax - line.total - line.totalTax;
const hiddenTaxOf = (line: ShopLine) => line.subtotalTax - line.totalTax;

/** The parent of a variant is a line of its own; this is its child's number. */
const childOf = (line: number) => line + 50_000_000;

/** A variant comes twice: the family with the price, and below it what was sold, for nothing. Both with the variant's SKU. */
function items(order: ShopOrder, line: ShopLine, shipments: readonly Shipment[]): Php[] {
  const options = Object.entries(line.options).map(([label, value]) => ({ label, value }));
  const wishes = Object.entries(line.personal).map(([label, value]) => ({
    label,
    value,
    print_value: value,
    option_id: '7',
    option_type: 'field',
  }));
  const buyRequest = { info_buyRequest: { qty: line.quantity } };
  const done = { cancelled: 'qty_canceled', failed: 'qty_canceled', refunded: 'qty_refunded' }[order.status];
  const quantity = `${line.quantity}.0000`;
  const common = {
    ...{ order_id: order.id, store_id: 1, is_virtual: 0, is_qty_decimal: 0, sku: line.sku || null, created_at: utc(order.created) },
    ...{ qty_ordered: quantity, qty_canceled: '0.0000', qty_refunded: '0.0000', qty_invoiced: order.paid ? quantity : '0.0000' },
    qty_shipped: `${shippedOf(order, line, shipments)}.0000`,
  };
  const name = line.variantId ? line.title.replace(` - ${Object.values(line.options).join(', ')}`, '') : line.title;
  const own = {
    ...common,
    ...{ item_id: line.id, name, product_id: line.productId || null, product_type: line.variantId ? 'configurable' : 'simple' },
    product_options: serialized({
      ...buyRequest,
      ...(options.length > 0 && { attributes_info: options, simple_sku: line.sku ?? '', product_calculations: 1, shipment_type: 0 }),
      ...(wishes.length > 0 && { options: wishes }),
    }),
    price: amount(Math.round(line.subtotal / line.quantity)),
    row_total: amount(line.subtotal),
    tax_percent: Number(line.tax.rate).toFixed(4),
    tax_amount: amount(line.totalTax),
    discount_amount: amount(discountOf(line)),
    hidden_tax_amount: amount(hiddenTaxOf(line)),
    ...(done && { [done]: quantity }),
  };
  if (!line.variantId) return [writeRow(itemColumns, own)];
  const child = writeRow(itemColumns, {
    ...common,
    ...{ item_id: childOf(line.id), parent_item_id: line.id, name: line.title, product_id: line.variantId, product_type: 'simple' },
    ...{ product_options: serialized(buyRequest), price: '0.0000', row_total: '0.0000', qty_shipped: '0.0000' },
    ...{ tax_percent: '0.0000', tax_amount: '0.0000', discount_amount: '0.0000', hidden_tax_amount: '0.0000' },
  });
  return [writeRow(itemColumns, own, { has_children: true }), child];
}

export function shippedOf({ id, status }: ShopOrder, line: ShopLine, shipments: readonly Shipment[]): number {
  if (['completed', 'poslano', 'refunded'].includes(status)) return line.quantity;
  return shipments.filter(({ order }) => order === id).reduce((sum, { quantities }) => sum + (quantities.get(line.id) ?? 0), 0);
}

const address = (type: string, person: ShopContact, order: ShopOrder): Php =>
  writeRow(addressColumns, {
    ...{ parent_id: order.id, address_id: order.id * 2 + (type === 'shipping' ? 1 : 0), address_type: type },
    ...{ firstname: person.firstName, lastname: person.lastName, company: person.company || null, email: person.email || null },
    ...{ street: [person.street, person.street2].filter(Boolean).join('\n'), city: person.city, postcode: person.postcode },
    ...{ region: person.state || null, country_id: person.country, telephone: person.phone || null },
    vat_id: type === 'billing' ? (order.meta._billing_vat ?? null) : null,
  });

const history = (order: ShopOrder, entity: string, created: Date): Php => ({
  ...{ parent_id: order.id, is_customer_notified: 2, is_visible_on_front: 0, comment: null },
  ...{ status: statusOf(order.status).status, created_at: utc(created), entity_name: entity, store_id: 1 },
});

/** What was given back, as `sales_order_creditmemo.info` tells it. */
export const memoInfo = (order: ShopOrder, refund: ShopOrder['refunds'][number]): { [column: string]: Php } => ({
  ...{
    store_id: 1,
    order_id: order.id,
    order_increment_id: order.number,
    creditmemo_id: refund.id,
    increment_id: String(100_000_000 + refund.id),
  },
  ...{ grand_total: amount(refund.total), base_grand_total: amount(refund.total), state: 2, created_at: utc(refund.created) },
  items: [],
  comments: refund.reason
    ? [{ parent_id: refund.id, comment: refund.reason, is_visible_on_front: 0, created_at: utc(refund.created), comment_id: refund.id }]
    : [],
});
