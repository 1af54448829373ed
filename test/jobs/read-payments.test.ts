import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { NetworkError, PermissionError } from '../../connectors/errors.ts';
import { connectors } from '../../connectors/index.ts';
import type { OrderRecord } from '../../connectors/records.ts';
import { Connection } from '../../db/entities/connection.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { readInstruments } from '../../db/read-instruments.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { readPayments } from '../../jobs/read-payments.ts';
import { reconcile } from '../../jobs/reconcile.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import { day, order, today } from '../db/sample-order.ts';
import { euros, realOrders } from '../fakes/shop.ts';
import { startWooCommerce } from '../fakes/woocommerce.ts';
import { type PullStage, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

const since = new Date(today.getTime() - 60 * day);
const titles = { cod: 'Cash on delivery', paypal: 'PayPal', klarna: 'Klarna', '': '' };
let number = 0;

/** Orders paid like this, one a day from yesterday on back. */
const paidWith = (method: keyof typeof titles, count: number, given: Partial<OrderRecord> = {}): OrderRecord[] =>
  Array.from({ length: count }, (_, at) => {
    const id = String(++number);
    const placedAt = new Date(today.getTime() - day * (at + 1));
    return order({ id, number: id, paymentMethod: method, paymentMethodTitle: titles[method], placedAt, updatedAt: placedAt, ...given });
  });

const listed = (code: string, title: string, enabled = true) => ({ code, title, enabled });
const adjusted = { settings: { payment: 'adjusted' } } as const;

/** Reads them once, from beginning to end. */
async function read(change: Parameters<PullStage['context']>[0] = {}): Promise<string> {
  const startedAt = new Date(today.getTime() + ++number);
  const run = await here.begin('payments', { since, until: today, startedAt });
  await readPayments.run({ run }, here.context(change));
  return run;
}

const told = () => readInstruments(here.orm.em.fork(), here.store.id, today);
const rowsInShort = async () =>
  (await told()).instruments.map(({ method, title, seen, vanished, byHand }) => ({ method, title, orders: seen.orders, vanished, byHand }));
const change = (method: string, values: Partial<PaymentMapping>) =>
  here.orm.em.fork().nativeUpdate(PaymentMapping, { store: here.store.id, method }, values);
const orders = () =>
  here.rows<{ state: string; orders: number }>(
    `select state, count(*)::int as orders from "order" where store_id = ? group by state order by state`,
  );
const lastCard = async () => {
  await here.run([postCard]);
  return here.posted.at(-1)?.card;
};

describe('reading payment instruments', () => {
  it('gives a row to what the store lists, to what its orders have, and keeps what was added by hand', async () => {
    here = await pullStage({
      orders: [...paidWith('paypal', 2), ...paidWith('klarna', 3), ...paidWith('', 1, { total: '0.00' })],
      paymentMethods: [listed('paypal', 'PayPal checkout'), listed('bacs', 'Bank transfer')],
    });
    const em = here.orm.em.fork();
    em.create(PaymentMapping, { store: here.store.id, method: 'voucher', handle: 'voucher', title: 'Voucher', byHand: true });
    await em.flush();
    await read();
    expect(await rowsInShort()).toEqual([
      { method: 'klarna', title: 'Klarna', orders: 3, vanished: false, byHand: false },
      { method: 'paypal', title: 'PayPal checkout', orders: 2, vanished: false, byHand: false },
      { method: '', title: 'No payment method', orders: 1, vanished: false, byHand: false },
      { method: 'bacs', title: 'Bank transfer', orders: 0, vanished: false, byHand: false },
      { method: 'voucher', title: 'Voucher', orders: 0, vanished: false, byHand: true },
    ]);
    expect((await told()).instruments.every(({ confirmed }) => !confirmed)).toBe(true);
  });

  it('counts the orders of the last 60 days, with sums by currency, statuses, free ones, paid ones and ways of shipping', async () => {
    const locker = [{ title: 'Locker', total: '3.05', tax: '0' }];
    here = await pullStage({
      orders: [
        ...paidWith('klarna', 2, { paidAt: today }),
        ...paidWith('klarna', 1, { currency: 'USD', total: '20.10', status: 'completed', shipping: locker }),
        ...paidWith('klarna', 1, { total: '0.00', shipping: [] }),
        ...paidWith('klarna', 1, { placedAt: new Date(since.getTime() - 1) }),
      ],
    });
    await read();
    expect((await told()).instruments[0]?.seen).toEqual({
      ...{ orders: 4, sums: { EUR: '30.50', USD: '20.10' }, statuses: { processing: 3, completed: 1 } },
      ...{ free: 1, paidInStore: 2, deliveries: { 'Flat rate': 2, Locker: 1 } },
    });
  });

  it('asks for the 60 days that were frozen when it was asked for, whenever it runs', async () => {
    here = await pullStage();
    await read({ now: () => new Date(today.getTime() + day) });
    expect(here.remote.windows).toMatchObject([{ createdSince: since, createdUntil: today }]);
  });

  it('shows one message, which ends as the table', async () => {
    here = await pullStage({ orders: paidWith('paypal', 2) });
    const run = await read();
    expect(await lastCard()).toMatchObject({
      title: 'Payment instruments of Demo shop',
      table: { rows: [['PayPal', '2 (€30.50)', ...Array(4).fill(expect.any(String))]] },
    });
    expect(new Set(here.posted.map(({ key }) => key))).toEqual(new Set([`run:${run}`]));
  });

  it('tells its end again when it was killed before its card', async () => {
    here = await pullStage({ orders: paidWith('paypal', 1) });
    const away = async () => {
      throw new Error('killed');
    };
    await expect(read({ enqueue: away })).rejects.toThrow('killed');
    const [run] = await here.rows<{ id: string; state: string }>('select id, state from sync_run where store_id = ?');
    expect(run?.state).toBe('done');
    await readPayments.run({ run: run?.id ?? '' }, here.context());
    expect((await lastCard())?.title).toBe('Payment instruments of Demo shop');
  });

  it('reads the store’s statuses as well, and keeps the old ones when there are none', async () => {
    here = await pullStage({ statuses: [{ code: 'wc-new', title: 'New', meaning: 'other' }] });
    await read();
    expect((await told()).statuses.map(({ code }) => code)).toEqual(['wc-new']);
    here.remote.statuses = new PermissionError('no');
    await read();
    expect((await told()).statuses.map(({ code }) => code)).toEqual(['wc-new']);
  });

  it('leaves out what is switched off and has no order, and says so', async () => {
    here = await pullStage({
      orders: paidWith('klarna', 1),
      paymentMethods: [listed('klarna', 'Klarna', false), listed('cheque', 'Cheque', false)],
    });
    await read();
    expect(await rowsInShort()).toMatchObject([{ method: 'klarna', orders: 1 }]);
    expect((await lastCard())?.facts).toContainEqual(['Left out', 'Cheque: switched off in the store, and no order has it.']);
  });

  it('counts what cannot be read, tells it, and goes on', async () => {
    here = await pullStage({ orders: paidWith('klarna', 2), malformedOrders: [{ id: '99', number: 'N99', reason: 'no total', raw: {} }] });
    const run = await read();
    expect((await here.find(run)).result).toMatchObject({ read: 3, malformed: 1, imported: 0, held: {} });
    expect((await lastCard())?.items).toMatchObject([
      { label: '1 order could not be read', text: expect.stringContaining('N99: no total') },
    ]);
    expect(await here.rows('select key from malformed_record where store_id = ?')).toEqual([{ key: '99' }]);
    expect(await here.rows('select * from run_record r join sync_run s on s.id = r.run_id where s.store_id = ?')).toEqual([]);
  });
});

describe('reading payment instruments again', () => {
  it('keeps what was set, takes the store’s new name, and marks what is gone but not what was added by hand', async () => {
    here = await pullStage({
      orders: paidWith('paypal', 1),
      paymentMethods: [listed('bacs', 'Bank transfer'), listed('klarna', 'Klarna')],
    });
    await read();
    await change('klarna', { confirmedAt: today, confirmedBy: 'Ana', statuses: ['processing'], version: 1 });
    await change('bacs', { confirmedAt: today, confirmedBy: 'Ana', statuses: ['completed'], version: 2 });
    await change('paypal', { byHand: true, title: 'Our PayPal' });
    here.remote.paymentMethods = [listed('bacs', 'Wire'), listed('paypal', 'PayPal Standard')];
    here.remote.orders = [];
    await read();
    const { instruments } = await told();
    expect(instruments.find(({ method }) => method === 'klarna')).toMatchObject({
      confirmed: true,
      vanished: true,
      statuses: ['processing'],
      version: 1,
    });
    expect(instruments.find(({ method }) => method === 'bacs')).toMatchObject({
      title: 'Wire',
      confirmed: true,
      vanished: false,
      statuses: ['completed'],
    });
    expect(instruments.find(({ method }) => method === 'paypal')).toMatchObject({ title: 'Our PayPal', vanished: false });
  });

  it('takes the mark away from what is there again', async () => {
    here = await pullStage({ paymentMethods: [listed('klarna', 'Klarna')] });
    await read();
    here.remote.paymentMethods = [];
    await read();
    expect(await rowsInShort()).toMatchObject([{ method: 'klarna', vanished: true }]);
    here.remote.orders = paidWith('klarna', 1);
    await read();
    expect(await rowsInShort()).toMatchObject([{ method: 'klarna', vanished: false }]);
  });

  it('sees how orders changed meanwhile, and forgets those that only were looked at and are older now', async () => {
    const [first, second] = paidWith('klarna', 2);
    here = await pullStage({ orders: [first, second].flatMap((one) => one ?? []) });
    await read();
    here.remote.orders[0] = order({ ...first, paymentMethod: 'paypal', paymentMethodTitle: 'PayPal', updatedAt: today });
    await read();
    expect(await rowsInShort()).toMatchObject([
      { method: 'klarna', orders: 1 },
      { method: 'paypal', orders: 1 },
    ]);
    const later = await here.begin('payments', { since: new Date(today.getTime() - 1.5 * day) });
    await readPayments.run({ run: later }, here.context());
    expect(await orders()).toEqual([{ state: 'seen', orders: 1 }]);
  });
});

describe('a reading that is disturbed', () => {
  it('goes on where it was, and counts every order once', async () => {
    here = await pullStage({ orders: paidWith('klarna', 45), twice: true, paymentMethods: [listed('klarna', 'Klarna')] });
    here.remote.onPage = (page) => {
      if ([2, 5, 7].includes(page)) throw new NetworkError('The store is away.');
    };
    const run = await here.begin('payments', { since });
    expect(await here.untilDone(readPayments, run)).toBe(3);
    expect((await here.find(run)).result).toMatchObject({ read: 45, total: 45 });
    expect(here.remote.windows.slice(1).every(({ cursor }) => cursor)).toBe(true);
    expect(await rowsInShort()).toMatchObject([{ orders: 45 }]);
  });

  it('is asked for again when its job was lost', async () => {
    here = await pullStage();
    const run = await here.begin('payments', { since });
    const asked: unknown[] = [];
    const enqueue = async (wanted: { name: string }, data: unknown) => void asked.push([wanted.name, data]);
    await reconcile.run({}, here.context({ enqueue }));
    expect(asked).toContainEqual(['read-payments', { run }]);
  });

  it('tells what is in the way when it is given up, and how to try again', async () => {
    here = await pullStage();
    const run = await here.begin('payments', { since });
    await readPayments.failed?.({ run }, new PermissionError('The key may not read orders.'), here.context());
    expect(await lastCard()).toMatchObject({
      title: 'Reading the payment instruments of Demo shop stopped',
      actions: [{ command: `payments ${here.store.handle} again` }, { command: `check ${here.store.handle}` }],
    });
  });

  it('waits while the connection is red', async () => {
    here = await pullStage({ orders: paidWith('klarna', 1) });
    await here.orm.em.fork().nativeUpdate(Connection, { store: here.store.id }, { health: 'red' });
    const run = await read();
    expect((await here.find(run)).state).toBe('running');
    expect(here.remote.asked).toBe(0);
    expect(here.posted.at(-1)?.card.progress?.waiting).toBe('the connection to be green again');
  });
});

describe('without the store’s own list', () => {
  it('reads what the orders tell where the platform has none, and says so', async () => {
    here = await pullStage({ orders: paidWith('klarna', 2) });
    await read();
    expect(await rowsInShort()).toMatchObject([{ method: 'klarna', orders: 2 }]);
    expect((await lastCard())?.text).toContain('This platform has no list of payment methods');
  });

  it('reads what the orders tell where the key may not read it, says so, and takes nothing for gone', async () => {
    here = await pullStage({ paymentMethods: [listed('bacs', 'Bank transfer')] });
    await read();
    here.remote.paymentMethods = new PermissionError('Sorry, you cannot list resources.');
    here.remote.orders = paidWith('klarna', 1);
    await read();
    expect(await rowsInShort()).toMatchObject([{ method: 'klarna' }, { method: 'bacs', vanished: false }]);
    expect((await lastCard())?.text).toContain('The key may not read the store’s list of payment methods');
    expect((await here.orm.em.fork().findOneOrFail(Connection, { store: here.store.id })).health).toBe('green');
  });

  it('tries again when the list cannot be had just now', async () => {
    here = await pullStage({ orders: paidWith('klarna', 1), paymentMethods: new NetworkError('Away.') });
    await expect(read()).rejects.toThrow('Away.');
    expect((await told()).instruments).toEqual([]);
  });
});

describe('orders that are only looked at', () => {
  it('do not come in, neither by the reading nor when their row is confirmed', async () => {
    here = await pullStage({ orders: paidWith('klarna', 3) }, adjusted);
    await read();
    expect(await orders()).toEqual([{ state: 'seen', orders: 3 }]);
    await change('klarna', { confirmedAt: today, statuses: ['processing'] });
    const cause = { kind: 'rows' as const, titles: ['Klarna'] };
    await releaseHeldOrders.run({ store: here.store.id, release: randomUUID(), cause }, here.context());
    expect(await orders()).toEqual([{ state: 'seen', orders: 3 }]);
  });

  it('come in when they are imported, with a history that begins there', async () => {
    here = await pullStage({ orders: paidWith('klarna', 2) }, adjusted);
    await read();
    await change('klarna', { confirmedAt: today, statuses: ['processing'] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    expect(await orders()).toEqual([{ state: 'imported', orders: 2 }]);
    const [row] = await here.rows<{ history: unknown[] }>('select history from "order" where store_id = ?');
    expect(row?.history).toMatchObject([{ what: 'imported' }]);
  });

  it('are never those that wait or came in: these stay as they are', async () => {
    here = await pullStage({ orders: [...paidWith('klarna', 1), ...paidWith('paypal', 1)] }, adjusted);
    await read();
    await change('paypal', { confirmedAt: today, statuses: ['processing'] });
    await importOrders.run({ run: await here.begin('import') }, here.context());
    const stored = () =>
      here.rows('select external_id, state, status, history, record::text from "order" where store_id = ? order by external_id::int');
    const before = await stored();
    here.remote.orders = here.remote.orders.map((one) => ({ ...one, status: 'completed', updatedAt: today }));
    await read();
    expect(await stored()).toEqual(before);
    expect((await told()).instruments).toMatchObject([
      { method: 'klarna', waiting: 1, seen: { orders: 1 } },
      { method: 'paypal', waiting: 0, seen: { orders: 1 } },
    ]);
  });
});

describe('the sample store on WooCommerce', () => {
  it('shows all it lists and all its orders had, with counts and sums, within seconds', async () => {
    here = await pullStage();
    const woocommerce = await startWooCommerce();
    try {
      const em = here.orm.em.fork();
      await em.nativeUpdate(Store, { id: here.store.id }, { url: woocommerce.url });
      const connection = await em.findOneOrFail(Connection, { store: here.store.id });
      connection.credentials = woocommerce.credentials;
      connection.plainHttp = true;
      await em.flush();
      const now = new Date();
      const from = new Date(now.getTime() - 60 * day);
      const run = await here.begin('payments', { since: from, startedAt: now });
      await readPayments.run({ run }, here.context({ connectors, now: () => now }));
      expect((await here.find(run)).result).toMatchObject({ read: 220, malformed: 1, list: { state: 'read', off: ['Check payments'] } });
      const { instruments } = await readInstruments(here.orm.em.fork(), here.store.id, now);
      const readable = realOrders(woocommerce.shop).filter(({ created, broken }) => created >= from && !broken);
      for (const { method, seen } of instruments) {
        const mine = readable.filter(({ payment }) => payment.code === method);
        const inEuros = mine.filter(({ currency }) => currency === 'EUR').reduce((all, { total }) => all + total, 0);
        expect(seen.orders).toBe(mine.length);
        expect(seen.sums.EUR).toBe(euros(inEuros));
      }
      expect(instruments.map(({ method }) => method).sort()).toEqual(['', 'bacs', 'cod', 'paypal', 'stripe']);
    } finally {
      await woocommerce.close();
    }
  });
});
