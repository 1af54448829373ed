import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PermissionError } from '../../connectors/errors.ts';
import { connectStore } from '../../dialogs/connect-store.ts';
import { testDatabase } from '../database.ts';
import { play } from './play.ts';
import { credentialsOf, demoShop, makeWorld, otherShop, type Shop, type World } from './world.ts';

const demo = demoShop();
const olives = otherShop();
const bare: Shop = { ...demoShop(), name: 'Plain', url: 'http://plain.example', plain: true };
const platform = { platform: 'woocommerce' };
const details = { name: 'Demo Shop', orderPrefix: '' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeWorld(database, demo, olives, bare);
});

const talk = (...turns: Record<string, unknown>[]) => play(connectStore, world.services, ...turns);

describe('connecting a store', () => {
  it('asks for the platform, then shows where the credentials are found and asks for them', async () => {
    const { form } = await talk(platform);
    expect(form?.form.title).toBe('Connect WooCommerce');
    expect(form?.form.steps?.length).toBeGreaterThan(2);
    expect(Object.entries(form?.form.fields ?? {}).map(([name, { kind }]) => [name, kind])).toEqual([
      ['url', 'text'],
      ['consumerKey', expect.stringMatching(/text|secret/)],
      ['consumerSecret', 'secret'],
    ]);
  });

  it('says that it checks, then shows each right with its tick and asks for name and prefix', async () => {
    const { screens, form } = await talk(platform, credentialsOf(demo));
    expect(screens).toContainEqual({ kind: 'waiting', text: 'Checking your store…' });
    expect(form?.form.notice?.items).toEqual(
      ['Reach the store', 'Read products', 'Read orders', 'Read payment methods', 'Read order statuses', 'Write back to the store'].map(
        (label) => ({ tone: 'good', label, text: 'yes' }),
      ),
    );
    expect(form?.given).toEqual({ name: 'Demo Shop', orderPrefix: '' });
  });

  it('ends with the store kept, its first product sync begun and its schedules set', async () => {
    const { card } = await talk(platform, credentialsOf(demo), details);
    expect(card).toMatchObject({
      title: 'Demo Shop is connected',
      tone: 'good',
      steps: { 1: expect.stringContaining('Read payment instruments') },
    });
    const [store] = await world.services.stores();
    expect(store).toMatchObject({ name: 'Demo Shop', handle: 'demo-shop', health: 'green', running: ['products'], currency: 'EUR' });
    const [run] = await world.runs('products');
    expect(world.jobs).toEqual([{ name: 'sync-products', data: { run: run?.id }, id: `sync-products:${run?.id}` }]);
    expect(world.posted).toMatchObject([{ channel: world.who.channel, key: `run:${run?.id}`, revision: 0 }]);
    expect(world.scheduled.size).toBe(1);
  });

  it('keeps what the check found about the way in, and the credentials encrypted', async () => {
    const { conversation } = await talk(platform, credentialsOf(demo), details);
    const [row] = await world.orm.em
      .fork()
      .getConnection()
      .execute('select credentials, access, version from connection where store_id = ?', [conversation.id]);
    expect(row).toMatchObject({ access: { way: 'header' }, version: '10.5.2' });
    expect(JSON.stringify(row)).not.toContain(demo.consumerSecret);
  });

  it('shows what is allowed, the cause and the way to mend it when the keys are wrong, and keeps what was typed', async () => {
    const { form } = await talk(platform, { ...credentialsOf(demo), consumerSecret: olives.consumerSecret });
    expect(form?.form.title).toBe('Connect WooCommerce');
    expect(form?.form.notice).toMatchObject({ tone: 'bad', steps: ['Make a new key.'] });
    expect(form?.form.notice?.text).toContain('The consumer secret is not the right one.');
    expect(form?.form.notice?.items?.slice(0, 3).map(({ tone, text }) => [tone, text])).toEqual([
      ['good', 'yes'],
      ['bad', 'no: The consumer secret is not the right one.'],
      ['neutral', 'not tried yet'],
    ]);
    expect(form?.errors).toEqual({ consumerSecret: 'The store does not accept this one.' });
    expect(form?.given.url).toBe(demo.url);
    expect(form?.kept).toEqual(['consumerKey']);
  });

  it('says beside the address that nobody is there', async () => {
    const { form } = await talk(platform, { ...credentialsOf(demo), url: 'https://dmeo.example' });
    expect(form?.errors).toEqual({ url: 'We could not reach a store here.' });
    expect(form?.form.notice?.text).toContain('no server with the name');
  });

  it('sees at once that key and secret were swapped', async () => {
    const { form, screens } = await talk(platform, { url: demo.url, consumerKey: demo.consumerSecret, consumerSecret: demo.consumerKey });
    expect(Object.keys(form?.errors ?? {})).toEqual(['consumerKey', 'consumerSecret']);
    expect(screens.filter(({ kind }) => kind === 'waiting')).toEqual([]);
  });

  it('goes on when only something is refused that it can do without, and says so', async () => {
    world.shops[0] = { ...demo, refuses: { 'write back': new PermissionError('The key may only read.') } };
    const { form } = await talk(platform, credentialsOf(demo));
    expect(form?.form.notice?.tone).toBe('warning');
    expect(form?.form.notice?.items?.at(-1)).toEqual({
      tone: 'warning',
      label: 'Write back to the store',
      text: 'no, but we can do without: The key may only read.',
    });
    await talk(platform, credentialsOf(demo), details);
    expect((await world.services.store('demo-shop'))?.refused).toEqual(['write back']);
  });

  it('tells what the merchant should know although everything works', async () => {
    world.shops[0] = { ...demo, notices: ['The web server removes a header.'] };
    const { form } = await talk(platform, credentialsOf(demo));
    expect(form?.form.notice?.items).toContainEqual({ tone: 'warning', label: 'The web server removes a header.' });
  });

  it.each(['https://demo.example', 'http://WWW.Demo.Example/', 'demo.example/wp-admin'])('knows %s as connected already', async (url) => {
    await world.connect(demo);
    const { form } = await talk(platform, { ...credentialsOf(demo), url });
    expect(form?.errors).toEqual({ url: 'This store is connected already.' });
    expect(form?.form.notice?.items?.[0]?.actions?.map(({ command }) => command)).toEqual(['status demo-shop', 'reconnect demo-shop']);
    expect(await world.storeCount()).toBe(1);
  });

  it('proposes a prefix from the second store on, and refuses one that another store has', async () => {
    await world.connect(demo, { prefix: 'OO-' });
    const { form } = await talk(platform, credentialsOf(olives));
    expect(form?.given).toEqual({ name: 'Olive & Oil', orderPrefix: 'OO2-' });
    const { form: clash } = await talk(platform, credentialsOf(olives), { name: 'Olives', orderPrefix: 'oo-' });
    expect(clash?.errors).toEqual({ orderPrefix: 'The orders of Demo Shop begin with oo- already. Please choose another one.' });
    expect(clash?.given).toEqual({ name: 'Olives', orderPrefix: 'oo-' });
  });

  it('wants a prefix when another store has none', async () => {
    await world.connect(demo);
    const { form } = await talk(platform, credentialsOf(olives), { name: 'Olives', orderPrefix: '' });
    expect(form?.errors.orderPrefix).toContain('so this store needs one');
    const { card } = await talk(platform, credentialsOf(olives), { name: 'Olives', orderPrefix: 'O-' });
    expect(card?.title).toBe('Olives is connected');
  });

  it('connects once however often its ending runs', async () => {
    const { conversation } = await talk(platform, credentialsOf(demo), details);
    const ending = { ...conversation, step: connectStore.steps.length - 1 };
    const { card } = await play({ dialog: connectStore, at: ending }, world.services);
    expect(card?.title).toBe('Demo Shop is connected');
    expect(await world.storeCount()).toBe(1);
    expect(await world.runs('products')).toHaveLength(1);
  });

  it('lets one of two people connect the same store, and tells the other kindly', async () => {
    const { conversation } = await talk(platform, credentialsOf(demo));
    const ending = { ...conversation, known: { ...conversation.known, details, fits: {} }, step: connectStore.steps.length - 1 };
    const people = [ending, ending].map((at) => ({ dialog: connectStore, at: { ...at, id: randomUUID() } }));
    const ends = await Promise.all(people.map((one) => play(one, world.services)));
    expect(ends.map(({ card }) => card?.title).sort()).toEqual(['Demo Shop is connected', 'Demo Shop is connected already']);
    const { form } = await play({ dialog: connectStore, at: conversation }, world.services, details);
    expect(form?.errors).toEqual({ url: 'This store is connected already.' });
    expect(await world.storeCount()).toBe(1);
  });

  it('begins with what the command said', async () => {
    const { form } = await play({ dialog: connectStore, given: { store: platform, credentials: { url: 'demo.example' } } }, world.services);
    expect(form?.form.title).toBe('Connect WooCommerce');
    expect(form?.given.url).toBe('demo.example');
  });
});

describe('a store without encryption', () => {
  it('is connected only after the risk was accepted', async () => {
    const { form } = await talk(platform, credentialsOf(bare));
    expect(form?.form.title).toBe('This store has no encryption');
    const { card } = await talk(platform, credentialsOf(bare), { accept: 'yes' }, { name: 'Plain', orderPrefix: '' });
    expect(card?.title).toBe('Plain is connected');
    expect((await world.services.store('plain'))?.plainHttp).toBe(true);
  });

  it('leads back to its address when the risk is not accepted', async () => {
    const { form } = await talk(platform, credentialsOf(bare), { accept: 'no' });
    expect(form?.form.title).toBe('Connect WooCommerce');
    expect(form?.form.notice?.text).toContain('Nothing was connected');
    const { form: next } = await talk(platform, credentialsOf(bare), { accept: 'no' }, credentialsOf(demo));
    expect(next?.form.title).toBe('Connect Demo Shop');
  });
});

it('says nothing secret on any screen', async () => {
  const { screens } = await talk(platform, { ...credentialsOf(demo), consumerSecret: olives.consumerSecret }, credentialsOf(demo), details);
  expect(screens.at(-1)?.kind).toBe('done');
  for (const secret of [demo.consumerSecret, olives.consumerSecret]) expect(JSON.stringify(screens)).not.toContain(secret);
});
