import { afterEach, describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { inTransaction } from '../../db/sql.ts';
import { writeOrders } from '../../db/write-orders.ts';
import { announceInstruments, markAnnounced } from '../../jobs/announce-instruments.ts';
import { postCard } from '../../jobs/post-card.ts';
import { readPayments } from '../../jobs/read-payments.ts';
import { day, order, today } from '../db/sample-order.ts';
import { type PullStage, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

let number = 0;
const paidWith = (code: string, title: string, count: number): OrderRecord[] =>
  Array.from({ length: count }, () => {
    const id = String(++number);
    return order({ id, number: id, paymentMethod: code, paymentMethodTitle: title, placedAt: new Date(today.getTime() - day) });
  });

/** A store where these orders were met, and each waits for its row. */
async function waiting(...orders: OrderRecord[]) {
  here = await pullStage({}, { settings: { payment: 'adjusted' } });
  await meet(orders);
}

/** As a run writes them, before it tells anything. */
async function meet(records: OrderRecord[]) {
  const page = { run: await here.begin('import', { silent: true }), store: here.store.id, by: {}, dryRun: false, now: today };
  await inTransaction(here.orm.em.fork(), (sql) => writeOrders(sql, { ...page, records, malformed: [] }, emptyResult()));
  await here.rows("update sync_run set state = 'done' where store_id = ?");
}

const announce = (change: Parameters<PullStage['context']>[0] = {}) => announceInstruments(here.context(change), here.store.id);
const alerts = async () => {
  await here.run([postCard]);
  return here.posted.filter(({ key }) => key.startsWith('instruments:'));
};

describe('a payment instrument without a confirmed row', () => {
  it('is told once, with how many orders wait and the button that maps it', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 3));
    await announce();
    await announce();
    expect(await alerts()).toMatchObject([
      {
        channel: here.channel.id,
        card: {
          title: 'Klarna appeared in 3 orders',
          text: expect.stringMatching(/^They wait at Demo shop: .* Map it\?$/),
          actions: [{ label: 'Map Klarna', command: `map klarna ${here.store.handle}` }, { command: `payments ${here.store.handle}` }],
        },
      },
    ]);
  });

  it('is told together with others in one card, each with its button', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1), ...paidWith('swish', 'Swish', 2));
    await announce();
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.card).toMatchObject({
      title: 'Swish and Klarna appeared in 3 orders',
      items: [
        { label: 'Swish: 2 orders wait', actions: [{ command: `map swish ${here.store.handle}` }] },
        { label: 'Klarna: 1 order waits', actions: [{ command: `map klarna ${here.store.handle}` }] },
      ],
    });
  });

  it('is told by itself when another one was told before', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    await announce();
    await meet(paidWith('swish', 'Swish', 1));
    await announce();
    expect((await alerts()).map(({ card }) => card.title)).toEqual(['Klarna appeared in 1 order', 'Swish appeared in 1 order']);
  });

  it('is told once when two ask at the same moment', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    await Promise.all([announce(), announce()]);
    expect(await alerts()).toHaveLength(1);
  });

  it('is told under the same key when it was killed before it was kept that it was told', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    const { enqueue } = here.queue;
    const dies: typeof enqueue = async (...given) => {
      await enqueue(...given);
      throw new Error('killed');
    };
    await expect(announce({ enqueue: dies })).rejects.toThrow('killed');
    await announce();
    expect(new Set((await alerts()).map(({ key, revision }) => `${key} ${revision}`)).size).toBe(1);
  });
});

describe('nothing is told', () => {
  it.each(['always', 'never'] as const)('in mode %s, where no order waits for a row', async (payment) => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    const em = here.orm.em.fork();
    const store = await em.findOneOrFail(Store, here.store.id);
    em.assign(store, { settings: { ...store.settings, payment } });
    await em.flush();
    await announce();
    expect(await alerts()).toEqual([]);
  });

  it('of a confirmed row, nor of one for which nothing waits', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    const em = here.orm.em.fork();
    em.create(PaymentMapping, { store: here.store.id, method: 'bacs', handle: 'bacs', title: 'Bank transfer' });
    await em.flush();
    await em.nativeUpdate(PaymentMapping, { store: here.store.id, method: 'klarna' }, { confirmedAt: today });
    await announce();
    expect(await alerts()).toEqual([]);
  });

  it('of what the end of an import has told', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    await inTransaction(here.orm.em.fork(), (sql) => markAnnounced(sql, here.store.id, today));
    await announce();
    expect(await alerts()).toEqual([]);
  });

  it('of what the table of a reading has told', async () => {
    await waiting(...paidWith('klarna', 'Klarna', 1));
    const run = await here.begin('payments', { since: new Date(today.getTime() - 60 * day) });
    await readPayments.run({ run }, here.context());
    await announce();
    expect(await alerts()).toEqual([]);
  });
});
