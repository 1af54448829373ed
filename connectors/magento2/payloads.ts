import { z } from 'zod';

// Only what we read. Magento leaves out what is null, and extensions turn lists into objects and numbers into texts: what does not matter is
// let pass. `…Fields` are what is asked for: a whole order is four times as much, because its lines come several times over.

const id = z.union([z.number(), z.string().min(1)]);
/** Amounts are floats; extensions write texts. */
const amount = z.union([z.number(), z.string().regex(/^-?\d*\.?\d+$/, 'is not a decimal number')]);
const amountOrNone = z.union([amount, z.literal(''), z.null()]).optional();
const words = z.unknown().optional();
/** UTC without a zone: "2026-11-23 15:38:53". */
const utc = z.string().refine((value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && Date.parse(`${value}Z`) > 0, 'is not a time');
/** PHP writes a list with gaps as an object, and an empty one as null once fields were chosen. */
const valuesOf = (value: unknown) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : value);
const listOf = <S extends z.ZodType>(schema: S) => z.preprocess((value) => valuesOf(value) ?? [], z.array(schema).catch([]));
/** An empty object comes as a list. */
const objectOf = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : {}), schema);

/** https://developer.adobe.com/commerce/webapi/rest/use-rest/retrieve-filtered-responses/ : `items` is null past the end. */
export const page = z.object({
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
  total_count: z.number().optional(),
});
/** What a wrong path would not answer: a list of module names, the currencies of a shop. */
export const modules = z.array(z.string());
export const directory = z.object({ base_currency_code: z.string() });

const person = objectOf(
  z.object({
    prefix: words,
    firstname: words,
    middlename: words,
    lastname: words,
    suffix: words,
    company: words,
    street: z.unknown().optional(),
    city: words,
    region: words,
    region_code: words,
    postcode: words,
    country_id: words,
    email: words,
    telephone: words,
    vat_id: words,
  }),
);
const personFields =
  'prefix,firstname,middlename,lastname,suffix,company,street,city,region,region_code,postcode,country_id,email,telephone,vat_id';

const option = z.object({ option_id: words, option_value: words });
const optionExtension = objectOf(z.object({ custom_options: listOf(option), configurable_item_options: listOf(option) }));
const gift = objectOf(z.object({ sender: words, recipient: words, message: words }));

/** https://developer.adobe.com/commerce/webapi/rest/quick-reference/ : salesOrderRepositoryV1 */
const line = z.object({
  item_id: id,
  parent_item_id: id.nullish(),
  product_id: words,
  product_type: words,
  sku: words,
  name: words,
  qty_ordered: amount,
  row_total: amountOrNone,
  discount_amount: amountOrNone,
  discount_tax_compensation_amount: amountOrNone,
  tax_amount: amountOrNone,
  tax_percent: amountOrNone,
  product_option: objectOf(z.object({ extension_attributes: optionExtension })),
  extension_attributes: objectOf(z.object({ gift_message: gift })),
});
const lineFields =
  'item_id,parent_item_id,product_id,product_type,sku,name,qty_ordered,row_total,discount_amount,discount_tax_compensation_amount,tax_amount,tax_percent,product_option[extension_attributes[custom_options,configurable_item_options]],extension_attributes[gift_message]';

const orderShape = z.object({
  entity_id: id,
  increment_id: id,
  state: words,
  status: words,
  order_currency_code: z.string().length(3),
  grand_total: amount,
  tax_amount: amountOrNone,
  total_paid: amountOrNone,
  total_refunded: amountOrNone,
  shipping_amount: amountOrNone,
  shipping_tax_amount: amountOrNone,
  shipping_discount_amount: amountOrNone,
  shipping_discount_tax_compensation_amount: amountOrNone,
  shipping_description: words,
  discount_amount: amountOrNone,
  discount_tax_compensation_amount: amountOrNone,
  discount_description: words,
  coupon_code: words,
  customer_email: words,
  customer_taxvat: words,
  customer_note: words,
  created_at: utc,
  updated_at: utc,
  billing_address: person,
  items: z.preprocess(valuesOf, z.array(line)),
  payment: objectOf(z.object({ method: words, last_trans_id: words, additional_information: listOf(z.unknown()) })),
  status_histories: listOf(z.object({ comment: words, is_visible_on_front: words })),
  extension_attributes: objectOf(
    z.object({
      shipping_assignments: listOf(z.object({ shipping: objectOf(z.object({ address: person, method: words })) })),
      payment_additional_info: listOf(z.object({ key: words, value: words })),
      applied_taxes: listOf(z.object({ code: words, title: words, percent: amountOrNone, amount: amountOrNone })),
      gift_message: gift,
      pickup_location_code: words,
      gift_cards_amount: amountOrNone,
      customer_balance_amount: amountOrNone,
      reward_currency_amount: amountOrNone,
    }),
  ),
});
/** Compiled, because orders come by the hundred thousand. */
export const order = z.compile(orderShape);
const nested: Record<string, string> = {
  billing_address: personFields,
  items: lineFields,
  payment: 'method,last_trans_id,additional_information',
  status_histories: 'comment,is_visible_on_front',
  extension_attributes: `shipping_assignments[shipping[address[${personFields}],method]],payment_additional_info,applied_taxes,gift_message,pickup_location_code,gift_cards_amount,customer_balance_amount,reward_currency_amount`,
};
const orderParts = Object.keys(orderShape.shape).map((name) => (nested[name] ? `${name}[${nested[name]}]` : name));
export const orderFields = `items[${orderParts.join(',')}],total_count`;

/** https://developer.adobe.com/commerce/webapi/rest/quick-reference/ : salesCreditmemoRepositoryV1; `state` 3 is a cancelled one. */
export const creditMemo = z.object({
  entity_id: id,
  order_id: id,
  state: words,
  grand_total: amountOrNone,
  comments: listOf(z.object({ comment: words })),
});
export const creditMemoFields = 'items[entity_id,order_id,state,grand_total,comments[comment]],total_count';

export const statusRow = z.object({ state: words, status: words });

const attributeValue = z.object({ attribute_code: z.string(), value: z.unknown() });
/** https://developer.adobe.com/commerce/webapi/rest/quick-reference/ : catalogProductRepositoryV1 */
const productShape = z.object({
  id,
  sku: words,
  name: words,
  price: amountOrNone,
  status: words,
  visibility: words,
  type_id: words,
  weight: words,
  created_at: utc.nullish(),
  updated_at: utc.nullish(),
  custom_attributes: listOf(attributeValue),
});
export const product = z.compile(productShape);
const customAttributes = 'custom_attributes[attribute_code,value]';
export const productFields = `items[${Object.keys(productShape.shape).join(',').replace('custom_attributes', customAttributes)}],total_count`;

/** A family: what it is called, by what its children differ, and which they are. */
export const family = z.object({
  id,
  name: words,
  status: words,
  extension_attributes: objectOf(
    z.object({
      configurable_product_options: listOf(z.object({ attribute_id: words, label: words, position: words })),
      configurable_product_links: listOf(id),
    }),
  ),
});
export const familyFields =
  'items[id,name,status,extension_attributes[configurable_product_options[attribute_id,label,position],configurable_product_links]],total_count';

/** What buyers could choose or write on a product. */
export const customisable = z.object({
  id,
  sku: words,
  options: listOf(z.object({ option_id: words, title: words, values: listOf(z.object({ option_type_id: words, title: words })) })),
});
export const customisableFields = 'items[id,sku,options[option_id,title,values[option_type_id,title]]],total_count';

/** https://developer.adobe.com/commerce/webapi/rest/quick-reference/ : catalogProductAttributeRepositoryV1 */
export const attribute = z.object({
  attribute_id: id,
  attribute_code: z.string(),
  default_frontend_label: words,
  options: listOf(z.object({ label: words, value: words })),
});
export const attributeFields = 'items[attribute_id,attribute_code,default_frontend_label,options[label,value]],total_count';

/** https://developer.adobe.com/commerce/webapi/rest/inventory/manage-source-items/ */
export const sourceItem = z.object({ sku: z.coerce.string(), source_code: z.string(), quantity: amountOrNone, status: words });
export const sourceItemFields = 'items[sku,source_code,quantity,status],total_count';
export const source = z.object({ source_code: z.string(), enabled: words });
export const sourceFields = 'items[source_code,enabled],total_count';
export const stockItem = z.object({ qty: amountOrNone, manage_stock: words });

export const storeConfigs = z.array(
  z.object({ code: words, website_id: words, base_currency_code: words, timezone: words, base_url: words, secure_base_url: words }),
);
export const named = z.array(z.object({ id, code: words, name: words, is_active: words }));

/** What of an order decides whether there is anything left to be sent. */
export const shippable = z.object({
  state: words,
  status: words,
  is_virtual: words,
  items: listOf(
    z.object({
      item_id: id,
      parent_item_id: id.nullish(),
      is_virtual: words,
      qty_ordered: amountOrNone,
      qty_shipped: amountOrNone,
      qty_canceled: amountOrNone,
      qty_refunded: amountOrNone,
    }),
  ),
});
export const shippableFields =
  'state,status,is_virtual,items[item_id,parent_item_id,is_virtual,qty_ordered,qty_shipped,qty_canceled,qty_refunded]';

export type Order = z.infer<typeof order>;
export type Line = Order['items'][number];
export type Person = Order['billing_address'];
export type CreditMemo = z.infer<typeof creditMemo>;
export type Product = z.infer<typeof product>;
export type Family = z.infer<typeof family>;
export type Attribute = z.infer<typeof attribute>;
export type Customisable = z.infer<typeof customisable>;
export type StoreConfig = z.infer<typeof storeConfigs>[number];
export type Shippable = z.infer<typeof shippable>;
