import { afterEach, describe, expect, it } from 'vitest';
import { NetworkError } from '../../connectors/errors.ts';
import { Connection } from '../../db/entities/connection.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { postCard } from '../../jobs/post-card.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { order } from '../db/sample-order.ts';
import { type PullStage, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

const minute = 60_000;
/** So many minutes after the store was connected. */
const at = (minutes: number) => new Date(here.store.createdAt.getTime() + minutes * minute);
const sync = (minutes: number) => syncOrders.run({ connection: here.connection.id }, here.context({ now: () => at(minutes) }));
const runs = () => here.orm.em.fork().find(SyncRun, { store: here.store.id, kind: 'orders' }, { orderBy: { startedAt: 'asc' } });
const connection = () => here.orm.em.fork().findOneOrFail(Connection, here.connection.id);
const ids = async () =>
  (await here.rows<{ id: string }>('select external_id as id from "order" where store_id = ? order by 1')).map(({ id }) => id);

describe('an order sync', () => {
  it('brings what was placed or changed since the store was connected', async () => {
    here = await pullStage();
    const old = new Date('2026-01-01');
    here.remote.orders = [
      order({ id: 'old', placedAt: old, updatedAt: old }),
      order({ id: 'changed', placedAt: old, updatedAt: at(1) }),
      order({ id: 'new', placedAt: at(2), updatedAt: at(2) }),
    ];
    await sync(3);
    expect(await ids()).toEqual(['changed', 'new']);
    expect((await connection()).ordersSyncedAt).toEqual(new Date(at(3).getTime() - 10_000));
  });

  it('begins twenty minutes before it ended the last time, and leaves the last ten seconds to the next', async () => {
    here = await pullStage();
    await sync(30);
    await sync(35);
    const [first, second] = await runs();
    expect(first?.since).toEqual(at(-5));
    expect(second?.since).toEqual(new Date(at(10).getTime() - 10_000));
    expect(second?.until).toEqual(new Date(at(35).getTime() - 10_000));
    expect(here.remote.windows.at(-1)).toMatchObject({ updatedSince: second?.since, updatedUntil: second?.until });
  });

  it('loses no order of a store whose clock is behind ours', async () => {
    here = await pullStage();
    await sync(30);
    here.remote.orders = [order({ id: 'placed a minute later', placedAt: at(31 - 15), updatedAt: at(31 - 15) })];
    await sync(35);
    expect(await ids()).toEqual(['placed a minute later']);
  });

  it('brings no order twice', async () => {
    here = await pullStage();
    here.remote.orders = [order({ id: '1', placedAt: at(8), updatedAt: at(8) })];
    await sync(10);
    await sync(12);
    const [first, second] = await runs();
    expect(first?.result).toMatchObject({ imported: 1, existing: 0 });
    expect(second?.result).toMatchObject({ imported: 0, existing: 1 });
    expect(await ids()).toEqual(['1']);
  });

  it('that broke off goes on with its own window and place before the next begins', async () => {
    here = await pullStage();
    here.remote.orders = Array.from({ length: 40 }, (_, number) => order({ id: String(number), placedAt: at(1), updatedAt: at(1) }));
    here.remote.onPage = (page) => {
      if (page === 2) throw new NetworkError('away');
    };
    await expect(sync(10)).rejects.toThrow('away');
    expect((await connection()).ordersSyncedAt).toBeNull();
    await sync(20);
    const all = await runs();
    expect(all.length).toBe(1);
    expect(all[0]).toMatchObject({ state: 'done', until: new Date(at(10).getTime() - 10_000), result: { read: 40, imported: 40 } });
    expect(here.remote.windows.map(({ cursor }) => cursor)).toEqual([undefined, '20']);
  });

  it('that was given up is begun anew from where the last whole one ended', async () => {
    here = await pullStage();
    await sync(10);
    here.remote.onPage = () => {
      throw new NetworkError('away');
    };
    await expect(sync(20)).rejects.toThrow('away');
    await syncOrders.failed?.({ connection: here.connection.id }, new NetworkError('away'), here.context());
    here.remote.onPage = undefined;
    await sync(30);
    const all = await runs();
    expect(all.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
    expect(all[2]?.since).toEqual(all[1]?.since);
    expect(here.posted).toEqual([]);
  });

  it('never runs twice at once for a store', async () => {
    here = await pullStage();
    here.remote.orders = Array.from({ length: 30 }, (_, number) => order({ id: String(number), placedAt: at(1), updatedAt: at(1) }));
    await Promise.all([1, 2, 3, 4].map(() => sync(30)));
    const all = await runs();
    // One that was asked for before the first had ended, and begins after it, finds all of them there.
    expect(all.filter(({ result }) => result.imported > 0)).toHaveLength(1);
    expect(all.map(({ state }) => state)).not.toContain('running');
    expect(all.reduce((sum, { result }) => sum + result.imported, 0)).toBe(30);
  });

  it.each([
    ['before the first product sync', 'first_synced_at = null'],
    ['of a connection that was switched off', `disabled_by = 'Ana'`],
    ['of a red connection', `health = 'red'`],
  ])('%s asks nothing', async (_when, change) => {
    here = await pullStage();
    await here.rows(`update connection set ${change} where store_id = ?`);
    await sync(10);
    expect(here.remote.windows).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it('while automatic transfer is off asks nothing, and misses nothing when it is on again', async () => {
    here = await pullStage();
    await sync(10);
    const setting = (automatic: number) => here.rows(`update store set settings = settings || '{"automatic":${automatic}}' where id = ?`);
    await setting(0);
    here.remote.orders = [order({ placedAt: at(100), updatedAt: at(100) })];
    await sync(200);
    expect((await runs()).length).toBe(1);
    await setting(60);
    await sync(300);
    expect(await ids()).toEqual(['1']);
  });

  it('that was begun before automatic transfer was switched off goes to its end', async () => {
    here = await pullStage();
    here.remote.orders = Array.from({ length: 20 }, (_, number) => order({ id: String(number), placedAt: at(1), updatedAt: at(1) }));
    here.remote.onPage = (page) => {
      if (page === 1) throw new NetworkError('away');
    };
    await expect(sync(10)).rejects.toThrow('away');
    await here.rows(`update store set settings = settings || '{"automatic":0}' where id = ?`);
    await sync(20);
    expect(await runs()).toMatchObject([{ state: 'done', result: { read: 20 } }]);
  });

  it('tells once of a payment instrument that nobody has mapped', async () => {
    here = await pullStage({}, { settings: { payment: 'adjusted' } });
    here.remote.orders = [order({ placedAt: at(8), updatedAt: at(8), paymentMethod: 'klarna', paymentMethodTitle: 'Klarna' })];
    await sync(10);
    await sync(12);
    await here.run([postCard]);
    expect(here.posted).toMatchObject([{ channel: here.channel.id, card: { title: 'Klarna appeared in 1 order' } }]);
  });

  it('keeps on an order that came in what happens to it in the store, each once', async () => {
    here = await pullStage();
    const read = async (status: string, minutes: number) => {
      here.remote.orders = [order({ placedAt: at(1), status, updatedAt: at(minutes) })];
      await sync(minutes + 1);
      await sync(minutes + 1.5);
    };
    await read('pending', 1);
    await read('processing', 5);
    await read('completed', 9);
    const [row] = await here.rows<{ history: unknown[] }>('select history from "order" where store_id = ?');
    const by = { job: 'sync-orders' };
    expect(row?.history).toEqual([
      { at: at(2).toISOString(), what: 'held', reason: { kind: 'status', status: 'pending' }, by },
      { at: at(6).toISOString(), what: 'imported', by },
      { at: at(10).toISOString(), what: 'status', status: 'completed', from: 'processing', by },
    ]);
  });

  it('counts for the health of the connection', async () => {
    here = await pullStage();
    here.remote.onPage = () => {
      throw new NetworkError('away');
    };
    await expect(sync(10)).rejects.toThrow();
    expect(await connection()).toMatchObject({ health: 'amber', failures: 1 });
    here.remote.onPage = undefined;
    await sync(11);
    expect(await connection()).toMatchObject({ health: 'green', failures: 0 });
  });

  it('reads the statuses first where none are known', async () => {
    here = await pullStage();
    await here.rows(`update store set statuses = '[]' where id = ?`);
    here.remote.orders = [order({ placedAt: at(1), updatedAt: at(1) })];
    await sync(10);
    expect((await runs())[0]?.result.imported).toBe(1);
  });

  it('keeps its runs for a week', async () => {
    here = await pullStage();
    await sync(10);
    await sync(10 + 6 * 24 * 60);
    expect((await runs()).length).toBe(2);
    await sync(10 + 8 * 24 * 60);
    expect((await runs()).length).toBe(2);
  });
});
