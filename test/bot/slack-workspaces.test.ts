import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { wordsOf } from '../fakes/slack.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { connectStore } from '../journeys/slack-app.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { type Product, startProduct } from './slack-product.ts';

// Ana's workspace T1, and Dana's T2. Both sell from the same shop; a second one is Ana's alone.
let product: Product;
let slack: Product['slack'];
let shop: FakeStore;
let other: FakeStore;
let ana: Person;
let dana: Person;
beforeAll(async () => {
  product = await startProduct({
    teams: [
      { id: 'T1', installed: false },
      { id: 'T2', installed: false },
    ],
  });
  slack = product.slack;
  [shop, other] = await Promise.all([startWooCommerce(), startWooCommerce()]);
  await product.install('T1');
  await product.install('T2');
  ana = sitDown({ slack });
  dana = sitDown({ slack, user: 'U21', channel: 'C21' });
  await connectStore({ ana, store: shop }, 'Sample Shop', 'A-');
  await connectStore({ ana, store: other }, 'Secret Outlet', 'S-');
});
afterAll(async () => {
  await product.close();
  await shop.close();
  await other.close();
});

const asked = async (person: Person, text: string, answer: RegExp) => {
  await person.command(text);
  return (await person.answered(answer)).words;
};
/** How many stores have their products here. */
const synced = () => product.database.orm.em.fork().count(Connection, { firstSyncedAt: { $ne: null } });
const health = async (team: string) =>
  (await product.database.orm.em.fork().find(Connection, { store: { workspace: { externalId: team }, handle: 'sample-shop' } })).map(
    ({ health }) => health,
  );

describe('Who has connected nothing', () => {
  it('sees nothing of what another workspace has', async () => {
    await expect.poll(synced).toBe(2);
    await asked(ana, 'stores', /Sample Shop .*Secret Outlet/);
    for (const text of ['stores', 'status', 'orders', 'stock', 'payments', 'history', 'settings', 'alerts', 'import 14', 'check'])
      expect(await asked(dana, text, /./), text).toMatch(/No store is connected/);
  });

  it('is not told by name either', async () => {
    for (const text of [
      'status secret-outlet',
      'status Secret Outlet',
      'disable secret-outlet',
      'import 14 secret-outlet now',
      'alerts here secret-outlet',
    ])
      expect(await asked(dana, text, /./), text).not.toMatch(/Secret Outlet is|S-|switched off|Imported/);
    expect(await asked(ana, 'status secret-outlet', /Secret Outlet/)).not.toContain('switched off');
  });

  it('has a home tab with nothing on it', async () => {
    await slack.openHome('U1');
    await slack.openHome('U21');
    await expect.poll(() => wordsOf(slack.screen('U1').home?.blocks)).toContain('Secret Outlet');
    await expect.poll(() => wordsOf(slack.screen('U21').home?.blocks)).toContain('No store is connected');
    expect(wordsOf(slack.screen('U21').home?.blocks)).not.toMatch(/Sample Shop|Secret Outlet/);
  });
});

describe('Two who have connected the same store', () => {
  it('each have their own, with its own settings', async () => {
    await connectStore({ ana: dana, store: shop }, 'Sample Shop', 'D-');
    await expect.poll(synced).toBe(3);
    expect(await asked(ana, 'settings sample-shop', /Sample Shop/)).toMatch(/A-/);
    expect(await asked(dana, 'settings sample-shop', /Sample Shop/)).toMatch(/D-/);
    expect(await asked(dana, 'stores', /Sample Shop/)).not.toContain('Secret Outlet');
  });

  it('each see the orders that they brought in, and those alone', async () => {
    await ana.command('import 14 sample-shop now');
    await expect.poll(() => product.database.orm.em.fork().count(SyncRun, { kind: 'import', state: 'done' })).toBe(1);
    const hers = await asked(ana, 'orders held sample-shop', /Waiting/);
    const [, number = ''] = /(\d{4,}) /.exec(hers) ?? [];
    expect(await asked(ana, `order ${number}`, /./)).toMatch(/€/);
    expect(await asked(dana, 'orders held', /./)).not.toMatch(new RegExp(`${number}|€`));
    expect(await asked(dana, `order ${number}`, /./)).not.toMatch(/€/);
    expect(await asked(dana, `why ${number}`, /./)).not.toMatch(/waits/);
  });

  it('each have a history of their own', async () => {
    expect(await asked(ana, 'history sample-shop', /connected/)).toMatch(/ana/);
    const hers = await asked(dana, 'history sample-shop', /connected/);
    expect(hers).toMatch(/dana/);
    expect(hers).not.toMatch(/\bana\b|import|confirmed/);
  });

  it('each have their own managers', async () => {
    await asked(ana, 'managers add @bor', /bor/);
    expect(await asked(ana, 'managers', /bor/)).toContain('bor');
    expect(await asked(dana, 'managers', /./)).not.toMatch(/bor|\bana\b/);
    expect(await asked(dana, 'managers add <@U2>', /./)).not.toMatch(/bor/);
    expect(await asked(dana, 'managers', /./)).not.toMatch(/bor|U2\b/);
  });

  it('each have their own types', async () => {
    await asked(ana, 'payment types', /payment types/i);
    const hers = await asked(dana, 'payment types', /payment types/i);
    expect(hers).not.toMatch(/Sample Shop/);
  });

  it('each act on their own, also by a button of the same words', async () => {
    await ana.command('status sample-shop');
    const { place } = await ana.answered(/Sample Shop/);
    await dana.command('status sample-shop');
    const hers = (await dana.answered(/Sample Shop/)).place;
    const pressed = await slack.press(hers, 'Switch off', { user: 'U21' });
    expect(pressed.status).toBe(200);
    await dana.sees(/Sample Shop is switched off/);
    expect(wordsOf(place.blocks)).not.toContain('switched off');
    expect([await health('T1'), await health('T2')]).toEqual([['green'], ['red']]);
    await asked(dana, 'enable sample-shop', /Sample Shop/);
    expect(await health('T2')).toEqual(['green']);
  });

  it('each have their alerts where they want them, and of what they have', async () => {
    await asked(ana, 'alerts', /They all come here/);
    slack.addChannel({ id: 'C3', name: 'alarm', members: ['U1', 'bot'] }, 'T1');
    await ana.in('C3').command('alerts here sample-shop');
    await ana.in('C3').sees(/Sample Shop/);
    shop.revokeKey('all');
    await ana.command('check sample-shop');
    await expect.poll(() => health('T1')).toEqual(['red']);
    await ana.in('C3').sees(/Sample Shop.*Problem/);
    expect(await health('T2')).toEqual(['green']);
    expect(dana.messages().filter(({ words }) => /Sample Shop.*Problem.*Reconnect/.test(words))).toEqual([]);
    await dana.command('check sample-shop');
    await dana.sees(/Sample Shop.*Problem.*Reconnect/);
  });

  it('answer nobody who is only met in a channel that two workspaces share', async () => {
    const refusal = /I answer only who is in this workspace/;
    slack.addUser({ id: 'U9', name: 'eve', real_name: 'Eve of elsewhere', team_id: 'T9', is_owner: true }, 'T1');
    const eve = sitDown({ slack, user: 'U9' });
    for (const text of ['stores', 'orders', 'history', 'disable secret-outlet', 'connect']) await asked(eve, text, refusal);
    await ana.say('status secret-outlet');
    const { place } = await ana.answered(/Secret Outlet/);
    await slack.press(place, 'Switch off', { user: 'U9' });
    await eve.sees(refusal);
    await slack.event({ type: 'app_mention', user: 'U21', channel: 'C1', text: '<@UBOT> stores' }, { team: 'T1' });
    await ana.answered(refusal);
    expect(await asked(ana, 'stores', /Secret Outlet/)).not.toMatch(/Secret Outlet[^.]*Disabled/);
  });

  it('are told by the token of their own workspace, each in their own channels', () => {
    const of: Record<string, RegExp> = { T1: /^([CDU][1239]|U21)$/, T2: /^[CDU]2[12]$/ };
    const addressed = slack.calls.flatMap(({ method, args, team }) =>
      [args.channel, args.user, args.user_id, args.channel_id].flatMap((to) => (typeof to === 'string' ? [{ method, team, to }] : [])),
    );
    expect(addressed.length).toBeGreaterThan(10);
    expect(addressed.filter(({ team = '', to }) => !of[team]?.test(to))).toEqual([]);
    const refused = slack.calls.filter(({ error, args }) => error && args.user !== 'U21');
    expect(refused).toEqual([]);
  });

  it('and when one takes it out, the other hears nothing of it', async () => {
    await slack.uninstall('T2');
    expect(await asked(ana, 'stores', /Secret Outlet/)).toContain('Sample Shop');
    const off = await product.database.orm.em
      .fork()
      .find(Connection, { disabledBy: { $like: 'whoever%' } }, { populate: ['store.workspace'] });
    expect(off.map(({ store }) => store.workspace.externalId)).not.toContain('T1');
  });
});
