import { deliveries } from '../shop.ts';
import { coupons } from './order-tables.ts';
import { type Row, row, yes } from './rows.ts';
import type { Site } from './site.ts';
import { carrierOf, edited, states } from './words.ts';

export const orderStates = ({ shop }: Site): Row[] =>
  states.map(({ id, code, title, paid, shipped, mails, gone }) =>
    row('order_states', {
      id: Number(id),
      ...{ name: shop.statuses.find((status) => status.code === code)?.title ?? title ?? '', send_email: yes(mails), deleted: yes(gone) },
      ...{ paid: yes(paid), shipped: yes(shipped), logable: yes(paid), invoice: yes(paid), template: mails ? 'order_changed' : '' },
    }),
  );

/** The merchant's own settings, those of one of several shops among them. */
export function configurations({ shop }: Site): Row[] {
  const special = states.flatMap(({ id, setting }): [string, string][] => (setting ? [[`PS_OS_${setting}`, id]] : []));
  const all: [name: string, value: string][] = [
    ...[['PS_SHOP_NAME', shop.name] as [string, string], ['PS_TIMEZONE', shop.timeZone] as [string, string]],
    ...Object.entries({ PS_LANG_DEFAULT: '1', PS_COUNTRY_DEFAULT: '191', PS_CURRENCY_DEFAULT: '1', PS_SMTP_PASSWORD: 'notforus' }),
    ...special,
  ];
  return all.map(([name, value], at) => row('configurations', { id: 60 + at, value, name }));
}

export function carriers({ shop }: Site): Row[] {
  const now = shop.deliveries.map(({ code, title, enabled }) => {
    const { id, reference } = carrierOf(code);
    return row('carriers', { id: Number(id), id_reference: reference, name: title, active: yes(enabled), deleted: '0', delay: '1–2 dni' });
  });
  const first = row('carriers', { id: Number(edited.first), id_reference: '1', name: deliveries[0]?.title, active: '1', deleted: '1' });
  return [first, ...now];
}

export const currencies = (): Row[] => [
  row('currencies', { id: 1, name: 'Euro', iso_code: 'EUR', conversion_rate: '1.000000', active: '1', deleted: '0' }),
  row('currencies', { id: 2, name: 'US Dollar', iso_code: 'USD', conversion_rate: '1.080000', active: '1', deleted: '0' }),
];

export const countries = (): Row[] =>
  Object.entries({ 2: 'AT', 74: 'HR', 191: 'SI' }).map(([id, iso_code]) =>
    row('countries', { id: Number(id), iso_code, active: '1', name: iso_code }),
  );

export const countryStates = (): Row[] => [
  row('states', { id: 300, id_country: '74', iso_code: 'HR-21', name: 'Grad Zagreb', active: '1' }),
];

export const taxes = ({ shop }: Site): Row[] => [
  ...shop.taxes.map(({ id, title, rate }) => row('taxes', { id, rate: Number(rate).toFixed(3), active: '1', deleted: '0', name: title })),
  row('taxes', { id: 3, rate: '20.000', active: '1', deleted: '0', name: 'USt. AT 20%' }),
];

export const cartRules = (): Row[] =>
  coupons.map((code, at) => row('cart_rules', { id: at + 1, code, name: `Popust ${code}`, active: '1', free_shipping: '0' }));

export const customizationFields = (): Row[] => [row('product_customization_fields', { id: 4, type: '1', required: '0', name: 'Gravura' })];

export const languages = ({ languages: all }: Site): Row[] =>
  Array.from({ length: all }, (_, at) =>
    row('languages', { id: at + 1, name: at ? 'Slovenščina' : 'English (English)', iso_code: at ? 'sl' : 'en', active: '1' }),
  );
