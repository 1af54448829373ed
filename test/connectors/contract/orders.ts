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
      for (const order of good) expect(said(found.get(String(order.id)), expectedOrder(order))).toEqual(expectedOrder(order));
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
        expect(order?.taxes.map(({ rate }) => rate)).toEqual([...new Set(lines.map(({ tax }) => tax.rate))]);
        expect(order?.refunds.map(({ reason }) => reason)).toEqual(refunds.map(({ reason }) => reason));
      }
    });

    it('gives each status our word', async () => {
      const statuses = await bench.open().orderStatuses();
      expect(statuses).toEqual(expect.arrayContaining(bench.fake.shop.statuses));
      const codes = new Set(statuses.map(({ code }) => code));
      expect((await bench.ordersOf()).filter(({ status }) => !codes.has(status))).toEqual([]);
    });
  });
  it('lists the payment methods in use', async () => {
    const methods = await bench.open().paymentMethods?.();
    expect(methods?.filter(({ enabled }) => enabled)).toEqual(bench.fake.shop.payments.filter(({ enabled }) => enabled));
    expect(methods?.some(({ code, enabled }) => code === 'cheque' && enabled)).toBe(false);
  });

  it('lists the ways to ship, by the codes that orders have', async () => {
    const codes = new Set((await bench.open().deliveryMethods?.())?.map(({ code }) => code));
    expect([...codes].sort()).toEqual(bench.fake.shop.deliveries.map(({ code }) => code).sort());
    expect((await bench.ordersOf()).flatMap(({ shipping }) => shipping).filter(({ code = '' }) => !codes.has(code))).toEqual([]);
  });
}
