import type { Charge, OrderRecord } from '../records.ts';
import { bare, text } from '../words.ts';
import { isZero, least, minus, money, type Priced, plus, priced, shareOut } from './amounts.ts';
import type { Lookups } from './lookups.ts';
import type * as payloads from './payloads.ts';
import { isYes, reference, translated } from './values.ts';

/** What an order costs, part by part: the parts add up to its total. */
export type Bill = { lines: { before: Priced; after: Priced }[]; shipping: Charge[]; fees: Charge[] };

/**
 * PrestaShop keeps what coupons take off beside the lines and the shipping, in one sum; our records have it taken off of them. What is then
 * still between the parts and the total is a charge that a module put there, most often for cash on delivery, or cents lost by rounding.
 */
export function billOf(order: payloads.Order, lookups: Lookups): Bill {
  const before = order.details.map(({ total_price_tax_incl: incl, total_price_tax_excl: excl }) => priced(money(incl), money(excl)));
  const full = priced(money(order.total_shipping_tax_incl), money(order.total_shipping_tax_excl));
  const free = freeOf(order, full);
  const discount = less(priced(money(order.total_discounts_tax_incl), money(order.total_discounts_tax_excl)), free);
  const off = {
    totals: shareOut(
      discount.total,
      before.map(({ total }) => total),
    ),
    taxes: shareOut(
      discount.tax,
      before.map(({ tax }) => tax),
    ),
  };
  const lines = before.map((line, at) => ({
    before: line,
    after: less(line, { total: off.totals[at] ?? '0', tax: off.taxes[at] ?? '0' }),
  }));
  const shipping = shippingOf(order, less(full, free), lookups);
  const wrapping = priced(money(order.total_wrapping_tax_incl), money(order.total_wrapping_tax_excl));
  const fees = isZero(wrapping.total) ? [] : [{ title: 'Gift wrapping', ...wrapping }];
  return { lines, shipping, fees: [...fees, ...restOf(order, [...lines.map(({ after }) => after), ...shipping, ...fees])] };
}

const less = (from: Priced, what: Priced): Priced => ({ total: minus(from.total, what.total), tax: minus(from.tax, what.tax) });

/** What coupons for free shipping take off of it. */
function freeOf({ cart_rules }: payloads.Order, shipping: Priced): Priced {
  const rules = cart_rules.filter(({ free_shipping, deleted }) => isYes(free_shipping) && !isYes(deleted));
  if (rules.length === 0) return { total: '0.00', tax: '0.00' };
  const withTax = rules.reduce((sum, { value }) => plus(sum, money(value)), '0.00');
  const whole = least(withTax, plus(shipping.total, shipping.tax));
  return isZero(minus(whole, plus(shipping.total, shipping.tax))) ? shipping : { total: least(shipping.total, whole), tax: '0.00' };
}

/** A carrier that is edited gets another id; what it keeps is its reference. Its name "0" means the shop itself. */
function shippingOf({ id_carrier, payment }: payloads.Order, price: Priced, lookups: Lookups): Charge[] {
  if (!reference(id_carrier)) return isZero(price.total) ? [] : [{ title: text(payment), ...price }];
  const name = lookups.say('carriers', id_carrier, 'name');
  const code = lookups.say('carriers', id_carrier, 'id_reference') || text(id_carrier);
  return [{ code, title: carrierName(name), ...price }];
}

export const carrierName = (name: string): string => (name === '0' ? 'Pick up in store' : name);

/** For each line so much may be lost by rounding. */
const mostLost = 0.02;

function restOf(order: payloads.Order, parts: Priced[]): Charge[] {
  const whole = priced(money(order.total_paid_tax_incl), money(order.total_paid_tax_excl));
  const rest = parts.reduce(less, whole);
  const withTax = plus(rest.total, rest.tax);
  if (Math.abs(Number(withTax)) < 0.005) return [];
  const lost = Math.abs(Number(withTax)) <= mostLost * order.details.length;
  return [{ title: lost ? 'Rounding' : 'Other charges', ...rest }];
}

type Tax = OrderRecord['taxes'][number];

/** Each tax with what it makes in all: lines tell theirs by id, the shipping by its rate. */
export function taxesOf(order: payloads.Order, { lines, shipping, fees }: Bill, lookups: Lookups, language?: string): Tax[] {
  const found = new Map<string, Tax>();
  const add = (code: string, fresh: () => Omit<Tax, 'total'>, total: string) => {
    const tax = found.get(code);
    if (tax) tax.total = plus(tax.total, total);
    else found.set(code, { ...fresh(), total });
  };
  const unnamed = { code: '', title: 'Tax' };
  order.details.forEach(({ associations }, at) => {
    const tax = lines[at]?.after.tax ?? '0';
    const ids = (associations?.taxes ?? []).map(({ id }) => String(id)).filter((id) => reference(id));
    const rates = ids.map((id) => bare(lookups.say('taxes', id, 'rate') || '0'));
    if (ids.length === 0 && !isZero(tax)) add('', () => unnamed, tax);
    const all = shareOut(tax, rates);
    ids.forEach((code, index) => {
      const title = translated(Object(lookups.row('taxes', code)).name, language) || `Tax ${code}`;
      add(code, () => ({ code, title, rate: rates[index] }), all[index] ?? '0');
    });
  });
  const rate = bare(text(order.carrier_tax_rate) || '0');
  const beside = plus('0.00', ...[...shipping, ...fees].map(({ tax }) => tax));
  const same = [...found].find(([, tax]) => tax.rate === rate)?.[0];
  const own = rate === '0' ? unnamed : { code: rate, title: `${rate} %`, rate };
  if (!isZero(beside)) add(same ?? own.code, () => own, beside);
  return [...found.values()];
}
