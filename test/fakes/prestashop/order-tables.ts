import { realOrders, type ShopCharge, type ShopContact, type ShopLine, type ShopOrder } from '../shop.ts';
import { decimal, type Row, row, yes } from './rows.ts';
import type { Site } from './site.ts';
import { carrierOf, edited, speech } from './words.ts';

const sum = (charges: { total: number; tax: number }[]) => ({
  excl: charges.reduce((all, { total }) => all + total, 0),
  incl: charges.reduce((all, { total, tax }) => all + total + tax, 0),
});

/** Half-finished checkouts are carts here, and nothing is thrown away, so the shop does not know of them. */
export const orders = (site: Site): Row[] => realOrders(site.shop).map((order) => orderRow(order, site));

function orderRow(order: ShopOrder, site: Site): Row {
  const { id, lines, coupons, shipping, paid, total, totalTax } = order;
  const [discounts, carried] = [sum(coupons), sum(shipping)];
  const products = sum(lines.map(({ subtotal, subtotalTax }) => ({ total: subtotal, tax: subtotalTax })));
  const [incl, excl, real] = [decimal(total), decimal(total - totalTax), decimal(paid ? total : 0)];
  return row('orders', {
    id,
    ...{ id_address_delivery: String(addressId(id, order.recipient && 'delivery')), id_address_invoice: String(addressId(id)) },
    ...{
      id_cart: String(id + 7000),
      id_currency: order.currency === 'EUR' ? '1' : '2',
      id_lang: '1',
      id_customer: String(customerId(order)),
    },
    ...{
      id_carrier: carrierIdOf(order),
      current_state: speech.status(order.status),
      module: order.payment.code,
      payment: order.payment.title,
    },
    ...{
      invoice_number: '0',
      invoice_date: paid ? site.show(paid) : never,
      delivery_number: '0',
      delivery_date: never,
      valid: yes(Boolean(paid)),
    },
    ...{ date_add: site.show(order.created), date_upd: site.show(order.modified), secure_key: 'b3b5d2c9f7a14e0d8c6a1f2e3d4c5b6a' },
    ...{ recyclable: '0', gift: '0', mobile_theme: '0', id_shop: '1', id_shop_group: '1', round_mode: '2', round_type: '2' },
    ...{
      total_discounts: decimal(discounts.incl),
      total_discounts_tax_incl: decimal(discounts.incl),
      total_discounts_tax_excl: decimal(discounts.excl),
    },
    // A module wrote the first as the shop shows it: nobody can read this order.
    ...{ total_paid: incl, total_paid_tax_incl: order.broken ? '1.234,50 €' : incl, total_paid_tax_excl: excl, total_paid_real: real },
    ...{ total_products: decimal(products.excl), total_products_wt: decimal(products.incl) },
    ...{
      total_shipping: decimal(carried.incl),
      total_shipping_tax_incl: decimal(carried.incl),
      total_shipping_tax_excl: decimal(carried.excl),
    },
    ...{ carrier_tax_rate: '22.000', total_wrapping: decimal(0), total_wrapping_tax_incl: decimal(0), total_wrapping_tax_excl: decimal(0) },
    ...{ conversion_rate: order.currency === 'EUR' ? '1.000000' : '1.080000', reference: order.number },
    ...site.changed.get(`orders ${id}`),
  });
}

const never = '0000-00-00 00:00:00';
const days = 86_400_000;

/** The first carrier was edited a month ago. */
function carrierIdOf({ shipping, created }: ShopOrder): string {
  const [first] = shipping;
  if (!first) return '0';
  const { id } = carrierOf(first.code);
  return id === edited.now && created.getTime() < Date.now() - 30 * days ? edited.first : id;
}

export const addressId = (order: number, which?: 'delivery'): number => order * 10 + (which ? 2 : 1);
const customerId = ({ buyer }: ShopOrder) => 3000 + Number(/\d+/.exec(buyer.email)?.[0] ?? 0);

const countries: Record<string, string> = { SI: '191', HR: '74', AT: '2' };

export const addresses = ({ shop }: Site): Row[] =>
  realOrders(shop).flatMap((order) => [
    addressRow(order, order.buyer, addressId(order.id)),
    ...(order.recipient ? [addressRow(order, order.recipient, addressId(order.id, 'delivery'))] : []),
  ]);

function addressRow(order: ShopOrder, person: ShopContact, id: number): Row {
  return row('addresses', {
    id,
    ...{ id_customer: String(customerId(order)), id_country: countries[person.country] ?? '0', id_state: person.state ? '300' : '0' },
    ...{ alias: 'Moj naslov', company: person.company, lastname: person.lastName, firstname: person.firstName, deleted: '0' },
    ...{ vat_number: order.meta._billing_vat ?? '', address1: person.street, address2: person.street2, postcode: person.postcode },
    // Which of the two fields people fill is up to them.
    ...{ city: person.city, phone: id % 2 ? person.phone : '', phone_mobile: id % 2 ? '' : person.phone },
  });
}

export function customers({ shop }: Site): Row[] {
  const all = new Map(realOrders(shop).map((order) => [customerId(order), order.buyer]));
  return [...all].map(([id, { firstName, lastName, email }]) =>
    row('customers', {
      id,
      lastname: lastName,
      firstname: firstName,
      email,
      passwd: '$2y$10$notforus',
      secure_key: 'notforus',
      active: '1',
    }),
  );
}

export const orderDetails = (site: Site): Row[] =>
  realOrders(site.shop).flatMap(({ id, lines }) => lines.map((line) => detailRow(id, line)));

function detailRow(order: number, line: ShopLine): Row {
  const [excl, incl] = [line.subtotal, line.subtotal + line.subtotalTax];
  return row('order_details', {
    id: line.id,
    ...{ id_order: String(order), product_id: String(line.productId), product_attribute_id: String(line.variantId) },
    ...{ id_customization: Object.keys(line.personal).length > 0 ? String(line.id) : '0', product_name: line.title, id_shop: '1' },
    ...{
      product_quantity: String(line.quantity),
      product_quantity_refunded: '0',
      product_reference: line.sku ?? '',
      product_price: decimal(excl),
    },
    ...{ unit_price_tax_excl: decimal(excl / line.quantity), unit_price_tax_incl: decimal(incl / line.quantity) },
    ...{ total_price_tax_excl: decimal(excl), total_price_tax_incl: decimal(incl), id_tax_rules_group: String(line.tax.id) },
    associations: { taxes: [{ id: String(line.tax.id) }] },
  });
}

export const customizations = ({ shop }: Site): Row[] =>
  realOrders(shop)
    .flatMap(({ lines }) => lines)
    .filter(({ personal }) => Object.keys(personal).length > 0)
    .map(({ id, productId, personal }) =>
      row('customizations', {
        id,
        id_product: String(productId),
        associations: { customized_data_text_fields: Object.values(personal).map((value) => ({ id_customization_field: '4', value })) },
      }),
    );

/** Some modules register what was paid with them before it was: an amount of nothing, and the transaction. */
export const orderPayments = (site: Site): Row[] =>
  realOrders(site.shop)
    .filter(({ paid, payment }) => paid || payment.transaction)
    .map(({ id, number, paid, created, total, payment, currency }) =>
      row('order_payments', {
        id: id + 20_000,
        ...{ order_reference: number, id_currency: currency === 'EUR' ? '1' : '2', amount: decimal(paid ? total : 0) },
        ...{
          payment_method: payment.title,
          transaction_id: payment.transaction,
          card_number: 'notforus',
          date_add: site.show(paid ?? created),
        },
      }),
    );

export const orderSlips = (site: Site): Row[] =>
  realOrders(site.shop).flatMap(({ id: order, refunds }) =>
    refunds.map(({ id, total, created }) =>
      row('order_slips', {
        id,
        ...{ id_order: String(order), total_products_tax_incl: decimal(total), total_products_tax_excl: decimal(total / 1.22) },
        ...{ total_shipping_tax_incl: decimal(0), amount: decimal(total), shipping_cost_amount: decimal(0), date_add: site.show(created) },
      }),
    ),
  );

/** The codes of the shop's coupons, by the ids of their rules. */
export const coupons = ['jesen10', 'darilo'];

export const orderCartRules = ({ shop }: Site): Row[] =>
  realOrders(shop).flatMap(({ id: order, coupons: used }) => used.map((coupon) => cartRuleRow(order, coupon)));

const cartRuleRow = (order: number, { id, code, total, tax }: ShopCharge) =>
  row('order_cart_rules', {
    id,
    ...{ id_order: String(order), id_cart_rule: String(coupons.indexOf(code) + 1), name: `Popust ${code}`, value: decimal(total + tax) },
    ...{ value_tax_excl: decimal(total), free_shipping: '0', deleted: '0' },
  });

/** What the buyer wrote, and now and then a word among the shop's own people. */
export const messages = (site: Site): Row[] =>
  realOrders(site.shop)
    .filter(({ note }) => note !== '')
    .flatMap(({ id, note, created }) => {
      const given = { id_order: String(id), date_add: site.show(created) };
      return [
        row('messages', { ...given, id: id * 2, message: note, private: '0', id_employee: '0' }),
        row('messages', { ...given, id: id * 2 + 1, message: 'Stranka že klicala.', private: '1', id_employee: '1' }),
      ];
    });

/** The same in 1.6, where messages hang on threads. */
export const threads = (site: Site): Row[] =>
  messages(site)
    .filter((message) => message.private === '0')
    .map(({ id_order, id }) => row('customer_threads', { id: Number(id) + 50_000, id_order, status: 'open' }));

export const threadMessages = (site: Site): Row[] =>
  messages(site).map(({ id, id_employee, message, private: hidden }) => {
    const thread = String(Math.floor(Number(id) / 2) * 2 + 50_000);
    return row('customer_messages', { id, id_customer_thread: thread, id_employee, message, private: hidden });
  });

/** Each order has one row for its parcel. */
export const orderCarriers = (site: Site): Row[] =>
  realOrders(site.shop).map((order) => {
    const { excl, incl } = sum(order.shipping);
    return row('order_carriers', {
      id: order.id + 40_000,
      ...{ id_order: String(order.id), id_carrier: carrierIdOf(order), id_order_invoice: '0', weight: '0.300000' },
      ...{ shipping_cost_tax_excl: decimal(excl), shipping_cost_tax_incl: decimal(incl), date_add: site.show(order.created) },
      ...site.changed.get(`order_carriers ${order.id + 40_000}`),
    });
  });
