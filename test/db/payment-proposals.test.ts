import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Proposal, type Proposing, propose, type SeenOrders } from '../../db/rules/payments.ts';
import { contradicts } from '../../db/rules/transfer.ts';
import { frozen } from './frozen.ts';
import { given, seen, short, unseen } from './sample-seen.ts';

describe('says why', () => {
  const reasons = (code: string, title: string, its: Partial<SeenOrders> = {}, from: Partial<Proposing> = {}) =>
    propose({ code, title }, seen(its), { ...given, ...from }).reasons;
  const paypal = { kind: 'paid at once', name: 'PayPal', sign: { by: 'code', word: 'paypal' } };

  test('by the code, or by the words of the title', () => {
    expect(reasons('cod', 'Po povzetju')).toEqual([{ kind: 'cod', sign: { by: 'code', word: 'cod' } }]);
    expect(reasons('6', 'Plačilo po povzetju')).toEqual([{ kind: 'cod', sign: { by: 'title', word: 'po povzetju' } }]);
    expect(reasons('bacs', 'UPN')).toEqual([{ kind: 'paid by transfer', sign: { by: 'code', word: 'bacs' } }]);
    expect(reasons('checkmo', '')).toEqual([{ kind: 'paid by cheque', sign: { by: 'code', word: 'checkmo' } }]);
    expect(reasons('paypal', 'PayPal')).toEqual([paypal]);
  });

  test('what contradicts each other stands side by side', () => {
    expect(reasons('stripe', 'Po povzetju')).toEqual([
      { kind: 'cod', sign: { by: 'title', word: 'Po povzetju' } },
      { kind: 'paid at once', name: 'Stripe', sign: { by: 'code', word: 'stripe' } },
    ]);
    expect(reasons('6', 'Kartica ob prevzemu')).toEqual([
      { kind: 'paid at pick-up', sign: { by: 'title', word: 'ob prevzemu' } },
      { kind: 'paid at once', name: 'credit card', sign: { by: 'title', word: 'Kartica' } },
    ]);
  });

  test('of what nobody knows the orders give a hint', () => {
    expect(reasons('x_pay_9', 'Hitro', { orders: 9, paidInStore: 7 })).toEqual([{ kind: 'unknown', paidInStore: 7, orders: 9 }]);
  });

  test('a type that was retired, or is not there, is not proposed', () => {
    const retired = given.paymentTypes.map((type) => ({ ...type, retired: type.key === 'paypal' }));
    for (const paymentTypes of [retired, []]) {
      const proposal = propose({ code: 'paypal', title: 'PayPal' }, seen(), { ...given, paymentTypes });
      expect(proposal).toMatchObject({ safe: false, reasons: [paypal, { kind: 'no such type', key: 'paypal' }] });
      expect(proposal.paymentType).toBeUndefined();
    }
  });

  test('a store that has neither Processing nor Completed leaves the choice to a person', () => {
    const proposal = propose({ code: 'cod', title: '' }, seen(), { ...given, statuses: [] });
    expect(proposal).toMatchObject({ safe: false, cod: true, statuses: [] });
    expect(proposal.reasons).toContainEqual({ kind: 'no statuses' });
  });
});

describe('the orders bear it out, or do not', () => {
  const cases: [title: string, code: string, its: Partial<SeenOrders>, expected: string][] = [
    ['cash on delivery is paid when it is completed', 'cod', { statuses: { processing: 4, completed: 6 }, paidInStore: 6 }, 'cod'],
    ['or when a status of the merchant’s own says so', 'cod', { statuses: { processing: 4, sent: 6 }, paidInStore: 6 }, 'cod'],
    ['one that somebody marked by hand is nothing', 'cod', { statuses: { processing: 4, completed: 6 }, paidInStore: 7 }, 'cod'],
    ['but most of those still under way are paid', 'cod', { statuses: { processing: 4, completed: 6 }, paidInStore: 9 }, 'cod?'],
    ['all under way and all paid', 'cod', { statuses: { processing: 10 }, paidInStore: 10 }, 'cod?'],
    ['nothing seen yet says nothing', 'cod', unseen, 'cod'],
    ['a gateway’s orders are paid when they go on', 'stripe', { paidInStore: 10 }, 'card'],
    ['unpaid ones that do not go on are nothing', 'stripe', { statuses: { processing: 1, pending: 9 }, paidInStore: 1 }, 'card'],
    ['none of those that go on is paid', 'stripe', { statuses: { processing: 10 }, paidInStore: 0 }, 'card?'],
    ['few of those that go on are paid', 'stripe', { paidInStore: 4 }, 'card?'],
    ['nothing seen yet says nothing of a gateway', 'stripe', unseen, 'card'],
    ['a bank transfer’s status tells, whatever is marked', 'bacs', { paidInStore: 0 }, 'bank'],
  ];
  test.each(cases)('%s', (_title, code, its, expected) => {
    const proposal = propose({ code, title: '' }, seen(its), given);
    expect(short(proposal)).toBe(expected);
    const { paidInStore, orders } = seen(its);
    const differ = { kind: 'orders differ', paidInStore, orders };
    if (expected.endsWith('?')) expect(proposal.reasons).toContainEqual(differ);
    else expect(proposal.reasons).not.toContainEqual(differ);
  });
});

describe('orders that cost nothing', () => {
  const free = { orders: 3, free: 3, statuses: { completed: 3 }, paidInStore: 0 };
  const cases: [title: string, code: string, name: string, its: SeenOrders, expected: string][] = [
    ['all without a method are free', '', '', seen(free), 'free'],
    ['all without a method are free, whatever it is called', '', 'Po povzetju', seen(free), 'free'],
    ['one without a method is not free', '', '', seen({ ...free, free: 2 }), 'not paid?'],
    ['none without a method was seen', '', '', unseen, 'not paid?'],
    ['without a method its name is not enough', '', 'PayPal', seen(), 'paypal?'],
    ['without a method its name is not enough for cash on delivery', '', 'Nachnahme', seen(), 'cod?'],
    ['Magento’s own', 'free', 'No Payment Information Required', seen(free), 'free'],
    ['PrestaShop’s own', 'free_order', 'Free order', seen(free), 'free'],
    ['not seen yet', 'free', 'No Payment Information Required', unseen, 'free'],
    ['called free, but one costs something', 'free', 'No Payment Information Required', seen({ ...free, free: 2 }), 'not paid?'],
    ['of a method that nobody knows', 'x_pay_9', 'Hitro', seen(free), 'not paid?'],
  ];
  test.each(cases)('%s', (_title, code, title, its, expected) => {
    expect(short(propose({ code, title }, its, given))).toBe(expected);
  });
});

describe('the delivery type is that by which most of its orders went', () => {
  const cases: [title: string, deliveries: Record<string, number>, type: string, told?: { title: string; orders: number }][] = [
    ['nothing seen', {}, 'standard'],
    ['a courier', { 'GLS kurir': 8, 'Pošta Slovenije': 2 }, 'courier', { title: 'GLS kurir', orders: 8 }],
    ['two couriers', { 'GLS kurir': 3, 'DPD Europe': 4, 'Pošta Slovenije': 3 }, 'courier', { title: 'DPD Europe', orders: 4 }],
    ['the post', { 'Pošta Slovenije': 6, 'Brezplačna dostava': 4 }, 'post', { title: 'Pošta Slovenije', orders: 6 }],
    ['a locker of a courier', { 'GLS Paketomat': 6 }, 'locker', { title: 'GLS Paketomat', orders: 6 }],
    ['a locker', { Packeta: 6 }, 'locker', { title: 'Packeta', orders: 6 }],
    ['pick-up', { 'Osebni prevzem': 6, 'GLS kurir': 1 }, 'pickup', { title: 'Osebni prevzem', orders: 6 }],
    ['half is not most', { 'GLS kurir': 5, 'Pošta Slovenije': 5 }, 'standard'],
    ['what nobody knows counts as well', { 'GLS kurir': 4, 'Brezplačna dostava': 5 }, 'standard'],
    ['express mail is a courier', { 'Hitra pošta': 4 }, 'courier', { title: 'Hitra pošta', orders: 4 }],
  ];
  test.each(cases)('%s', (_title, deliveries, type, told) => {
    const { deliveryType, reasons, safe } = propose({ code: 'cod', title: '' }, seen({ deliveries }), given);
    expect(deliveryType).toBe(`id-${type}`);
    expect(safe).toBe(true);
    expect(reasons.filter(({ kind }) => kind === 'delivery')).toEqual(told ? [{ kind: 'delivery', ...told }] : []);
  });

  const without = (...keys: string[]): Proposing => ({
    ...given,
    deliveryTypes: given.deliveryTypes.map((type) => ({ ...type, retired: keys.includes(type.key ?? '') })),
  });
  const its = seen({ deliveries: { 'GLS kurir': 8 } });
  test('else the standard one, where that was retired', () => {
    const proposal = propose({ code: 'cod', title: '' }, its, without('courier'));
    expect(proposal).toEqual({ ...propose({ code: 'cod', title: '' }, seen(), given), deliveryType: 'id-standard' });
  });
  test('else none, and a person chooses', () => {
    const proposal = propose({ code: 'cod', title: '' }, its, without('courier', 'standard'));
    expect(proposal.deliveryType).toBeUndefined();
    expect(proposal).toMatchObject({ safe: false, reasons: [{ kind: 'cod' }, { kind: 'no delivery type' }] });
  });
});

describe('whatever the method and its orders', () => {
  const word = fc.constantFrom(
    'cod',
    'Po povzetju',
    'stripe',
    'PayPal',
    'bacs',
    'checkmo',
    'free',
    'Ob prevzemu',
    'Gift card',
    'x',
    '6',
    '',
  );
  const name = fc.oneof(
    word,
    fc.tuple(word, word).map((two) => two.join(' ')),
    fc.string(),
  );
  const some = fc.nat(12);
  const any = fc.record({
    method: fc.record({ code: name, title: name }),
    its: fc
      .record({ processing: some, completed: some, pending: some, paidInStore: some, free: some, gls: some })
      .map(({ paidInStore, free, gls, ...statuses }) =>
        seen({ statuses, orders: Object.values(statuses).reduce((a, b) => a + b, 0), paidInStore, free, deliveries: { 'GLS kurir': gls } }),
      ),
    types: fc.subarray([...given.paymentTypes]),
  });
  const forAll = (property: (proposal: Proposal, again: Proposal) => void) =>
    fc.assert(
      fc.property(any, ({ method, its, types }) => {
        const from = frozen({ ...given, paymentTypes: types });
        property(propose(frozen(method), frozen(its), from), propose(method, its, { ...from, paymentTypes: types.toReversed() }));
      }),
    );

  test('the same is proposed twice, and nothing is changed', () => {
    forAll((proposal, again) => expect(again).toEqual(proposal));
  });
  test('cash on delivery is never proposed as paid', () => {
    forAll((proposal) => expect(contradicts(proposal)).toBe(false));
  });
  test('what is safe is known, and no reason contradicts it', () => {
    const doubts = ['unknown', 'orders differ', 'paid at pick-up', 'no such type', 'no delivery type', 'no statuses'];
    forAll(({ safe, cod, paymentType, reasons }) => {
      if (!safe) return;
      expect(cod).toBe(paymentType === undefined);
      expect(reasons.filter(({ kind }) => kind !== 'delivery').length).toBe(1);
      expect(reasons.filter(({ kind }) => doubts.includes(kind))).toEqual([]);
    });
  });
});
