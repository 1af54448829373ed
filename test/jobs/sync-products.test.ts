import { afterEach, describe, expect, it } from 'vitest';
import { NetworkError, PermissionError } from '../../connectors/errors.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { syncProducts } from '../../jobs/sync-products.ts';
import { day, line, order, today } from '../db/sample-order.ts';
import { confirmRow } from './confirm-row.ts';
import { type PullStage, product, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

const some = (count: number) => Array.from({ length: count }, (_, at) => product(`S-${at}`));
const stored = (here: PullStage) =>
  here.rows<{ id: string; sku: string; gone: boolean }>(
    'select external_id as id, sku, archived_at is not null as gone from product where store_id = ? order by external_id',
  );
const sync = async (change: Parameters<PullStage['begin']>[1] = {}) => {
  const run = await here.begin('products', change);
  await syncProducts.run({ run }, here.context());
  return (await here.find(run)).result;
};
const later = (days: number) => ({ startedAt: new Date(today.getTime() + days * day) });

describe('a product sync', () => {
  it('brings every product with all that is told of it', async () => {
    const full = product('S-1', {
      ...{
        id: '7-12',
        parentId: '7',
        variant: 'Size: L',
        price: '1234.5600',
        stock: '3',
        barcode: '4006381333931',
        editUrl: 'https://shop.example/edit/7',
      },
      title: 'ž & "quotes"',
      active: false,
    });
    here = await pullStage({ products: [full, product(undefined, { id: '8' })] }, { known: [] });
    expect(await sync()).toMatchObject({ read: 2, products: 2, archived: 0 });
    const rows = await here.rows(
      'select external_id, parent_id, sku, title, variant, price::text, stock::text, barcode, active, edit_url from product where store_id = ? order by external_id',
    );
    expect(rows[0]).toEqual({
      external_id: '7-12',
      parent_id: '7',
      sku: 'S-1',
      title: 'ž & "quotes"',
      variant: 'Size: L',
      price: '1234.5600',
      stock: '3',
      barcode: '4006381333931',
      active: false,
      edit_url: 'https://shop.example/edit/7',
    });
    expect(rows[1]).toMatchObject({ external_id: '8', sku: null, stock: null });
  });

  it('counts a product once that the store shows twice', async () => {
    here = await pullStage({ products: some(25), twice: true }, { known: [] });
    expect(await sync()).toMatchObject({ read: 25, products: 25 });
  });

  it('archives what the store does not show any more, and takes it back when it does', async () => {
    here = await pullStage({ products: some(3) }, { known: [] });
    await sync();
    here.remote.products = some(2);
    expect(await sync(later(1))).toMatchObject({ products: 2, archived: 1 });
    expect((await stored(here)).map(({ gone }) => gone)).toEqual([false, false, true]);
    here.remote.products = some(3);
    expect(await sync(later(2))).toMatchObject({ products: 3, archived: 0 });
    expect((await stored(here)).map(({ gone }) => gone)).toEqual([false, false, false]);
  });

  it('does not believe a store that suddenly lists nothing at all, and archives nothing', async () => {
    here = await pullStage({ products: some(3) }, { known: [] });
    await sync();
    here.remote.products = [];
    const run = await here.begin('products', later(1));
    await expect(syncProducts.run({ run }, here.context())).rejects.toThrow('lists no products at all');
    expect((await stored(here)).map(({ gone }) => gone)).toEqual([false, false, false]);
  });

  it('does not archive a product that is there but cannot be read', async () => {
    here = await pullStage({ products: some(2) }, { known: [] });
    await sync();
    here.remote.products = some(1);
    here.remote.malformedProducts = [{ id: 'p-S-1', reason: 'no title', raw: {} }];
    expect(await sync(later(1))).toMatchObject({ products: 1, malformed: 1, archived: 0 });
  });

  it('that is disturbed archives nothing that is there, and counts right', async () => {
    here = await pullStage({ products: some(100) }, { known: [] });
    await sync();
    here.remote.products = some(95);
    here.remote.onPage = (page) => {
      if (page % 3 === 0) throw new Error('killed');
    };
    const run = await here.begin('products', later(1));
    expect(await here.untilDone(syncProducts, run)).toBeGreaterThan(2);
    expect((await here.find(run)).result).toMatchObject({ read: 95, products: 95, archived: 5 });
    expect((await stored(here)).filter(({ gone }) => gone).length).toBe(5);
  });

  it('that was given up archives nothing', async () => {
    here = await pullStage({ products: some(30) }, { known: [] });
    await sync();
    here.remote.products = some(10);
    const run = await here.begin('products', later(1));
    here.remote.onPage = () => {
      throw new NetworkError('away');
    };
    await expect(syncProducts.run({ run }, here.context())).rejects.toThrow('away');
    await syncProducts.failed?.({ run }, new NetworkError('away'), here.context());
    expect((await stored(here)).some(({ gone }) => gone)).toBe(false);
    await here.run([postCard]);
    expect(here.posted.at(-1)?.card.title).toBe('The product sync of Demo shop stopped');
  });

  it('switches the transfer of orders on, and says how the SKUs stand', async () => {
    const products = [
      ...some(3),
      product(undefined, { id: 'n', title: 'Nameless' }),
      product('S-0', { id: 'twin' }),
      product('P', { id: 'v', skuInherited: true }),
    ];
    here = await pullStage({ products, orders: [order({ lines: [line('S-1')], updatedAt: new Date() })] }, { known: [] });
    await here.rows('update connection set first_synced_at = null where store_id = ?');
    await sync();
    const connection = await here.orm.em.fork().findOneOrFail(Connection, here.connection.id);
    expect(connection).toMatchObject({ firstSyncedAt: today, productsSyncedAt: today });
    expect((await here.queue.backend.queues.sync.getJobSchedulers(0, -1)).map(({ key }) => key)).toContain(`sync-orders:${connection.id}`);
    const asked: string[] = [];
    await here.run([{ ...syncOrders, run: async ({ connection: id }) => void asked.push(id) }, postCard]);
    expect(asked).toEqual([connection.id]);
    const { card } = here.posted.at(-1) ?? {};
    expect(card?.text).toContain('6 products, *2 synced*, 1 without SKU, 2 share an SKU');
    expect(card?.table?.rows.map(([title]) => title)).toContain('Nameless');
  });

  it('keeps in the history when the products first were here, once', async () => {
    here = await pullStage({ products: some(2) }, { known: [] });
    await here.rows('update connection set first_synced_at = null where store_id = ?');
    await sync();
    await sync(later(1));
    const changes = await here.rows('select kind, subject, after, job from change where store_id = ?');
    expect(changes).toEqual([{ kind: 'connection', subject: 'first product sync', after: { products: 2 }, job: 'sync-products' }]);
  });

  it.each([
    [{ automatic: 60, payment: 'never' }, 'every hour', 1],
    [{ automatic: 0, payment: 'never' }, 'only when you import them', 0],
    [{ automatic: 5, payment: 'adjusted' }, 'read the payment instruments next', 1],
  ] as const)('says by the store’s settings when orders come, and asks for them only then: %o', async (settings, sentence, asked) => {
    here = await pullStage({ products: some(1) }, { known: [], settings });
    await sync();
    let ran = 0;
    await here.run([releaseHeldOrders, postCard, { ...syncOrders, run: async () => void ran++ }]);
    const card = here.posted.at(-1)?.card;
    expect(card?.text).toContain(sentence);
    expect(card?.actions?.[0]?.command).toBe(`${settings.payment === 'adjusted' ? 'payments' : 'import'} ${here.store.handle}`);
    expect(ran).toBe(asked);
  });

  it('asks for no row any more once one is confirmed', async () => {
    here = await pullStage({ products: some(1) }, { known: [], settings: { payment: 'adjusted' } });
    await confirmRow(here, 'cod');
    await sync();
    await here.run([releaseHeldOrders, postCard]);
    expect(here.posted.at(-1)?.card.text).toContain('New orders come in by themselves, every 5 minutes.');
  });

  it('keeps the first time when it comes again', async () => {
    here = await pullStage({ products: some(1) }, { known: [] });
    await here.rows(`update connection set first_synced_at = '2026-01-01' where store_id = ?`);
    await sync();
    const connection = await here.orm.em.fork().findOneOrFail(Connection, here.connection.id);
    expect(connection.firstSyncedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
  });

  it('reads the store’s own words for its order statuses, and keeps those known where it may not', async () => {
    const own = [{ code: 'packed', title: 'Packed', meaning: 'completed' as const }];
    here = await pullStage({ products: some(1), statuses: own }, { known: [] });
    await sync();
    here.remote.statuses = new PermissionError('not allowed');
    await sync(later(1));
    expect((await here.orm.em.fork().findOneOrFail(Store, here.store.id)).statuses).toEqual(own);
  });

  it('lets in the orders that waited for an SKU, and only those', async () => {
    const waiting = Array.from({ length: 450 }, (_, at) =>
      order({ id: String(at), number: `N${at}`, lines: [line(at % 2 ? 'NEW' : 'GONE')], placedAt: today }),
    );
    here = await pullStage(
      { orders: [...waiting, order({ id: 'p', status: 'pending', lines: [line('NEW')], placedAt: today })], pageSize: 100 },
      { known: [] },
    );
    await importOrders.run({ run: await here.begin('import') }, here.context());
    here.remote.products = [product('NEW')];
    await sync();
    await here.run([releaseHeldOrders]);
    const rows = await here.rows(
      `select state, held_reason->>'kind' as reason, count(*)::int, count(*) filter (where om_number = 'W-' || number)::int as named
       from "order" where store_id = ? group by 1, 2 order by 1, 2`,
    );
    expect(rows).toEqual([
      { state: 'held', reason: 'status', count: 1, named: 0 },
      { state: 'held', reason: 'unknown SKU', count: 225, named: 0 },
      { state: 'imported', reason: null, count: 225, named: 225 },
    ]);
  });

  it('gives lines that waited the SKU that their product has by now, as the store would tell it', async () => {
    const of = (id: string, sku?: string) => order({ id, number: id, lines: [{ ...line(sku), productId: `p-${id}` }], placedAt: today });
    here = await pullStage({ orders: [of('nameless'), of('first', 'X'), of('second', 'X')] }, { known: [] });
    here.remote.products = [product('X', { id: 'p-first' }), product('X', { id: 'p-second' }), product(undefined, { id: 'p-nameless' })];
    await sync();
    await importOrders.run({ run: await here.begin('import') }, here.context());
    const lines = () =>
      here.rows<{ number: string; state: string; sku: string }>(
        `select number, state, record->'lines'->0->>'sku' as sku from "order" where store_id = ? order by number`,
      );
    expect((await lines()).map(({ state }) => state)).toEqual(['held', 'held', 'held']);
    here.remote.products = [product('X', { id: 'p-first' }), product('Y', { id: 'p-second' }), product('N', { id: 'p-nameless' })];
    await sync(later(1));
    await here.run([releaseHeldOrders]);
    expect(await lines()).toEqual([
      { number: 'first', state: 'imported', sku: 'X' },
      { number: 'nameless', state: 'imported', sku: 'N' },
      { number: 'second', state: 'imported', sku: 'Y' },
    ]);
  });

  it('does nothing while its connection is red', async () => {
    here = await pullStage({ products: some(3) }, { known: [] });
    await here.rows(`update connection set health = 'red' where store_id = ?`);
    const run = await here.begin('products');
    await syncProducts.run({ run }, here.context());
    expect(here.remote.asked).toBe(0);
    expect((await here.find(run)).state).toBe('running');
  });

  it('of a shop with no products at all ends with its report', async () => {
    here = await pullStage({ products: [] }, { known: [] });
    expect(await sync()).toMatchObject({ read: 0, products: 0 });
    await here.run([postCard]);
    expect(here.posted.at(-1)?.card.text).toContain('0 products');
  });
});
