import type { Contact, DeliveryMethodRecord, OrderLine, OrderRecord } from '../records.ts';
import { bare, each, negative, plain, text, textOrNone } from '../words.ts';
import { minus, money, type Priced, plus } from './amounts.ts';
import { type Bill, billOf, carrierName, taxesOf } from './bill.ts';
import { type Clock, isNever } from './clock.ts';
import type { Lookups } from './lookups.ts';
import type * as payloads from './payloads.ts';
import { isYes, reference, translated } from './values.ts';

/** What has to be known to read an order's words. */
type Meanings = { clock: Clock; lookups: Lookups; language?: string };

export function toOrder(order: payloads.Order, meanings: Meanings): OrderRecord {
  const { clock, lookups, language } = meanings;
  const bill = billOf(order, lookups);
  const total = money(order.total_paid_tax_incl);
  if (order.details.length === 0 && Number(total) !== 0) throw new Error('order_details: the order has no lines');
  const refunds = order.slips.map(toRefund);
  const email = textOrNone(order.customer?.email);
  return {
    id: String(order.id),
    number: order.reference,
    status: String(order.current_state),
    currency: currencyOf(order, lookups),
    total,
    totalTax: minus(total, money(order.total_paid_tax_excl)),
    refunded: plus('0.00', ...refunds.map((refund) => refund.total)),
    paymentMethod: text(order.module).trim(),
    paymentMethodTitle: plain(order.payment),
    transactionId: order.payments.map(({ transaction_id }) => textOrNone(transaction_id)).find(Boolean),
    paidAt: paidAt(order, meanings),
    placedAt: clock.moment(order.date_add),
    updatedAt: clock.moment(isNever(order.date_upd) ? order.date_add : order.date_upd),
    buyer: toContact(order.invoice ?? order.delivery, lookups, email),
    recipient: toContact(order.delivery ?? order.invoice, lookups, isSamePlace(order) ? email : undefined),
    lines: order.details.map((detail, at) => toLine(detail, bill.lines[at], meanings)),
    shipping: bill.shipping,
    fees: bill.fees,
    discounts: discountsOf(order),
    taxes: taxesOf(order, bill, lookups, language),
    refunds,
    note: noteOf(order),
    descriptions: describe(order),
  };
}

function currencyOf({ id_currency }: payloads.Order, lookups: Lookups): string {
  const code = lookups.say('currencies', id_currency, 'iso_code');
  if (!/^[A-Z]{3}$/.test(code)) throw new Error(`id_currency: the shop has no currency ${id_currency}`);
  return code;
}

/** An order counts as paid when what was registered as paid covers it, or the shop itself ties that to the state it is in. */
function paidAt(order: payloads.Order, { clock, lookups }: Meanings): Date | undefined {
  const covered = order.payments.length > 0 && Number(order.total_paid_real ?? 0) > Number(order.total_paid_tax_incl) - 0.005;
  if (!covered && !isYes(lookups.say('order_states', order.current_state, 'paid'))) return undefined;
  const paid = order.payments.map(({ date_add }) => text(date_add)).filter((time) => !isNever(time));
  const time = paid.sort().at(-1) ?? [text(order.invoice_date), order.date_upd, order.date_add].find((time) => !isNever(time));
  return time === undefined ? undefined : clock.moment(time);
}

/** Quantities and totals are those before refunds. */
function toLine(detail: payloads.Detail, price: Bill['lines'][number] | undefined, { lookups, language }: Meanings): OrderLine {
  const none: Priced = { total: '0.00', tax: '0.00' };
  const { before, after } = price ?? { before: none, after: none };
  const quantity = bare(text(detail.product_quantity));
  const product = reference(detail.product_id);
  return {
    id: String(detail.id),
    sku: textOrNone(detail.product_reference),
    productId: product,
    variantId: product && variantId(product, detail.product_attribute_id),
    title: text(detail.product_name).trim(),
    quantity,
    price: each(after.total, quantity),
    subtotal: before.total,
    total: after.total,
    tax: after.tax,
    descriptions: wishesOf(detail, lookups, language),
  };
}

/** Combinations are counted by themselves, so that one may have the number of another product. */
export const variantId = (product: string, combination: unknown): string | undefined =>
  reference(combination) && `${product}-${reference(combination)}`;

function wishesOf({ customization }: payloads.Detail, lookups: Lookups, language?: string): OrderLine['descriptions'] {
  const texts = customization?.associations.customized_data_text_fields ?? [];
  return texts.flatMap(({ id_customization_field: field, value }) => {
    const label = translated(Object(lookups.row('product_customization_fields', field)).name, language);
    return text(value).trim() ? [{ label: label || 'Personalisation', value: text(value).trim() }] : [];
  });
}

function toContact(address: payloads.Address | undefined, lookups: Lookups, email?: string): Contact {
  if (!address) return { name: '', ...(email && { email }) };
  return {
    name: `${text(address.firstname).trim()} ${text(address.lastname).trim()}`.trim(),
    company: textOrNone(address.company),
    street: textOrNone(address.address1),
    street2: textOrNone(address.address2),
    city: textOrNone(address.city),
    postcode: textOrNone(address.postcode),
    state: lookups.say('states', address.id_state, 'iso_code') || undefined,
    country: lookups.say('countries', address.id_country, 'iso_code') || undefined,
    email,
    phone: textOrNone(address.phone) ?? textOrNone(address.phone_mobile),
  };
}

const isSamePlace = (order: payloads.Order) => text(order.id_address_delivery) === text(order.id_address_invoice) || !order.delivery;

/** Some versions do not tell which coupons were used, only what they took off in all. */
function discountsOf({ cart_rules, ...order }: payloads.Order): OrderRecord['discounts'] {
  if (cart_rules.length > 0) return cart_rules.filter(({ deleted }) => !isYes(deleted)).map(toDiscount);
  const total = money(order.total_discounts_tax_excl);
  if (Number(total) === 0) return [];
  return [{ title: 'Discount', total: negative(total), tax: negative(minus(money(order.total_discounts_tax_incl), total)) }];
}

/** It keeps its own words; the code that the buyer typed is in the rule it came from, unless that is gone. */
function toDiscount({ rule, ...told }: payloads.Order['cart_rules'][number]): OrderRecord['discounts'][number] {
  const total = money(told.value_tax_excl);
  const title = text(told.name).trim();
  return { code: text(rule?.code).trim() || title, title, total: negative(total), tax: negative(minus(money(told.value), total)) };
}

/** Older slips hold one sum of the products, and the shipping beside it. */
function toRefund(slip: payloads.Order['slips'][number]): OrderRecord['refunds'][number] {
  const told = plus(money(slip.total_products_tax_incl), money(slip.total_shipping_tax_incl));
  const total = Number(told) === 0 ? plus(money(slip.amount), money(slip.shipping_cost_amount)) : told;
  return { id: String(slip.id), reason: '', total };
}

/** What the buyer wrote; the shop's own people write to the buyer and to each other in the same place. */
function noteOf({ messages }: payloads.Order): string | undefined {
  const own = messages.filter(({ private: hidden, id_employee }) => !isYes(hidden) && !reference(id_employee));
  return [...new Set(own.map(({ message }) => plain(message)))].filter(Boolean).join('\n') || undefined;
}

function describe({ invoice, delivery, gift, gift_message }: payloads.Order): OrderRecord['descriptions'] {
  const told: [label: string, value: unknown][] = [
    ['VAT number', invoice?.vat_number],
    ['Identification number', invoice?.dni],
    ['Gift message', isYes(gift) ? text(gift_message).trim() || 'yes' : ''],
    ['Address, other', delivery?.other],
  ];
  return told.flatMap(([label, value]) => (text(value).trim() ? [{ label, value: text(value).trim() }] : []));
}

/** `rows` are all versions of one carrier: the one that is not deleted is what it is now. */
export function toDeliveryMethod(versions: payloads.Carrier[]): DeliveryMethodRecord | undefined {
  const now = versions.find(({ deleted }) => !isYes(deleted)) ?? versions.at(-1);
  if (!now) return undefined;
  const name = text(now.name).trim();
  return {
    code: text(now.id_reference) || String(now.id),
    title: carrierName(name),
    enabled: isYes(now.active) && !isYes(now.deleted),
  };
}
