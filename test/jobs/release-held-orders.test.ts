import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import type { OrderEvent } from '../../db/rules/history.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { inTransaction, type Sql } from '../../db/sql.ts';
import { writeOrders } from '../../db/write-orders.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { syncProducts } from '../../jobs/sync-products.ts';
import { line, order, today } from '../db/sample-order.ts';
import { confirmRow } from './confirm-row.ts';
import { type PullStage, product, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

const adjusted = { settings: { payment: 'adjusted' } } as const;
const titles: Record<string, string> = { cod: 'Cash on delivery', paypal: 'PayPal', klarna: 'Klarna' };
const paidWith = (paymentMethod: string, count: number, given: Partial<OrderRecord> = {}): OrderRecord[] =>
  Array.from({ length: count }, (_, at) => {
    const id = `${paymentMethod}-${at}`;
    return order({ id, number: id, paymentMethod, paymentMethodTitle: titles[paymentMethod], placedAt: today, updatedAt: today, ...given });
  });

/** A store whose orders all were imported and wait. */
async function waiting(orders: OrderRecord[], settings: Parameters<typeof pullStage>[1] = adjusted): Promise<void> {
  here = await pullStage({ orders, pageSize: 100 }, settings);
  await importOrders.run({ run: await here.begin('import') }, here.context());
  await here.run([postCard]);
  here.posted.length = 0;
}

type Data = Parameters<typeof releaseHeldOrders.run>[0];
const rowConfirmed = (given: Partial<Data> = {}): Data => ({
  store: here.store.id,
  release: randomUUID(),
  cause: { kind: 'rows', titles: ['Klarna'] },
  ...given,
});
const release = (data: Data, change: Parameters<PullStage['context']>[0] = {}) => releaseHeldOrders.run(data, here.context(change));

const states = () =>
  here.rows<{ method: string; state: string; orders: number }>(
    `select payment_method as method, state, count(*)::int as orders from "order" where store_id = ? group by 1, 2 order by 1, 2`,
  );
const told = async () => {
  await here.run([postCard]);
  return here.posted.map(({ channel, card: { title, text } }) => ({ channel, title, text }));
};
const changes = () => here.rows(`select subject, after, person, job from change where store_id = ? and kind = 'release'`);

describe('orders that waited for a row', () => {
  it('come in when it is confirmed, decided by it, and one message says how many', async () => {
    await waiting([...paidWith('klarna', 3), ...paidWith('paypal', 2)]);
    await confirmRow(here, 'klarna', { title: 'Klarna', paymentType: 'later', deliveryType: 'courier' });
    const data = rowConfirmed({ person: 'Ana' });
    await release(data);
    expect(await states()).toEqual([
      { method: 'klarna', state: 'imported', orders: 3 },
      { method: 'paypal', state: 'held', orders: 2 },
    ]);
    const [row] = await here.rows<{ history: OrderEvent[] }>(
      `select paid, om_number as om, om_status as "omStatus", imported_in as run, payment_type_id is not null as typed, applied, held_reason as reason, history
       from "order" where store_id = ? and number = 'klarna-0'`,
    );
    expect(row).toMatchObject({ paid: true, om: 'W-klarna-0', omStatus: 'received', run: data.release, typed: true, reason: null });
    expect(row).toMatchObject({ applied: { orderDescriptions: true, productDescriptions: true, buyerContact: true } });
    expect(row?.history.map(({ what, by }) => ({ what, by }))).toEqual([
      { what: 'held', by: { job: 'import-orders' } },
      { what: 'imported', by: { job: 'release-held-orders', person: 'Ana' } },
    ]);
    expect(await told()).toEqual([
      {
        channel: here.channel.id,
        title: '3 orders of Demo shop came in',
        text: 'They had waited for *Klarna* to be confirmed. In all: €45.75.',
      },
    ]);
    expect(await changes()).toEqual([{ subject: 'Klarna', after: { orders: 3, EUR: '45.75' }, person: 'Ana', job: 'release-held-orders' }]);
  });

  it('come in once, and are told once, however often the release runs', async () => {
    await waiting(paidWith('klarna', 3));
    await confirmRow(here, 'klarna');
    const data = rowConfirmed();
    await release(data);
    await release(data);
    await Promise.all([release(data), release(data)]);
    expect(new Set((await told()).map(({ title }) => title))).toEqual(new Set(['3 orders of Demo shop came in']));
    expect(new Set(here.posted.map(({ key }) => key)).size).toBe(1);
    expect((await changes()).length).toBe(1);
    const histories = await here.rows<{ events: number }>('select jsonb_array_length(history) as events from "order" where store_id = ?');
    expect(histories).toEqual(Array(3).fill({ events: 2 }));
  });

  it('are all counted when the release is killed in the middle', async () => {
    await waiting(paidWith('klarna', 450));
    await confirmRow(here, 'klarna');
    const data = rowConfirmed();
    let pages = 0;
    const dying = Object.assign(new AbortController().signal, {
      throwIfAborted: () => {
        if (++pages === 3) throw new Error('killed');
      },
    });
    await expect(release(data, { signal: dying })).rejects.toThrow('killed');
    expect(await states()).toEqual([
      { method: 'klarna', state: 'held', orders: 50 },
      { method: 'klarna', state: 'imported', orders: 400 },
    ]);
    expect(await told()).toEqual([]);
    await release(data);
    expect(await told()).toMatchObject([{ title: '450 orders of Demo shop came in' }]);
    expect(await changes()).toMatchObject([{ after: { orders: 450, EUR: '6862.50' } }]);
  });

  it('are told in the channel where it was confirmed', async () => {
    await waiting(paidWith('klarna', 1));
    await confirmRow(here, 'klarna');
    await release(rowConfirmed({ channel: 'other' }));
    expect(await told()).toMatchObject([{ channel: 'other', title: '1 order of Demo shop came in' }]);
  });

  it('of two rows that were confirmed at once are told together, each row by its name', async () => {
    await waiting([...paidWith('klarna', 1), ...paidWith('paypal', 1)]);
    await confirmRow(here, 'klarna', { title: 'Klarna' });
    await confirmRow(here, 'paypal', { title: 'PayPal' });
    await release(rowConfirmed());
    await release(rowConfirmed({ cause: { kind: 'rows', titles: ['PayPal'] } }));
    expect((await told()).map(({ text }) => text)).toEqual(['They had waited for *Klarna* and *PayPal* to be confirmed. In all: €30.50.']);
  });

  it('wait for the next reason then, and nobody is told', async () => {
    await waiting([...paidWith('klarna', 1, { status: 'on-hold' }), ...paidWith('paypal', 1, { lines: [line('X')] })]);
    await confirmRow(here, 'klarna');
    await confirmRow(here, 'paypal');
    const data = rowConfirmed();
    await release(data);
    await release(data);
    const rows = await here.rows<{ reason: string; history: OrderEvent[] }>(
      `select held_reason->>'kind' as reason, history from "order" where store_id = ? order by number`,
    );
    expect(rows.map(({ reason, history }) => [reason, ...history.map((event) => event.reason?.kind)])).toEqual([
      ['status', 'no row', 'status'],
      ['unknown SKU', 'no row', 'unknown SKU'],
    ]);
    expect(await told()).toEqual([]);
    expect(await changes()).toEqual([]);
  });
});

const waitingLocks = `select 1 from pg_locks l join pg_database d on d.oid = l.database
  where not granted and locktype = 'advisory' and datname = current_database()`;

it('finds the orders of a page that was decided by the old rows while somebody confirmed one', async () => {
  await waiting(paidWith('paypal', 1));
  const data = rowConfirmed();
  let releasing: Promise<void> | undefined;
  const page = { run: await here.begin('import'), store: here.store.id, by: { job: 'import-orders' }, dryRun: false, now: today };
  await inTransaction(
    here.orm.em.fork(),
    async (sql) => {
      const interrupted: Sql = async (text, values) => {
        if (text.includes('insert into "order"')) {
          await confirmRow(here, 'paypal');
          releasing = release(data);
          const locks = () => inTransaction(here.orm.em.fork(), (other) => other(waitingLocks));
          await vi.waitFor(async () => expect((await locks()).length).toBe(1), { timeout: 5_000 });
        }
        return sql(text, values);
      };
      await writeOrders(interrupted, { ...page, records: paidWith('paypal', 3), malformed: [] }, emptyResult());
    },
    { alone: here.store.id },
  );
  expect(await states()).toEqual([{ method: 'paypal', state: 'held', orders: 3 }]);
  await releasing;
  expect(await states()).toEqual([{ method: 'paypal', state: 'imported', orders: 3 }]);
  expect(await told()).toMatchObject([{ title: '3 orders of Demo shop came in' }]);
});

describe('orders that came in', () => {
  it('are not decided again by a release, whatever their row says now', async () => {
    await waiting(paidWith('klarna', 1));
    await confirmRow(here, 'klarna', { paymentType: 'later' });
    await release(rowConfirmed());
    const before = await here.rows('select * from "order" where store_id = ?');
    await confirmRow(here, 'klarna', { cod: true });
    await here.rows(`update store set settings = settings || '{"payment":"never"}' where id = ?`);
    await release(rowConfirmed());
    await release(rowConfirmed({ cause: { kind: 'settings' } }));
    expect(await here.rows('select * from "order" where store_id = ?')).toEqual(before);
  });
});

describe('a change of mode', () => {
  it.each([
    ['always', true, null],
    ['never', false, '15.25'],
  ])('to %s lets in what waited for rows, and says so', async (mode, paid, cod) => {
    await waiting([...paidWith('cod', 1), ...paidWith('klarna', 1, { status: 'pending' })]);
    await here.rows(`update store set settings = settings || '{"payment":"${mode}"}' where id = ?`);
    await release(rowConfirmed({ cause: { kind: 'settings' } }));
    expect(await states()).toMatchObject([
      { method: 'cod', state: 'imported' },
      { method: 'klarna', state: 'held' },
    ]);
    expect(await here.rows(`select paid, cod_amount::text as cod from "order" where store_id = ? and state = 'imported'`)).toEqual([
      { paid, cod },
    ]);
    expect((await told()).map(({ text }) => text)).toEqual(['It had waited because of the settings as they were. In all: €15.25.']);
  });
});

it('lets in by a product sync what waited for an SKU, with one message beside the report', async () => {
  await waiting(paidWith('paypal', 2, { lines: [line('NEW')] }), { settings: { payment: 'never' } });
  here.remote.products = [product('NEW')];
  const run = await here.begin('products');
  await syncProducts.run({ run }, here.context());
  await syncProducts.run({ run }, here.context());
  await here.run([releaseHeldOrders, postCard, { ...syncOrders, run: async () => {} }]);
  const titles = new Map(here.posted.map(({ key, card }) => [key, card.title]));
  expect([...titles.values()].toSorted()).toEqual(['2 orders of Demo shop came in', 'The products of Demo shop are synced']);
  expect(await changes()).toMatchObject([{ subject: 'products', after: { orders: 2, EUR: '30.50' } }]);
});
