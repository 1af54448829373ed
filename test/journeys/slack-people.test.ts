import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { testKey } from '../database.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { wholeDatabase } from '../whole-database.ts';
import { connectStore, type SlackJourney, startSlackJourney } from './slack-app.ts';

let journey: SlackJourney;
let other: FakeStore;
let bor: Person;
beforeAll(async () => {
  [journey, other] = await Promise.all([startSlackJourney(), startWooCommerce()]);
  bor = sitDown({ slack: journey.slack, user: 'U2' });
  await connectStore(journey);
  await connectStore({ ana: journey.ana, store: other }, 'Olive Oil', 'OO-');
});
afterAll(async () => {
  await other.close();
  await journey.close();
});

const store = (handle: string) => journey.database.orm.em.fork().findOneOrFail(Store, { handle });
/** What somebody is told who may not, in a message or in the window. */
const refusal =
  /Only managers may do this ⚠️ Attention .* Ask one of your workspace admins and owners 2\. They type \/om managers add @bor:/;

it('lets everybody look, and tells who may not change things whom to ask, at a word, a button, and a mention', async () => {
  await bor.command('stores');
  await bor.answered(/Sample Shop \(sample-shop\).*Olive Oil \(olive-oil\)/);
  expect(bor.questionOf('Switch off', 'Sample Shop')).toMatch(/Switch Sample Shop off\?.*Nothing is deleted\./);
  await bor.press('Switch off', 'Sample Shop');
  await bor.answered(refusal);
  await bor.command('import 14 sample-shop');
  await bor.answered(refusal);
  await bor.command('managers add @bor');
  expect((await bor.answered(refusal)).words).not.toContain('U2');
  await bor.say('connect woocommerce');
  expect((await bor.answered(refusal)).place.thread_ts).toBeTruthy();
  expect(bor.modal()).toBeUndefined();
  expect(await journey.database.orm.em.fork().count(Connection, { disabledBy: null })).toBe(2);
});

it('lets the owner give the role: then he may, until it is taken away, be it in the middle of a question', async () => {
  const { ana } = journey;
  await ana.command('managers add @bor');
  await ana.answered(/bor is a manager now/);
  await bor.command('settings sample-shop');
  await bor.answered(/^Settings of Sample Shop/);
  await bor.press('Change');
  await bor.asked(/Transferred additionally/);
  await bor.fill({ 'Transferred additionally': [], 'Order prefix': 'BOR-', 'Automatic transfer': 'Every 60 minutes' });
  const saved = await bor.asked(/settings of Sample Shop are saved/);
  expect(saved.words).toMatch(
    /Include reservations: No: .* Order prefix: BOR-: order 1001 is BOR-1001 here Automatic transfer: Every 60 minutes/,
  );

  await bor.press('Change');
  await bor.asked(/Transferred additionally/);
  await ana.command('managers remove @bor');
  await ana.answered(/bor is no manager any more/);
  await bor.fill({ 'Order prefix': 'LATE-' });
  await bor.asked(refusal);
  await bor.leave();
  expect(await store('sample-shop')).toMatchObject({ orderPrefix: 'BOR-', settings: { reservations: false, automatic: 60 } });
  await ana.command('managers add @bor');
  await ana.answered(/bor is a manager now/);
});

it('copies settings after telling what would change, and the history names who changed what', async () => {
  const { ana } = journey;
  await bor.command('copy settings from sample-shop to olive-oil');
  const plan = await bor.asked(/Nothing is changed yet/);
  expect(plan.words).toMatch(
    /This would change in Olive Oil: .*Include reservations:? yes → no .*Automatic transfer:? Every 5 minutes → Every 60 minutes/,
  );
  expect((await store('olive-oil')).settings).toMatchObject({ automatic: 5 });
  await bor.fill({ 'Shall I copy them?': 'Copy' });
  await bor.asked(/Olive Oil is set like Sample Shop/);
  await bor.leave();
  expect(await store('olive-oil')).toMatchObject({ orderPrefix: 'OO-', settings: { reservations: false, automatic: 60 } });

  await ana.command('history');
  const { words } = await ana.answered(/^History of all stores/);
  expect(words).toMatch(/Bor Olive Oil Transfer settings .*Automatic transfer: Every 5 minutes → Every 60 minutes/);
  expect(words).toMatch(/Bor Sample Shop Transfer settings Order prefix: SS- → BOR-/);
  expect(words).toMatch(/Ana all stores Role of bor Role: manager → none/);
});

it('brings alerts to another channel by a word there; to a private one after it was invited', async () => {
  const { ana, slack } = journey;
  const there = ana.in('C2');
  await there.command('alerts here sample-shop');
  const how = await there.answered(/^I am not in this channel yet/);
  expect(how.words).toMatch(/nothing was changed.* 1\. Type \/invite @OM Bot here, .* 2\. Then press Alerts here/);
  slack.inviteBot('C2');
  await there.press('Alerts here');
  await there.answered(/Alerts of Sample Shop go to/);
  const test = await there.sees(/^Alerts of Sample Shop come here now/);
  expect(test.place).toMatchObject({ ephemeral: false });
  await ana.command('alerts');
  expect((await ana.answered(/^Where alerts go/)).words).toMatch(/Sample Shop Alerts go to: .* Olive Oil Alerts go to: this channel/);
});

it('tells there, once, that a store is not connected, and who mended it: the alert itself says so, the news stays in its thread', async () => {
  const { ana, slack } = journey;
  const there = bor.in('C2');
  journey.store.revokeKey('all');
  // Nobody is as quick as these tests.
  slack.later(1_000);
  await ana.command('check sample-shop');
  const alert = await there.sees(/^Sample Shop is not connected 🔴 Problem/);
  expect(alert.words).toMatch(
    /The store does not accept our key\..* New orders are not coming in\. .*WooCommerce → Settings → Advanced → REST API/,
  );
  expect(ana.messages().filter(({ words, place }) => !place.ephemeral && /not connected/.test(words))).toEqual([]);
  await ana.command('check sample-shop');

  await there.press('Reconnect');
  const { consumerKey, consumerSecret } = journey.store.credentialsOf('readOnly');
  await there.enter({ consumerKey, consumerSecret });
  await there.asked(/Sample Shop is reconnected/);
  await there.leave();
  const solved = await there.sees(/^Solved: Sample Shop was not connected ✅ Good By bor, \d+ \w+ \d{4}, \d\d:\d\d/);
  expect(solved.place).toMatchObject({ ts: alert.place.ts });
  expect(solved.buttons).toEqual(['Status']);
  const green = await there.sees(/^Sample Shop is connected again/);
  expect(green.place).toMatchObject({ thread_ts: alert.place.ts });
  expect(there.messages().filter(({ words }) => /^(Solved: )?Sample Shop (is|was) /.test(words))).toHaveLength(2);
  await ana.command('history sample-shop');
  await ana.answered(/Bor Connection: reconnected Keys: new/);
});

it('keeps every secret out of the log, of all that Slack is told, of all pages, and of the whole database', async () => {
  const { ana, slack, database } = journey;
  const all = journey.store.credentials;
  const later = journey.store.credentialsOf('readOnly');
  const pasted = `ck_${'8'.repeat(40)}`;
  const wrong = `cs_${'7'.repeat(40)}`;
  await ana.say(`my key is ${pasted}`);
  await ana.answered(/That was a key, and I do not keep it .*Please revoke that key/);
  const direct = ana.in(slack.dm());
  await direct.say(pasted);
  await direct.answered(/That was a key/);
  await ana.command(`connect ${pasted}`);
  await ana.answered(/That was a key/);
  await ana.command('reconnect olive-oil');
  await ana.enter({ consumerSecret: wrong, consumerKey: other.credentials.consumerKey });
  await ana.asked(/🔴 Problem: The store does not accept our key/);

  const told = [...slack.calls.map((call) => JSON.stringify(call)), ...ana.kept.answers, ...bor.kept.answers];
  const places: [name: string, text: string, sign: string][] = [
    ['the log', journey.log(), 'sync-products'],
    ['what Slack is told', told.join('\n'), 'views.update'],
    ['the pages', [...ana.kept.pages, ...bor.kept.pages].join('\n'), 'private page'],
    ['the database', await wholeDatabase(database.orm), 'bullmq'],
  ];
  const secrets = [
    ...[all.consumerKey, all.consumerSecret, later.consumerKey, later.consumerSecret, pasted, wrong],
    ...[btoa(`${all.consumerKey}:${all.consumerSecret}`), testKey, slack.app.signingSecret, slack.team().token],
  ];
  for (const [name, text, sign] of places) {
    expect(text).toContain(sign);
    for (const secret of secrets) expect(text.includes(secret), `${name} hold ${secret.slice(0, 6)}…`).toBe(false);
  }
});
