import { z } from 'zod';

// Only what we read. Ids are numbers in their own row and texts elsewhere, all else is text; newer PHP may write numbers. Be strict with ids,
// amounts and times; what does not matter is let pass.

const id = z.union([z.number(), z.string().min(1)]);
const amount = z.union([z.string().regex(/^-?\d*\.?\d+$/, 'is not a decimal number'), z.number()]);
const amountOrNone = z.union([amount, z.literal(''), z.null()]).optional();
const words = z.unknown().optional();
/** By the shop's own clock: "2026-03-22 15:28:02". */
const time = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'is not a time');
/** Left out where there are none. */
const list = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (Array.isArray(value) ? value : []), z.array(schema));
const ids = list(z.object({ id }));

/** As a list in `display`: https://devdocs.prestashop-project.org/8/webservice/tutorials/advanced-use/additional-list-parameters/ */
export const fieldsOf = (shape: z.ZodObject): string => `[${Object.keys(shape.shape).join(',')}]`;

const orderRow = z.object({
  id,
  reference: z.string(),
  id_address_delivery: words,
  id_address_invoice: words,
  id_currency: id,
  id_customer: words,
  id_carrier: words,
  current_state: id,
  module: words,
  payment: words,
  invoice_date: words,
  date_add: time,
  date_upd: time,
  gift: words,
  gift_message: words,
  total_discounts_tax_incl: amountOrNone,
  total_discounts_tax_excl: amountOrNone,
  total_paid_tax_incl: amount,
  total_paid_tax_excl: amount,
  total_paid_real: amountOrNone,
  total_shipping_tax_incl: amountOrNone,
  total_shipping_tax_excl: amountOrNone,
  carrier_tax_rate: words,
  total_wrapping_tax_incl: amountOrNone,
  total_wrapping_tax_excl: amountOrNone,
});
/** An order's `secure_key` opens it to whoever has it, so not all fields are asked for. */
export const orderFields = fieldsOf(orderRow);

/** What a buyer had put on a product: https://devdocs.prestashop-project.org/8/webservice/resources/customizations/ */
export const customization = z.object({
  associations: z.object({ customized_data_text_fields: list(z.object({ id_customization_field: words, value: words })) }),
});

/** https://devdocs.prestashop-project.org/8/webservice/resources/order_details/ */
const detail = z.object({
  id,
  product_id: words,
  product_attribute_id: words,
  id_customization: words,
  product_name: words,
  product_reference: words,
  product_quantity: amount,
  unit_price_tax_excl: amountOrNone,
  total_price_tax_incl: amount,
  total_price_tax_excl: amount,
  associations: z.object({ taxes: ids }).optional(),
  customization: customization.optional().catch(undefined),
});
export const detailTaxes = z.object({ associations: z.object({ taxes: ids }) });

/** https://devdocs.prestashop-project.org/8/webservice/resources/addresses/ */
const address = z.object({
  id,
  id_country: words,
  id_state: words,
  firstname: words,
  lastname: words,
  company: words,
  vat_number: words,
  dni: words,
  address1: words,
  address2: words,
  postcode: words,
  city: words,
  other: words,
  phone: words,
  phone_mobile: words,
});
export const addressFields = fieldsOf(address);

const customer = z.object({ id, email: words });
/** Customers' rows hold the hash of their password: only these fields are asked for. */
export const customerFields = fieldsOf(customer);

/** https://devdocs.prestashop-project.org/8/webservice/resources/order_payments/ */
const payment = z.object({ id, amount: amountOrNone, transaction_id: words, date_add: words });
/** They may hold numbers of cards. */
export const paymentFields = '[id,order_reference,amount,transaction_id,date_add]';

/** https://devdocs.prestashop-project.org/8/webservice/resources/order_slip/ */
const slip = z.object({
  id,
  amount: amountOrNone,
  shipping_cost_amount: amountOrNone,
  total_products_tax_incl: amountOrNone,
  total_shipping_tax_incl: amountOrNone,
});

/** https://devdocs.prestashop-project.org/8/webservice/resources/order_cart_rules/ */
const cartRule = z.object({
  id,
  id_cart_rule: words,
  name: words,
  value: amountOrNone,
  value_tax_excl: amountOrNone,
  free_shipping: words,
  deleted: words,
  rule: z.object({ code: words }).optional(),
});

const message = z.object({ id: words, message: words, private: words, id_employee: words });

/** An order with everything that belongs to it, as `beside.ts` lays it together. */
export const order = z.compile(
  orderRow.extend({
    details: z.array(detail),
    invoice: address.optional(),
    delivery: address.optional(),
    customer: customer.optional(),
    payments: z.array(payment),
    slips: z.array(slip),
    cart_rules: z.array(cartRule),
    messages: z.array(message),
  }),
);

/** What many orders share, each by its id: table and fields. */
export const shared = {
  countries: '[id,iso_code]',
  states: '[id,iso_code]',
  currencies: '[id,iso_code]',
  carriers: '[id,id_reference,name]',
  order_states: '[id,paid]',
  taxes: '[id,rate,name]',
  product_customization_fields: '[id,name]',
};
export const carrier = z.object({ id, id_reference: words, name: words, active: words, deleted: words });

/** https://devdocs.prestashop-project.org/8/webservice/resources/order_states/ */
export const orderState = z.object({
  id,
  name: words,
  module_name: words,
  template: words,
  paid: words,
  shipped: words,
  send_email: words,
  deleted: words,
});

/** https://devdocs.prestashop-project.org/8/webservice/resources/products/ : `quantity` is always 0 and says nothing. */
export const product = z.object({
  id,
  name: words,
  reference: words,
  ean13: words,
  upc: words,
  price: amount,
  active: words,
  id_tax_rules_group: words,
  weight: words,
  date_upd: time,
});
export const productFields = fieldsOf(product);

/** https://devdocs.prestashop-project.org/8/webservice/resources/combinations/ : `price` is what it adds to the product's. */
export const combination = z.object({
  id,
  id_product: id,
  reference: words,
  ean13: words,
  upc: words,
  price: amountOrNone,
  weight: words,
  associations: z.object({ product_option_values: ids }).optional(),
});
export const optionValue = z.object({ id, id_attribute_group: words, name: words });
export const option = z.object({ id, name: words, public_name: words });

/** https://devdocs.prestashop-project.org/8/webservice/resources/stock_availables/ */
export const stockAvailable = z.object({
  id,
  id_product: id,
  id_product_attribute: words,
  id_shop: words,
  id_shop_group: words,
  quantity: amount,
  depends_on_stock: words,
  out_of_stock: words,
  location: words,
});
export const stockFields = '[id,id_product,id_product_attribute,quantity]';

export const tax = z.object({ id, rate: amount });

export type Order = z.infer<typeof order>;
export type Carrier = z.infer<typeof carrier>;
export type Detail = z.infer<typeof detail>;
export type Address = z.infer<typeof address>;
export type OrderState = z.infer<typeof orderState>;
export type Product = z.infer<typeof product>;
export type Combination = z.infer<typeof combination>;
export type StockAvailable = z.infer<typeof stockAvailable>;
