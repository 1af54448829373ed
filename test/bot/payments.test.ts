import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { Change } from '../../db/entities/change.ts';
import { Channel } from '../../db/entities/channel.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { testDatabase } from '../database.ts';
import { demoShop, makeWorld, noon, type World } from '../dialogs/world.ts';

const demo = demoShop();
let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
let store: string;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeWorld(database, { ...demo });
  store = await world.connect(demo, { synced: false });
  await world.orm.em.fork().nativeUpdate(SyncRun, { store }, { state: 'done' });
});

const readings = () => world.orm.em.fork().find(SyncRun, { store, kind: 'payments' });
const start = (id?: string) => world.services.startReading({ store: 'demo-shop', id });
const klarna = { store: 'demo-shop', method: 'klarna_payments', title: 'Klarna' };

describe('reading payment instruments', () => {
  it('begins with its message and its job, for the last 60 days, and needs no products', async () => {
    expect(await start()).toEqual({ state: 'started' });
    const [run] = await readings();
    expect(run).toMatchObject({ since: new Date(noon.getTime() - 60 * 86_400_000), until: noon, startedBy: 'Ana' });
    expect(world.jobs).toEqual([{ name: 'read-payments', data: { run: run?.id }, id: `read-payments:${run?.id}` }]);
    expect(world.posted).toMatchObject([
      { key: `run:${run?.id}`, revision: 0, card: { title: 'Reading the payment instruments of Demo Shop' } },
    ]);
  });

  it('begins once, however often and however fast it is asked for', async () => {
    const id = randomUUID();
    await Promise.all([start(id), start(id)]);
    expect(await start()).toEqual({ state: 'running' });
    expect(await readings()).toHaveLength(1);
    expect(new Set(world.jobs.map((job) => job.id)).size).toBe(1);
  });

  it('does not begin while the connection is red', async () => {
    await world.services.disable('demo-shop');
    expect(await start()).toMatchObject({ state: 'red', store: { handle: 'demo-shop' } });
    expect(await readings()).toEqual([]);
  });
});

describe('what is told of payment instruments', () => {
  it('is nothing where there is no such store, and nothing of other workspaces', async () => {
    const em = world.orm.em.fork();
    const workspace = em.create(Workspace, { chat: 'web', externalId: randomUUID(), name: 'Elsewhere' });
    const channel = em.create(Channel, { workspace, key: 'main', name: 'Main' });
    await em.flush();
    const elsewhere = createServices(world.context, { workspace: workspace.id, channel: channel.id, person: 'Eve', userId: 'eve' });
    expect(await elsewhere.instruments('demo-shop')).toBeUndefined();
    expect(await world.services.instruments('nobody')).toBeUndefined();
    await expect(elsewhere.addInstrument(klarna)).rejects.toThrow();
  });

  it('is fresh for an hour after it was read', async () => {
    const readAgo = async (minutes: number) => {
      await world.orm.em.fork().nativeUpdate(Store, store, { paymentsReadAt: new Date(noon.getTime() - minutes * 60_000) });
      return (await world.services.instruments('demo-shop'))?.fresh;
    };
    expect((await world.services.instruments('demo-shop'))?.fresh).toBe(false);
    expect(await readAgo(59)).toBe(true);
    expect(await readAgo(60)).toBe(false);
  });

  it('survives the way through JSON, as all that a dialog knows', async () => {
    await world.services.addInstrument(klarna);
    const told = await world.services.instruments('demo-shop');
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  });
});

describe('a payment instrument that is added by hand', () => {
  it('gets a row that decides nothing yet, with its proposal, and a line in the history', async () => {
    const added = await world.services.addInstrument(klarna);
    expect(added).toMatchObject({
      state: 'added',
      instrument: {
        method: 'klarna_payments',
        handle: 'klarna-payments',
        title: 'Klarna',
        byHand: true,
        confirmed: false,
        seen: { orders: 0 },
      },
    });
    const history = await world.orm.em.fork().find(Change, { store, kind: 'row' });
    expect(history).toMatchObject([{ subject: 'Klarna', person: 'Ana', after: { 'Added by hand': 'klarna_payments' } }]);
  });

  it('is added once, also when two add it at the same moment', async () => {
    const both = await Promise.all([world.services.addInstrument(klarna), world.services.addInstrument(klarna)]);
    expect(both.map(({ state }) => state).sort()).toEqual(['added', 'there']);
    expect((await world.services.instruments('demo-shop'))?.instruments).toHaveLength(1);
  });

  it('stays as it is when it was there already, and is no longer gone', async () => {
    const em = world.orm.em.fork();
    em.create(PaymentMapping, { store, method: 'klarna_payments', handle: 'k', title: 'Klarna Pay', vanishedAt: noon, confirmedAt: noon });
    await em.flush();
    expect(await world.services.addInstrument(klarna)).toMatchObject({
      state: 'there',
      instrument: { handle: 'k', title: 'Klarna Pay', confirmed: true, vanished: false },
    });
  });

  it('is named otherwise than one whose code looks alike', async () => {
    await world.services.addInstrument({ ...klarna, method: 'Klarna Payments' });
    const { instrument } = await world.services.addInstrument(klarna);
    expect(instrument.handle).toBe('klarna-payments-2');
  });
});
