import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { orderRecord } from '../../../connectors/records.ts';
import { expectedContact, expectedOrder, said } from '../../fakes/expected.ts';
import { realOrders } from '../../fakes/shop.ts';
import { type Bench, byId, numbers } from './bench.ts';

/** What an order says. */
export function orders<K extends string>(bench: Bench<K>) {
  describe('orders', () => {
    it('yields every order once, with its lines', async () => {
      const orders = await bench.ordersOf();
      const good = realOrders(bench.fake.shop).filter(({ broken }) => !broken);
      expect(orders.map(({ id }) => id)).toEqual(good.map(({ id }) => String(id)));
      for (const order of orders) expect(orderRecord.parse(order)).toEqual(order);
      const found = byId(orders);
      for (const order of good) {
        const expected = expectedOrder(order, bench.speech);
        const told = said(found.get(String(order.id)), expected);
        expect(bench.lacks('discounts by line') && order.coupons.length > 0 ? nearly(told, expected) : told).toEqual(expected);
      }
    });

    it('keeps prices to the cent', async () => {
      for (const { lines, total, shipping, fees } of await bench.ordersOf()) {
        for (const line of lines) expect(Big(line.price).times(line.quantity).minus(line.total).abs().lt('0.005')).toBe(true);
        const charges = [...lines, ...shipping, ...fees].reduce((sum, charge) => sum.plus(charge.total).plus(charge.tax), Big(0));
        expect(charges.toFixed(2)).toBe(total);
      }
    });

    it('tells who gets it, and what the buyer wrote', async () => {
      const found = byId(await bench.ordersOf());
      for (const { id, buyer, recipient, lines, broken } of realOrders(bench.fake.shop)) {
        if (broken) continue;
        const { email, phone, ...to } = expectedContact(recipient ?? buyer);
        const order = found.get(String(id));
        expect(order?.recipient).toMatchObject(recipient?.phone ? { ...to, phone } : to);
        const wishes = lines.map(({ personal }) => Object.entries(personal).map(([label, value]) => ({ label, value })));
        expect(order?.lines.map(({ descriptions }) => descriptions)).toEqual(wishes.map((all) => expect.arrayContaining(all)));
        for (const { label } of order?.lines.flatMap(({ descriptions }) => descriptions) ?? []) expect(label).not.toMatch(/^_/);
      }
    });

    it('tells coupons, taxes and what was given back', async () => {
      const found = byId(await bench.ordersOf());
      for (const { id, coupons, lines, refunds, broken } of realOrders(bench.fake.shop)) {
        if (broken) continue;
        const order = found.get(String(id));
        expect(order?.discounts.map(({ code }) => code)).toEqual(coupons.map(({ code }) => code));
        expect(numbers(order?.discounts.map(({ total }) => total))).toEqual(numbers(coupons.map(({ total }) => String(-total / 100))));
        const rates = new Set(order?.taxes.map(({ rate }) => rate));
        expect([...new Set(lines.map(({ tax }) => tax.rate))].filter((rate) => !rates.has(rate))).toEqual([]);
        expect(numbers([...rates]).filter((rate) => !bench.fake.shop.taxes.some((tax) => tax.rate === rate))).toEqual([]);
        expect(order?.refunds.map(({ reason }) => reason)).toEqual(refunds.map(({ reason }) => reason));
        expect(numbers(order?.refunds.map(({ total }) => total))).toEqual(numbers(refunds.map(({ total }) => String(total / 100))));
        expect(
          Big(order?.refunded ?? '')
            .times(100)
            .toNumber(),
        ).toBe(refunds.reduce((sum, { total }) => sum + total, 0));
      }
    });

    it('gives each status our word', async () => {
      const statuses = await bench.open().orderStatuses();
      for (const word of bench.fake.shop.statuses) {
        const own = bench.speech.status(word.code);
        expect(statuses.find((status) => status.code === own)).toMatchObject(bench.speech.statusWords(word));
      }
      const codes = new Set(statuses.map(({ code }) => code));
      expect((await bench.ordersOf()).filter(({ status }) => !codes.has(status))).toEqual([]);
    });
  });
  it('lists the payment methods in use, where the platform has a list', async () => {
    const store = bench.open();
    if (bench.lacks('payment methods')) return expect(store.paymentMethods).toBeUndefined();
    const methods = await store.paymentMethods?.();
    const used = bench.fake.shop.payments.filter(({ enabled }) => enabled);
    expect(methods?.filter(({ enabled }) => enabled)).toEqual(
      used.map((method) => ({ ...method, code: bench.speech.payment(method.code) })),
    );
    expect(methods?.some(({ code, enabled }) => code === bench.speech.payment('cheque') && enabled)).toBe(false);
  });

  it('lists the ways to ship, by the codes that orders have, where the platform has a list', async () => {
    const store = bench.open();
    if (bench.lacks('delivery methods')) return expect(store.deliveryMethods).toBeUndefined();
    const methods = await store.deliveryMethods?.();
    const codes = new Set(methods?.map(({ code }) => code));
    expect([...codes].sort()).toEqual(bench.fake.shop.deliveries.map(({ code }) => bench.speech.delivery(code)).sort());
    for (const { code, ...way } of bench.fake.shop.deliveries)
      expect(methods?.filter((method) => method.code === bench.speech.delivery(code))).toMatchObject([way]);
    expect((await bench.ordersOf()).flatMap(({ shipping }) => shipping).filter(({ code = '' }) => !codes.has(code))).toEqual([]);
  });
}

/** A discount that the platform tells as a whole is shared out by us: a line may be a cent off, never the order. */
function nearly(told: unknown, expected: { lines: { total: string; tax: string }[] }): unknown {
  const cent = (amount: unknown, wanted: string) => (Big(String(amount)).minus(wanted).abs().lte('0.01') ? wanted : amount);
  const lines = Object(told).lines.map((line: { total: string; tax: string }, at: number) => {
    const { total, tax } = expected.lines[at] ?? { total: '', tax: '' };
    return { ...line, total: cent(line.total, total), tax: cent(line.tax, tax) };
  });
  return { ...Object(told), lines };
}
