import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, commands, dialogs, hidePastedKeys } from '../../dialogs/commands.ts';
import { readImport } from '../../dialogs/understand.ts';
import { testDatabase } from '../database.ts';
import { demoShop, makeWorld, otherShop, type World } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let empty: World;
let one: World;
let two: World;
beforeAll(async () => {
  database = await testDatabase();
  [empty, one, two] = await Promise.all([
    makeWorld(database),
    makeWorld(database, demoShop()),
    makeWorld(database, demoShop(), otherShop()),
  ]);
  await one.connect(demoShop());
  await two.connect(demoShop());
  await two.connect(otherShop(), { prefix: 'O-' });
});
afterAll(() => database.close());

const say = (text: string, world = one) => command(text, world.services);
const title = async (text: string, world = one) => {
  const reply = await say(text, world);
  return reply.kind === 'card' ? reply.card.title : reply.kind;
};
const buttons = async (text: string, world = one) => {
  const reply = await say(text, world);
  return reply.kind === 'card' ? (reply.card.actions ?? []).map((action) => action.command) : [];
};
const begun = async (text: string, world = one) => {
  const reply = await say(text, world);
  return reply.kind === 'dialog' ? { name: reply.dialog.name, given: reply.given } : reply;
};

describe('a command', () => {
  it.each(['stores', '/om stores', 'om stores', '@om stores', '  STORES  ', '/om   Stores', '/stores', 'stores!', '@OM: stores', 'list'])(
    'is understood as “%s”',
    async (text) => expect(await title(text)).toBe('Your store'),
  );

  it.each(['', '   ', '/om', '@om', 'help', 'Help!', '?', 'hello'])('is answered with help as “%s”', async (text) =>
    expect(await title(text)).toBe('What you can ask me'),
  );

  it('stands in the help with all that may follow it', async () => {
    const reply = await say('help');
    const rows = reply.kind === 'card' ? reply.card.table?.rows : [];
    expect(rows?.map(([usage]) => usage)).toEqual(commands.map(({ usage }) => usage));
    expect(rows?.map(([usage]) => usage)).toEqual(
      expect.arrayContaining([
        'connect [platform]',
        'stores',
        'status [store]',
        'sync [store]',
        'import [days] [store] [now]',
        'cancel',
        'help',
      ]),
    );
  });

  it('has each word once', () => {
    const words = commands.flatMap((one) => one.words);
    expect(new Set(words).size).toBe(words.length);
  });

  it('is what every button says', async () => {
    const cards = await Promise.all(['help', 'stores', 'status', 'stroes', 'status nowhere'].map((text) => say(text, one)));
    const pressed = cards.flatMap((reply) =>
      reply.kind === 'card' ? [...(reply.card.actions ?? []), ...(reply.card.items ?? []).flatMap(({ actions = [] }) => actions)] : [],
    );
    const known = commands.flatMap((one) => one.words);
    expect(pressed.length).toBeGreaterThan(8);
    for (const { command } of pressed) expect(known).toContain(command.split(' ')[0]);
  });

  it('leaves the question at hand with “cancel”', async () => expect(await say('/om cancel')).toEqual({ kind: 'cancel' }));
});

describe('an unknown word', () => {
  it.each([
    ['stroes', 'stores'],
    ['hlep', 'help'],
    ['snyc demo-shop', 'sync demo-shop'],
    ['imports 14', 'import 14'],
    ['conect', 'connect'],
    ['please import my orders', 'import'],
    ['xyzzy', expect.any(String)],
  ])('“%s” is offered as the button “%s”', async (text, nearest) => {
    expect((await buttons(text))[0]).toEqual(nearest);
  });

  it('in a sentence that is about nothing we know is answered with what most people ask', async () => {
    const text = 'what can you do for me today';
    expect(await title(text)).toBe(`I don’t understand “${text}”`);
    expect(await buttons(text)).toEqual(['stores', 'connect', 'import 14', 'orders held', 'help']);
  });

  it('is shown without its marks, and cut', async () => {
    const reply = await say(`<img onerror=alert(1)> *bold* ${'x'.repeat(500)}`);
    if (reply.kind !== 'card') throw new Error('no card');
    expect(reply.card.title).toContain('<img onerror=');
    expect(reply.card.title).not.toContain('*');
    expect(reply.card.title.length).toBeLessThan(60);
  });
});

describe('a store', () => {
  it('need not be named when there is one', async () => expect(await title('status')).toBe('Demo Shop'));

  it('is asked for when there are several', async () =>
    expect(await begun('status', two)).toMatchObject({ name: 'show-store', given: { stores: { list: [{}, {}] } } }));

  it.each(['demo-shop', 'DEMO-SHOP', 'Demo Shop', 'demo', 'shop'])('is known by “%s”', async (name) =>
    expect(await title(`status ${name}`)).toBe('Demo Shop'),
  );

  it('is asked for among those whose names begin alike', async () => {
    const alike = await makeWorld(
      database,
      demoShop(),
      { ...otherShop(), name: 'Demo Outlet' },
      { ...otherShop(), url: 'https://third.example' },
    );
    await alike.connect(alike.shops[0] ?? demoShop());
    await alike.connect(alike.shops[1] ?? demoShop(), { prefix: 'A-' });
    await alike.connect(alike.shops[2] ?? demoShop(), { prefix: 'B-' });
    expect(await begun('sync demo', alike)).toMatchObject({
      name: 'sync-store',
      given: { stores: { list: [{ handle: 'demo-shop' }, { handle: 'demo-outlet' }] } },
    });
  });

  it('that nobody knows brings the nearest as buttons', async () => {
    expect(await title('sync olivia', two)).toBe('I know no store “olivia”');
    expect(await buttons('sync olivia', two)).toEqual(['sync olive-oil', 'sync demo-shop', 'stores']);
  });

  it.each(['stores', 'status', 'sync', 'import 14', 'check', 'reconnect', 'disable', 'enable'])(
    'is offered to be connected when there is none and one says “%s”',
    async (text) => {
      expect(await title(text, empty)).toBe('No store is connected yet');
      expect(await buttons(text, empty)).toEqual(['connect']);
    },
  );
});

describe('“import”', () => {
  const stores = [{ name: 'Demo Shop', handle: 'demo-shop' }];
  it.each([
    ['14', { days: 14, store: '', now: false }],
    ['14 demo-shop now', { days: 14, store: 'demo-shop', now: true }],
    ['14 demo-shop now 1a2b3c4d', { days: 14, store: 'demo-shop', now: true, stamp: '1a2b3c4d' }],
    ['14 demo-shop 1a2b3c4d', { days: 14, store: 'demo-shop 1a2b3c4d', now: false }],
    ['demo-shop 14', { days: 14, store: 'demo-shop', now: false }],
    ['NOW 14', { days: 14, store: '', now: true }],
    ['30 days', { days: 30, store: '', now: false }],
    ['the last 30 days of Demo Shop', { days: 30, store: 'Demo Shop', now: false }],
    ['14d', { days: 14, store: '', now: false }],
    ['', { store: '', now: false }],
    ['demo', { store: 'demo', now: false }],
    ['dmeo-shop', { store: 'dmeo-shop', now: false }],
    ['abc', { days: 'abc', store: '', now: false }],
    ['0', { days: '0', store: '', now: false }],
    ['-3', { days: '-3', store: '', now: false }],
    ['1.5 demo-shop', { days: '1.5', store: 'demo-shop', now: false }],
    ['366', { days: '366', store: '', now: false }],
  ])('with “%s” is understood', (said, meaning) => {
    expect(readImport(said.split(' ').filter(Boolean), stores)).toEqual(meaning);
  });

  it('starts at once when all is said, and its message answers', async () => {
    const world = await makeWorld(database, demoShop());
    await world.connect(demoShop());
    expect(await say('/om import 14 demo-shop now', world)).toEqual({ kind: 'none' });
    expect((await world.runs('import')).at(-1)).toMatchObject({ kind: 'import', days: 14, dryRun: false });
    expect(world.posted.at(-1)?.card.title).toBe('Importing the orders of Demo Shop');
    expect(await title('import 30', world)).toBe('Demo Shop is busy');
  });

  it.each(['abc', '0', '1.5', '-3', '400'])('with “%s” asks for the days again, with what was said', async (days) =>
    expect(await begun(`import ${days}`)).toMatchObject({ name: 'import-orders', given: { days: { days } } }),
  );

  it('asks for the store alone when only that is missing', async () =>
    expect(await begun('import 14 now', two)).toMatchObject({ name: 'import-orders', given: { days: { days: 14 }, now: { now: true } } }));

  it('keeps the days and “now” in the buttons for a store that it does not know', async () =>
    expect((await buttons('import 14 olivia now', two))[0]).toBe('import 14 olive-oil now'));
});

describe('“connect”', () => {
  it('begins the dialog', async () => expect(await begun('connect')).toEqual({ name: 'connect-store', given: {} }));
  it('takes the platform and the address', async () =>
    expect(await begun('connect WooCommerce https://demo.example')).toEqual({
      name: 'connect-store',
      given: { store: { platform: 'woocommerce' }, credentials: { url: 'https://demo.example' } },
    }));
});

describe('a pasted key', () => {
  const ck = `ck_${'0a'.repeat(20)}`;
  it.each([[ck], [`cs_${'0a'.repeat(20)}`], [`shpat_${'0a'.repeat(16)}`], [`md-${'aB3_'.repeat(6)}`]])('%s is hidden', (key) => {
    expect(hidePastedKeys(`connect ${key}, please`)).toBe('connect [hidden key], please');
  });

  it('is hidden inside an address, like a password', () => {
    expect(hidePastedKeys(`https://shop.example/?consumer_key=${ck}&x=1`)).toBe('https://shop.example/?consumer_key=[hidden key]&x=1');
    expect(hidePastedKeys('connect https://ana:secret@shop.example')).toBe('connect https://[hidden key]@shop.example');
    expect(hidePastedKeys('connect https://ana:s@cret@shop.example')).toBe('connect https://[hidden key]@shop.example');
    expect(hidePastedKeys('connect ana:secret@shop.example')).toBe('connect [hidden key]@shop.example');
  });

  it('is answered with a warning, whether it was hidden before or not', async () => {
    expect(await title(`connect ${ck}`)).toBe('That was a key, and I do not keep it');
    expect(await title(hidePastedKeys(`connect ${ck}`))).toBe('That was a key, and I do not keep it');
  });

  it('is not seen in ordinary words', () => {
    const text = 'import 14 demo-shop-md-1 ck_ cs_short https://shop.example:8080/a@b mailto:ana@shop.example 14:05';
    expect(hidePastedKeys(text)).toBe(text);
  });
});

it('knows every dialog by its name', () => {
  expect(Object.entries(dialogs).every(([name, dialog]) => dialog.name === name)).toBe(true);
  expect(Object.keys(dialogs)).toEqual(expect.arrayContaining(['connect-store', 'reconnect-store', 'import-orders']));
});
