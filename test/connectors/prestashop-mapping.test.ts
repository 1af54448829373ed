import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../connectors/prestashop/clock.ts';
import type { Lookups } from '../../connectors/prestashop/lookups.ts';
import { toOrder } from '../../connectors/prestashop/mapping.ts';
import * as payloads from '../../connectors/prestashop/payloads.ts';

const tables: Record<string, Record<string, object>> = {
  currencies: { 1: { iso_code: 'EUR' } },
  carriers: { 17: { id_reference: '4', name: 'GLS' }, 9: { id_reference: '9', name: '0' } },
  order_states: { 2: { paid: '1' }, 10: { paid: '0' } },
  taxes: { 1: { rate: '22.000', name: 'DDV' }, 2: { rate: '9.500', name: 'DDV' }, 3: { rate: '5.000', name: 'Local' } },
};
const row = (table: string, id: unknown): object | undefined => tables[table]?.[String(id)];
const lookups: Lookups = {
  meet: async () => {},
  row,
  say: (table, id, name) => String(Object(row(table, id))[name] ?? ''),
};
const clock = createClock('Europe/Ljubljana');

const line = (id: number, incl: string, excl: string, taxes = ['1']) => ({
  ...{ id, product_id: '41', product_attribute_id: '0', product_name: 'Majica', product_reference: 'M-1', product_quantity: '1' },
  ...{ total_price_tax_incl: incl, total_price_tax_excl: excl, associations: { taxes: taxes.map((tax) => ({ id: tax })) } },
});

/** An order of two lines and its shipping, with what is told about it. */
const order = (change: object = {}) =>
  toOrder(
    payloads.order.parse({
      ...{
        id: 1,
        reference: 'QXWZABCDE',
        id_currency: '1',
        id_carrier: '17',
        current_state: '2',
        module: 'ps_wirepayment',
        payment: 'Bank wire',
      },
      ...{
        date_add: '2026-07-02 21:40:10',
        date_upd: '2026-07-03 09:12:45',
        invoice_date: '0000-00-00 00:00:00',
        carrier_tax_rate: '22.000',
      },
      ...{ total_paid_tax_incl: '40.250000', total_paid_tax_excl: '34.016393', total_paid_real: '0.000000' },
      ...{ total_shipping_tax_incl: '4.900000', total_shipping_tax_excl: '4.016393' },
      details: [line(11, '24.400000', '20.000000'), line(12, '10.950000', '10.000000', ['2'])],
      ...{ payments: [], slips: [], cart_rules: [], messages: [] },
      ...change,
    }),
    { clock, lookups, language: '1' },
  );
const sums = ({ lines, shipping, fees }: ReturnType<typeof order>) =>
  [...lines, ...shipping, ...fees].reduce((all, { total, tax }) => all.plus(total).plus(tax), new Big(0)).toFixed(2);

describe('what an order costs', () => {
  it('adds up: what is left is a charge that a module put there, or lost by rounding', () => {
    const withFee = order({ total_paid_tax_incl: '42.080000', total_paid_tax_excl: '35.036885' });
    expect(withFee.fees).toEqual([{ title: 'Other charges', total: '1.020492', tax: '0.809508' }]);
    expect(sums(withFee)).toBe('42.08');
    expect(order().fees).toEqual([]);
    const rounded = order({ total_paid_tax_incl: '40.260000' });
    expect(rounded.fees).toMatchObject([{ title: 'Rounding' }]);
    expect(sums(rounded)).toBe('40.26');
  });

  it('takes coupons off of the lines, by what each costs', () => {
    const coupon = {
      id: 7,
      id_cart_rule: '5',
      name: 'Jesenski popust',
      rule: { id: 5, code: 'JESEN' },
      value: '3.535000',
      value_tax_excl: '3.000000',
      free_shipping: '0',
    };
    const discounts = { total_discounts_tax_incl: '3.535000', total_discounts_tax_excl: '3.000000', cart_rules: [coupon] };
    const told = order({ ...discounts, total_paid_tax_incl: '36.715000', total_paid_tax_excl: '31.016393' });
    expect(told.lines.map(({ subtotal, total }) => [subtotal, total])).toEqual([
      ['20.00', '18.00'],
      ['10.00', '9.00'],
    ]);
    expect(told.discounts).toEqual([{ code: 'JESEN', title: 'Jesenski popust', total: '-3.00', tax: '-0.535' }]);
    expect(told.fees).toEqual([]);
  });

  it('takes a coupon for free shipping off of the shipping', () => {
    const coupon = { id: 7, id_cart_rule: '6', name: 'Free shipping', value: '4.900000', value_tax_excl: '4.020000', free_shipping: '1' };
    const discounts = { total_discounts_tax_incl: '4.900000', total_discounts_tax_excl: '4.016393', cart_rules: [coupon] };
    const told = order({ ...discounts, total_paid_tax_incl: '35.350000', total_paid_tax_excl: '30.000000' });
    expect(told.shipping).toEqual([{ code: '4', title: 'GLS', total: '0.00', tax: '0.00' }]);
    expect(told.lines.map(({ total }) => total)).toEqual(['20.00', '10.00']);
    expect(sums(told)).toBe('35.35');
  });

  it('leaves out coupons that were taken back', () => {
    const coupon = { id: 7, id_cart_rule: '5', name: 'Napaka', value: '3.000000', value_tax_excl: '2.460000', deleted: '1' };
    expect(order({ cart_rules: [coupon] }).discounts).toEqual([]);
  });

  it('tells gift wrapping as a fee', () => {
    const wrapping = { total_wrapping_tax_incl: '2.440000', total_wrapping_tax_excl: '2.000000' };
    const told = order({
      ...wrapping,
      gift: '1',
      gift_message: 'Vse najboljše',
      total_paid_tax_incl: '42.690000',
      total_paid_tax_excl: '36.016393',
    });
    expect(told.fees).toEqual([{ title: 'Gift wrapping', total: '2.00', tax: '0.44' }]);
    expect(told.descriptions).toEqual([{ label: 'Gift message', value: 'Vse najboljše' }]);
  });

  it('tells each tax once, with that of the shipping', () => {
    const details = [line(11, '24.400000', '20.000000'), line(12, '11.450000', '10.000000', ['2', '3'])];
    const told = order({ details, total_paid_tax_incl: '40.750000' });
    expect(told.taxes).toEqual([
      { code: '1', title: 'DDV', rate: '22', total: '5.283607' },
      { code: '2', title: 'DDV', rate: '9.5', total: '0.95' },
      { code: '3', title: 'Local', rate: '5', total: '0.50' },
    ]);
  });

  it('counts what was given back, in the ways of old and new slips', () => {
    const slips = [
      { id: 1, total_products_tax_incl: '5.000000', total_shipping_tax_incl: '1.000000', amount: '4.100000' },
      { id: 2, amount: '2.500000', shipping_cost_amount: '0.500000', total_products_tax_incl: '0.000000' },
    ];
    const told = order({ slips });
    expect([told.refunds.map(({ total }) => total), told.refunded]).toEqual([['6.00', '3.00'], '9.00']);
  });

  it('has no shipping, where nothing has to be sent', () => {
    const none = { id_carrier: '0', total_shipping_tax_incl: '0.000000', total_shipping_tax_excl: '0.000000' };
    expect(order({ ...none, total_paid_tax_incl: '35.350000', total_paid_tax_excl: '30.000000' })).toMatchObject({
      shipping: [],
      fees: [],
    });
  });

  it('goes by a carrier that is the shop itself', () => {
    expect(order({ id_carrier: '9' }).shipping).toMatchObject([{ code: '9', title: 'Pick up in store' }]);
  });
});

describe('when an order was paid', () => {
  const registered = (amount: string, date_add = '2026-07-03 09:00:00') => [{ id: 1, amount, transaction_id: 'tx1', date_add }];
  const cases: [string, object, string | undefined][] = [
    [
      'its payments cover it',
      { current_state: '10', total_paid_real: '40.250000', payments: registered('40.25') },
      '2026-07-03T07:00:00.000Z',
    ],
    ['its payments do not cover it', { current_state: '10', total_paid_real: '10.000000', payments: registered('10.00') }, undefined],
    ['its state says so, and it was invoiced', { invoice_date: '2026-07-02 22:00:00' }, '2026-07-02T20:00:00.000Z'],
    ['its state says so, and nothing else does', {}, '2026-07-03T07:12:45.000Z'],
    ['nothing says so', { current_state: '10' }, undefined],
    [
      'it costs nothing, and a module wrote that down',
      { current_state: '10', total_paid_tax_incl: '0.000000', payments: registered('0.00') },
      '2026-07-03T07:00:00.000Z',
    ],
  ];
  it.each(cases)('%s', (_, change, paid) => {
    expect(order(change).paidAt?.toISOString()).toBe(paid);
  });
});

describe('words and numbers', () => {
  it('an order whose customer and addresses are gone is still an order', () => {
    expect(order()).toMatchObject({ buyer: { name: '' }, recipient: { name: '' }, number: 'QXWZABCDE' });
  });

  it('messages of the shop’s own people are not the buyer’s note', () => {
    const messages = [
      { message: 'Pokličite me', private: '0', id_employee: '0' },
      { message: 'Stranka sitnari', private: '1', id_employee: '0' },
      { message: 'Pošljemo jutri', private: '0', id_employee: '3' },
      { message: 'R&amp;D, 2. nadstropje', private: '0', id_employee: 0 },
    ];
    expect(order({ messages }).note).toBe('Pokličite me\nR&D, 2. nadstropje');
  });

  it('what newer PHP writes as numbers is read as well', () => {
    const details = [{ ...line(11, '0', '0'), product_id: 41, product_quantity: 2, total_price_tax_incl: 24.4, total_price_tax_excl: 20 }];
    expect(order({ id: '1', current_state: 2, id_carrier: 17, details }).lines).toMatchObject([
      { productId: '41', quantity: '2', total: '20.00', tax: '4.40' },
    ]);
  });

  it('an order that costs something and tells no lines is told as malformed, not with its whole price as a charge', () => {
    expect(() => order({ details: [] })).toThrow('no lines');
  });

  it('an order without a currency is told as malformed, not in the wrong money', () => {
    expect(() => order({ id_currency: '8' })).toThrow('currency');
  });
});
