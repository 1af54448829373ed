import { afterEach, describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import { Store } from '../../db/entities/store.ts';
import { readDeciding, stampOf } from '../../db/payment-rows.ts';
import { inTransaction } from '../../db/sql.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { day, line, order, today } from '../db/sample-order.ts';
import { type PullStage, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

/** Orders 1 to `count`: each third pending, each fifth with an unknown SKU, the rest come in for 15.25. */
const someOrders = (count: number): OrderRecord[] =>
  Array.from({ length: count }, (_, at) =>
    order({
      id: String(at + 1),
      number: `N${at + 1}`,
      status: (at + 1) % 3 === 0 ? 'pending' : 'processing',
      lines: [line((at + 1) % 5 === 0 ? 'X' : 'A-1')],
      currency: (at + 1) % 7 === 0 ? 'USD' : 'EUR',
      placedAt: new Date(today.getTime() - day - at * 60_000),
      updatedAt: new Date(today.getTime() - day),
    }),
  );
const sums30 = { EUR: '198.25', USD: '45.75' };
const none = { orders: 0, sums: {} };
const expected30 = {
  ...{ read: 30, imported: 16, existing: 0, held: { 'status:pending': 10, 'unknown SKU': 4 }, sums: sums30 },
  ways: { paid: none, cod: { orders: 16, sums: sums30 }, unpaid: none },
};

const stored = (here: PullStage) =>
  here.rows<{ id: string; state: string }>(
    `select external_id as id, state, held_reason->>'kind' as reason, om_number as om, total::text, record->>'status' as status
     from "order" where store_id = ? order by external_id::int`,
  );

const lastCard = async (here: PullStage) => {
  await here.run([postCard]);
  return here.posted.at(-1)?.card;
};

describe('an import', () => {
  it('brings each order of its days once, decided, with our number and its whole record', async () => {
    here = await pullStage({ orders: someOrders(30) });
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect(await here.find(run)).toMatchObject({ state: 'done', result: { ...expected30, total: 30, malformed: 0 } });
    const rows = await stored(here);
    expect(rows.length).toBe(30);
    expect(rows.slice(0, 5)).toEqual([
      { id: '1', state: 'imported', reason: null, om: 'W-N1', total: '15.25', status: 'processing' },
      { id: '2', state: 'imported', reason: null, om: 'W-N2', total: '15.25', status: 'processing' },
      { id: '3', state: 'held', reason: 'status', om: null, total: '15.25', status: 'pending' },
      { id: '4', state: 'imported', reason: null, om: 'W-N4', total: '15.25', status: 'processing' },
      { id: '5', state: 'held', reason: 'unknown SKU', om: null, total: '15.25', status: 'processing' },
    ]);
  });

  it('asks for the days that were frozen when it was asked for, whenever it runs', async () => {
    here = await pullStage({ orders: someOrders(3) });
    const run = await here.begin('import', { days: 3 });
    await importOrders.run({ run }, here.context({ now: () => new Date(today.getTime() + day) }));
    expect(here.remote.windows[0]).toMatchObject({ createdSince: new Date(today.getTime() - 3 * day), createdUntil: today });
  });

  it('shows one message: its progress, and at the end what came in', async () => {
    here = await pullStage({ orders: someOrders(30) });
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await lastCard(here))?.title).toBe('16 orders of Demo shop came in');
    expect(new Set(here.posted.map(({ key }) => key))).toEqual(new Set([`run:${run}`]));
    expect(here.posted.at(-1)?.channel).toBe(here.channel.id);
  });

  it('tells its end again when it was killed before its card', async () => {
    here = await pullStage({ orders: someOrders(3) });
    const run = await here.begin('import');
    const away = async () => {
      throw new Error('killed');
    };
    await expect(importOrders.run({ run }, here.context({ enqueue: away }))).rejects.toThrow('killed');
    expect((await here.find(run)).state).toBe('done');
    const asked = here.remote.asked;
    await importOrders.run({ run }, here.context());
    expect((await lastCard(here))?.title).toBe('2 orders of Demo shop came in');
    expect(here.remote.asked).toBe(asked);
  });

  it('brings nothing new the second time', async () => {
    here = await pullStage({ orders: someOrders(30) });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    const before = await stored(here);
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ read: 30, imported: 0, existing: 16, held: expected30.held, sums: {} });
    expect(await stored(here)).toEqual(before);
  });

  it('counts an order once that the store shows twice', async () => {
    here = await pullStage({
      orders: someOrders(30),
      twice: true,
      malformedOrders: [{ id: '99', number: 'N99', reason: 'no total', raw: {} }],
    });
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({
      ...expected30,
      read: 31,
      malformed: 1,
      malformedExamples: [{ name: 'N99', reason: 'no total' }],
    });
    expect(await here.rows('select * from run_record r join sync_run s on s.id = r.run_id where s.store_id = ?')).toEqual([]);
  });

  it('counts an order by what became of it when it changes while the list is read', async () => {
    here = await pullStage({ orders: someOrders(30), twice: true });
    here.remote.onPage = (page) => {
      const paid = order({
        id: '3',
        number: 'N3',
        status: 'completed',
        total: '20.25',
        lines: [line('A-1', '15.00')],
        placedAt: today,
        updatedAt: today,
      });
      if (page === 3) here.remote.orders.splice(2, 1, paid);
    };
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({
      read: 30,
      imported: 17,
      held: { 'status:pending': 9, 'unknown SKU': 4 },
      sums: { EUR: '218.50', USD: '45.75' },
    });
    expect((await stored(here)).filter(({ state }) => state === 'imported').length).toBe(17);
  });

  it('keeps an order that cannot be read, with its reason, and goes on', async () => {
    const raw = { id: 99, total: '\u0000 odd \ud800' };
    here = await pullStage({
      orders: someOrders(12),
      malformedOrders: [
        { id: '99', reason: 'no total', raw },
        { reason: 'not an object', raw: 'x' },
      ],
    });
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ read: 14, malformed: 2 });
    const kept = await here.rows('select kind, key, reason, raw from malformed_record where store_id = ? order by key');
    expect(kept).toEqual([
      { kind: 'order', key: '99', reason: 'no total', raw: { id: 99, total: ' odd \ufffd' } },
      { kind: 'order', key: expect.stringMatching(/^hash [0-9a-f]{64}$/), reason: 'not an object', raw: 'x' },
    ]);
    expect(JSON.stringify(await lastCard(here))).toContain('2 orders could not be read');
  });

  it('forgets that an order could not be read once it can', async () => {
    here = await pullStage({ orders: [], malformedOrders: [{ id: '1', reason: 'no total', raw: {} }] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    Object.assign(here.remote, { orders: someOrders(1), malformedOrders: [] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    expect(await here.rows('select * from malformed_record where store_id = ?')).toEqual([]);
  });

  it('takes any text a buyer may have typed', async () => {
    const odd = 'NUL \u0000, half \ud83d, quote \' " \\ \\u0000, ž 😀';
    here = await pullStage({ orders: [order({ placedAt: today, note: odd, buyer: { name: odd } })] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    const [row] = await here.rows<{ note: string }>(`select record->>'note' as note from "order" where store_id = ?`);
    expect(row?.note).toBe('NUL , half \ufffd, quote \' " \\ \\u0000, ž 😀');
  });
});

describe('a dry run', () => {
  it('tells what would come in, and keeps nothing', async () => {
    here = await pullStage({ orders: someOrders(30), twice: true, malformedOrders: [{ id: '99', reason: 'no total', raw: {} }] });
    const run = await here.begin('import', { dryRun: true });
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ ...expected30, read: 31, malformed: 1 });
    expect(await stored(here)).toEqual([]);
    expect(await here.rows('select * from malformed_record where store_id = ?')).toEqual([]);
    const card = await lastCard(here);
    const { stamp } = (await here.find(run)).result;
    expect(card?.actions?.[0]?.command).toBe(`import 14 ${here.store.handle} now ${stamp}`);
  });

  it('names the first few orders that would wait, and the SKUs that are not known', async () => {
    here = await pullStage({ orders: someOrders(30), twice: true });
    const run = await here.begin('import', { dryRun: true });
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result.examples).toEqual({
      'status:pending': { orders: ['N3', 'N6', 'N9', 'N12', 'N15'], about: [] },
      'unknown SKU': { orders: ['N5', 'N10', 'N20', 'N25'], about: ['X'] },
    });
    const texts = (await lastCard(here))?.items?.map(({ text }) => text).join(' ');
    expect(texts).toContain('Not known: *X*. Orders N5, N10, N20 and N25.');
    expect(texts).toContain('Orders N3, N6, N9, N12, N15 and 5 more.');
  });

  it('is stamped by what its first orders were decided by, so that a change in the middle of it counts as one', async () => {
    here = await pullStage({ orders: someOrders(30) });
    const stampNow = async () => stampOf(await inTransaction(here.context().em, (sql) => readDeciding(sql, here.store.id)));
    const before = await stampNow();
    here.remote.onPage = async (page) => {
      if (page === 2) await here.context().em.nativeUpdate(Store, { id: here.store.id }, { orderPrefix: 'NEW-' });
    };
    const run = await here.begin('import', { dryRun: true });
    await importOrders.run({ run }, here.context());
    expect(await stampNow()).not.toBe(before);
    expect((await here.find(run)).result.stamp).toBe(before);
  });

  it('knows what is there already', async () => {
    here = await pullStage({ orders: someOrders(10) });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    here.remote.orders = someOrders(30);
    const run = await here.begin('import', { dryRun: true });
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ imported: 11, existing: 5 });
  });
});

describe('an order that is read again', () => {
  const only = async () => (await stored(here))[0];

  it('comes in when what it waited for is there', async () => {
    here = await pullStage({ orders: [order({ status: 'pending', placedAt: today })] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    here.remote.orders = [order({ placedAt: today, updatedAt: today })];
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ imported: 1, existing: 0, held: {} });
    expect(await only()).toMatchObject({ state: 'imported', om: 'W-1', reason: null });
  });

  it('stays in, with its newer record, whatever it would be decided now', async () => {
    here = await pullStage({ orders: [order({ placedAt: today })] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    here.remote.orders = [order({ placedAt: today, status: 'cancelled', updatedAt: today })];
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ imported: 0, existing: 1, held: {} });
    expect(await only()).toMatchObject({ state: 'imported', status: 'cancelled', om: 'W-1' });
  });

  it('is not overwritten by an older record', async () => {
    here = await pullStage({ orders: [order({ placedAt: today, status: 'on-hold', updatedAt: today })] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    here.remote.orders = [order({ placedAt: today, updatedAt: new Date(today.getTime() - 1000) })];
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).result).toMatchObject({ imported: 0, held: { 'status:on-hold': 1 } });
    expect(await only()).toMatchObject({ state: 'held', status: 'on-hold' });
  });

  it('waits when two products share its SKU', async () => {
    here = await pullStage({ orders: [order({ placedAt: today })] });
    await here.rows(`insert into product (id, store_id, external_id, sku, title, active, updated_at, seen_at)
      select gen_random_uuid(), ?, 'twin', 'A-1', 'Twin', true, now(), now()`);
    await importOrders.run({ run: await here.begin('import') }, here.context());
    expect(await only()).toMatchObject({ state: 'held', reason: 'unknown SKU' });
  });
});
