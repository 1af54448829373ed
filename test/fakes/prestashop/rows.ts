/** A row as PrestaShop holds it: its own id is a number, nearly all else is text; `associations` hold what hangs on it. */
export type Row = { [field: string]: unknown };

/** A table of the shop. `translated` fields come once for each language; `dates` can be filtered by only with `date=1`. */
export type Table = { key: string; fields: string[]; rows: Row[]; translated?: string[] };

/** The fields of each list, in the order in which real shops tell them. Where a list holds nothing else, a field is empty. */
const order = {
  addresses:
    'id id_customer id_manufacturer id_supplier id_warehouse id_country id_state alias company lastname firstname vat_number address1 address2 postcode city other phone phone_mobile dni deleted date_add date_upd',
  carriers:
    'id deleted is_module id_tax_rules_group id_reference name active is_free url shipping_handling shipping_external range_behavior shipping_method max_width max_height max_depth max_weight grade external_module_name need_range position delay',
  cart_rules: 'id id_customer date_from date_to description quantity code free_shipping active name',
  combinations:
    'id id_product location ean13 isbn upc mpn quantity reference supplier_reference wholesale_price price ecotax weight unit_price_impact minimal_quantity low_stock_threshold low_stock_alert default_on available_date associations',
  configurations: 'id value name id_shop_group id_shop date_add date_upd',
  countries: 'id id_zone id_currency call_prefix iso_code active contains_states name',
  currencies: 'id names name symbol iso_code numeric_iso_code precision conversion_rate deleted active unofficial modified pattern',
  customers:
    'id id_default_group id_lang newsletter_date_add ip_registration_newsletter last_passwd_gen secure_key deleted passwd lastname firstname email id_gender birthday newsletter optin website company siret ape outstanding_allow_amount show_public_prices id_risk max_payment_days active note is_guest id_shop id_shop_group date_add date_upd reset_password_token reset_password_validity associations',
  customer_messages: 'id id_employee id_customer_thread ip_address message file_name user_agent private date_add date_upd read',
  customer_threads: 'id id_lang id_shop id_customer id_order id_product id_contact email token status date_add date_upd associations',
  customizations:
    'id id_address_delivery id_cart id_product id_product_attribute quantity quantity_refunded quantity_returned in_cart associations',
  languages: 'id name iso_code locale language_code active is_rtl date_format_lite date_format_full',
  messages: 'id id_cart id_order id_customer id_employee message private date_add',
  orders:
    'id id_address_delivery id_address_invoice id_cart id_currency id_lang id_customer id_carrier current_state module invoice_number invoice_date delivery_number delivery_date valid date_add date_upd shipping_number note id_shop_group id_shop secure_key payment recyclable gift gift_message mobile_theme total_discounts total_discounts_tax_incl total_discounts_tax_excl total_paid total_paid_tax_incl total_paid_tax_excl total_paid_real total_products total_products_wt total_shipping total_shipping_tax_incl total_shipping_tax_excl carrier_tax_rate total_wrapping total_wrapping_tax_incl total_wrapping_tax_excl round_mode round_type conversion_rate reference associations',
  order_carriers: 'id id_order id_carrier id_order_invoice weight shipping_cost_tax_excl shipping_cost_tax_incl tracking_number date_add',
  order_cart_rules: 'id id_order id_cart_rule id_order_invoice name value value_tax_excl free_shipping deleted',
  order_details:
    'id id_order product_id product_attribute_id product_quantity_reinjected group_reduction discount_quantity_applied download_hash download_deadline id_order_invoice id_warehouse id_shop id_customization product_name product_quantity product_quantity_in_stock product_quantity_return product_quantity_refunded product_price reduction_percent reduction_amount reduction_amount_tax_incl reduction_amount_tax_excl product_quantity_discount product_ean13 product_isbn product_upc product_mpn product_reference product_supplier_reference product_weight tax_computation_method id_tax_rules_group ecotax ecotax_tax_rate download_nb unit_price_tax_incl unit_price_tax_excl total_price_tax_incl total_price_tax_excl total_shipping_price_tax_excl total_shipping_price_tax_incl purchase_supplier_price original_product_price original_wholesale_price total_refunded_tax_excl total_refunded_tax_incl associations',
  order_histories: 'id id_employee id_order_state id_order date_add',
  order_payments:
    'id order_reference id_currency amount payment_method conversion_rate transaction_id card_number card_brand card_expiration card_holder date_add',
  order_slips:
    'id id_customer id_order conversion_rate total_products_tax_excl total_products_tax_incl total_shipping_tax_excl total_shipping_tax_incl amount shipping_cost shipping_cost_amount partial date_add date_upd order_slip_type associations',
  order_states:
    'id unremovable delivery hidden send_email module_name invoice color logable shipped paid pdf_delivery pdf_invoice deleted name template',
  product_customization_fields: 'id id_product type required is_module is_deleted name',
  product_options: 'id is_color_group group_type position name public_name associations',
  product_option_values: 'id id_attribute_group color position name',
  products:
    'id id_manufacturer id_supplier id_category_default new cache_default_attribute id_default_image id_default_combination id_tax_rules_group position_in_category manufacturer_name quantity type id_shop_default reference supplier_reference location width height depth weight quantity_discount ean13 isbn upc mpn cache_is_pack cache_has_attachments is_virtual state additional_delivery_times delivery_in_stock delivery_out_stock product_type on_sale online_only ecotax minimal_quantity low_stock_threshold low_stock_alert price wholesale_price unity unit_price_ratio additional_shipping_cost customizable text_fields uploadable_files active redirect_type id_type_redirected available_for_order available_date show_condition condition show_price indexed visibility advanced_stock_management date_add date_upd pack_stock_type meta_description meta_keywords meta_title link_rewrite name description description_short available_now available_later associations',
  states: 'id id_zone id_country iso_code name active',
  stock_availables: 'id id_product id_product_attribute id_shop id_shop_group quantity depends_on_stock out_of_stock location',
  tax_rules: 'id id_tax_rules_group id_state id_country zipcode_from zipcode_to id_tax behavior description',
  taxes: 'id rate active deleted name',
};
export type List = keyof typeof order;

const fields = Object.fromEntries(Object.entries(order).map(([name, all]) => [name, all.split(' ')]));
export const fieldsOf = (list: List): string[] => fields[list] ?? [];

/** A row with all of its fields; what is not given is empty. */
export function row(list: List, given: Row): Row {
  const whole: Row = {};
  let found = 0;
  for (const field of fields[list] ?? []) {
    if (field in given) found++;
    if (field in given || field !== 'associations') whole[field] = given[field] ?? '';
  }
  if (found !== Object.keys(given).length) throw new Error(`${list} do not have all of ${Object.keys(given).join(', ')}.`);
  return whole;
}

export const yes = (is: boolean | undefined): string => (is ? '1' : '0');

/** Six digits after the point, as all amounts come. */
export const decimal = (cents: number): string => (cents / 100).toFixed(6);
