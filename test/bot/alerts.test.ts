import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import type { Reach } from '../../bot/surface.ts';
import { webSurface } from '../../bot/web/post.ts';
import { PermissionError } from '../../connectors/errors.ts';
import { Change } from '../../db/entities/change.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Store } from '../../db/entities/store.ts';
import { testDatabase } from '../database.ts';
import { demoShop, makeWorld, otherShop, type World } from '../dialogs/world.ts';

const demo = demoShop();
const refuses = { orders: new PermissionError('The key may not read orders.', { advice: ['Edit the key.'] }) };

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
let ops: string;
let reached: { channel: string; key: string; title: string }[];
let answer: Awaited<ReturnType<Reach>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  [reached, answer] = [[], 'posted'];
  world = await makeWorld(database, { ...demo }, otherShop());
  await world.connect(demo);
  await world.connect(otherShop(), { prefix: 'O-' });
  ops = await channel('ops');
});

async function channel(name: string) {
  const em = world.orm.em.fork();
  const made = em.create(Channel, { workspace: world.who.workspace, key: name, name: `#${name}` });
  await em.flush();
  return made.id;
}
const reach: Reach = async (channel, { key, card }) => {
  reached.push({ channel, key, title: card.title });
  if (answer === 'posted') await webSurface(database.orm).post({ channel, key, revision: 1, card });
  return answer;
};
/** What one may ask in the channel of that id. */
const inChannel = (channel: string) => createServices({ ...world.context, reach }, { ...world.who, channel });
const here = (channel: string, stores = ['demo-shop'], turn: string = randomUUID()) => inChannel(channel).alertsHere({ stores, turn });
const places = async () =>
  (await inChannel(world.who.channel).alertPlaces()).places.map(({ store, channel, here }) => [store.handle, channel, here]);
const lines = async () => {
  const where = { workspace: world.who.workspace, kind: 'settings' as const };
  const found = await world.orm.em.fork().find(Change, where, { orderBy: { id: 'asc' }, populate: ['store'] });
  return found.map(({ store, subject, person, before, after }) => ({ store: store?.handle, subject, person, before, after }));
};
const alerts = () => world.jobs.filter(({ name }) => name === 'post-card').map(({ data }) => data);

describe('the alerts of a store', () => {
  it('go to the channel in which it was connected', async () => {
    expect(await places()).toEqual([
      ['demo-shop', 'Main', true],
      ['olive-oil', 'Main', true],
    ]);
  });

  it('go to the channel in which somebody asked for them, after a test message there', async () => {
    expect(await here(ops)).toMatchObject({ state: 'here', channel: '#ops', stores: [{ handle: 'demo-shop' }] });
    expect(reached).toMatchObject([{ channel: ops, title: 'Alerts of Demo Shop come here now' }]);
    expect(await places()).toEqual([
      ['demo-shop', '#ops', false],
      ['olive-oil', 'Main', true],
    ]);
    Object.assign(world.shops[0] ?? {}, { refuses });
    await world.services.checkNow('demo-shop');
    expect(alerts()).toMatchObject([{ channel: ops, card: { title: 'Demo Shop is not connected' } }]);
  });

  it('can all be moved at once, and the history says of each who moved it, from where to where', async () => {
    await here(ops, ['demo-shop', 'olive-oil']);
    const line = { subject: 'Alert channel', person: 'Ana', before: { channel: 'Main' }, after: { channel: '#ops' } };
    expect(await lines()).toEqual([
      { ...line, store: 'demo-shop' },
      { ...line, store: 'olive-oil' },
    ]);
  });

  it('stay where they are, and the history silent, where the bot is not in the channel', async () => {
    answer = 'not in channel';
    expect(await here(ops)).toMatchObject({ state: 'not in channel', channel: '#ops' });
    expect(await places()).toContainEqual(['demo-shop', 'Main', true]);
    expect(await lines()).toEqual([]);
  });

  it('are moved once, however often that ends, under the same test message', async () => {
    const turn = randomUUID();
    await here(ops, ['demo-shop'], turn);
    await Promise.all([here(ops, ['demo-shop'], turn), here(ops, ['demo-shop'], turn)]);
    expect(await lines()).toHaveLength(1);
    expect(reached).toHaveLength(1);
  });

  it('are not taken back by an ending that runs again after somebody moved them on', async () => {
    const turn = randomUUID();
    const sales = await channel('sales');
    await here(ops, ['demo-shop'], turn);
    await here(sales);
    await here(ops, ['demo-shop'], turn);
    expect(await places()).toContainEqual(['demo-shop', '#sales', false]);
    expect(await lines()).toHaveLength(2);
  });

  it('that come here already are tried again, and the history is silent', async () => {
    await here(ops);
    expect(await here(ops)).toMatchObject({ state: 'here' });
    expect(new Set(reached.map(({ key }) => key)).size).toBe(2);
    expect(await lines()).toHaveLength(1);
  });

  it('that are due go where they were to go', async () => {
    Object.assign(world.shops[0] ?? {}, { refuses });
    const enqueue = world.context.enqueue;
    world.context.enqueue = async () => {
      throw new Error('the queue is away');
    };
    await createServices(world.context, world.who).checkNow('demo-shop');
    world.context.enqueue = enqueue;
    await here(ops);
    expect(alerts()).toMatchObject([{ channel: world.who.channel, card: { title: 'Demo Shop is not connected' } }]);
  });

  it('of another workspace are not there', async () => {
    const other = await makeWorld(database, demoShop());
    const { who } = other;
    const theirs = createServices({ ...world.context, reach }, who);
    expect(await theirs.alertPlaces()).toMatchObject({ places: [] });
    await theirs.alertsHere({ stores: ['demo-shop'], turn: randomUUID() });
    expect(await places()).toContainEqual(['demo-shop', 'Main', true]);
    expect(await world.orm.em.fork().count(Store, { alertChannel: who.channel })).toBe(0);
  });

  it('have nowhere else to go on a chat of one channel', async () => {
    expect(await world.services.alertPlaces()).toMatchObject({ oneChannel: true });
    expect(await world.services.alertsHere({ stores: ['demo-shop'], turn: randomUUID() })).toEqual({ state: 'only channel' });
  });
});
