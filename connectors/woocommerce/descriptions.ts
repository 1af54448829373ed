import { plain } from '../words.ts';
import type * as payloads from './payloads.ts';

type Description = { label: string; value: string };

/** Longer ones are a plugin's own notes, not a buyer's words. */
const longest = 500;

/** Keys that begin with "_" are WooCommerce's and plugins' own, but for checkout fields, which many plugins hide so as well. */
const checkoutField =
  /^_?(billing|shipping)_(?!address_index)|^_wc_(billing|shipping|other)\/|vat|tax_(id|number)|fiscal|codice|piva|pickup|gift|greeting|delivery_?(date|time|note|slot)|invoice|personal|engrav/i;
const neverTold =
  /^_wc_order_attribution|^_wp_|^_(refund|restock|reduced)|is_vat_exempt|_transient|nonce|token|secret|hash|_key$|signature/i;

/** What of an order's meta a merchant would want to know: checkout fields, gift messages, what has no hidden key. */
export const ofOrder = (meta: payloads.Meta): Description[] => {
  const told = meta.filter(
    ({ key }) => typeof key === 'string' && !neverTold.test(key) && (!key.startsWith('_') || checkoutField.test(key)),
  );
  const exempt = meta.some(({ key, value }) => key === 'is_vat_exempt' && value === 'yes') ? [{ label: 'VAT exempt', value: 'yes' }] : [];
  return [...told.flatMap(toDescription), ...exempt];
};

/** Options and personalisation of a line. */
export const ofLine = (meta: payloads.Meta): Description[] =>
  meta.length === 0 ? [] : meta.filter(({ key }) => typeof key === 'string' && !key.startsWith('_')).flatMap(toDescription);

/** Newer shops tell the words that buyers see beside the keys. */
function toDescription({ key, value, display_key, display_value }: payloads.Meta[number]): Description[] {
  const said = readable(display_value) ?? readable(value);
  const label = plain(display_key);
  return said ? [{ label: label && label !== key ? label : labelOf(String(key)), value: said }] : [];
}

function readable(value: unknown): string | undefined {
  const words = typeof value === 'boolean' ? (value ? 'yes' : 'no') : plain(value);
  const isStructure = /^([[{]|[aOs]:\d+:)/.test(words);
  return words && words.length <= longest && !isStructure ? words : undefined;
}

/** "_billing_eu_vat_number" → "Billing eu vat number", "pa_size" → "Size", "_wc_other/shop/gift-note" → "Gift note". */
function labelOf(key: string): string {
  if (/[A-Z\s]/.test(key)) return plain(key.replace(/^_/, ''));
  const words = key
    .replace(/^_wc_(billing|shipping|other)\/(.*\/)?/, '')
    .replace(/^(_|pa_|attribute_pa_|attribute_)/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return plain(words.charAt(0).toUpperCase() + words.slice(1));
}
