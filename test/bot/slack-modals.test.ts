import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../database.ts';
import { buttonsOf, type SeenView, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import { type Person, sitDown } from '../slack-client.ts';
import type { Shop } from './chat.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import * as said from './slack-dialogs.ts';
import { createVisitor, isQuestion } from './visitor.ts';

const key = 'ck_0123456789abcdef0123456789abcdef';

let database: Awaited<ReturnType<typeof testDatabase>>;
let slack: Slack;
let bot: SlackBot;
let ana: Person;
let bor: Person;
let check: Shop['check'];

const open = (options: Partial<Parameters<typeof openSlack>[1]> = {}) =>
  openSlack(database, { slack, shop: { check: (address) => check(address) }, ...said, ...options });

beforeAll(async () => {
  database = await testDatabase();
  slack = await startSlack();
  bot = await open({ home: () => [said.longList] });
  ana = sitDown({ slack });
  bor = sitDown({ slack, user: 'U2' });
  check = async () => 'fine';
});
afterEach(async () => {
  check = async () => 'fine';
  await ana.leave();
  await bor.leave();
});
afterAll(async () => {
  await bot.close();
  await slack.close();
  await database.close();
});

const inPerson = () => ana.in(slack.dm());

/** Whoever calls it hears what is told in person from now on. */
function listen() {
  const { messages, until } = inPerson();
  const before = new Map(messages().map(({ place }) => [place.ts, place.changes]));
  return (words: RegExp) =>
    until(
      `a message ${words}`,
      () => messages().find((one) => before.get(one.place.ts) !== one.place.changes && words.test(one.words))?.place,
    );
}
const view = (user = 'U1'): SeenView => {
  const shown = slack.screen(user).view;
  if (!shown) throw new Error('No modal is open.');
  return shown;
};
const words = (seen = view()) => wordsOf(seen.blocks);
const openModals = () => slack.screen().views.length;

/** Something that is looked for until the test gives the answer. */
function letWait(): (answer: 'fine' | 'no answer') => void {
  const { promise, resolve } = Promise.withResolvers<'fine' | 'no answer'>();
  check = () => promise;
  return resolve;
}

async function ask(text: string, title: RegExp): Promise<SeenView> {
  await ana.command(text);
  await ana.asked(title);
  return view();
}

/** As far as the second question. */
async function answerFirst(): Promise<SeenView> {
  await ask('deliver', /Where does it go/);
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Almost done/);
  return view();
}

const privateUrl = () => buttonsOf(view().blocks).find(({ action_id }) => action_id === 'private-page')?.url ?? '';

async function openPrivatePage() {
  await ask('connect', /Connect your shop/);
  // Nobody fills in a page quicker than it is kept which modal leads there.
  const { id } = JSON.parse(view().private_metadata);
  const kept = () => database.orm.em.fork().execute('select address from message where key = ?', [`conversation:${id}`]);
  await expect.poll(kept).toEqual([{ address: view().id }]);
  const visitor = createVisitor(privateUrl());
  await visitor.go(privateUrl());
  return visitor;
}

test('A question opens as a modal that carries nothing but the id and the version of its conversation', async () => {
  const shown = await ask('deliver', /Where does it go/);
  expect(JSON.parse(shown.private_metadata)).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), version: 1 });
  expect(shown).toMatchObject({ submit: 'Look', close: 'Cancel' });
});

test('The command is acknowledged at once, however long Slack takes to open the modal', async () => {
  slack.slow(500, 'views.open');
  const opened = slack.callsOf('views.open').length;
  const { status, text } = await slack.command('deliver', { channel: 'C1' });
  expect({ status, text }).toEqual({ status: 200, text: '' });
  expect(slack.callsOf('views.open')).toHaveLength(opened);
  slack.slow(0, 'views.open');
  await ana.asked(/Where does it go/);
});

test('The next question takes the place of the one before in the same modal', async () => {
  const before = await ask('deliver', /Where does it go/);
  const sent = await slack.submit(before, { Address: 'Main street 1' });
  expect(sent.body).toMatchObject({ response_action: 'update' });
  expect(view()).toMatchObject({ id: before.id, title: 'Almost done' });
  await ana.fill({ 'Whose name is on the door?': 'Ana' });
  await ana.asked(/Delivered.*To Ana, Main street 1, within 14 days/);
  expect(openModals()).toBe(1);
});

test('A reason stands under its field, everything that was typed stays, and the right answer counts then', async () => {
  const before = await ask('deliver', /Where does it go/);
  const sent = await slack.submit(before, { Address: 'Main street 1', Days: 'a fortnight' });
  expect(sent.body).toEqual({ response_action: 'errors', errors: { 'f:1:days': 'Please give a whole number from 1 to 365.' } });
  expect(view().hash).toBe(before.hash);
  expect(await ana.fields()).toMatchObject([
    { label: 'Address', value: 'Main street 1', error: '' },
    { label: 'Days', value: 'a fortnight', error: 'Please give a whole number from 1 to 365.' },
  ]);
  await ana.fill({ Days: '30' });
  await ana.asked(/Almost done/);
  await ana.fill({ 'Whose name is on the door?': 'Ana' });
  await ana.asked(/To Ana, Main street 1, within 30 days/);
});

test('What takes longer is acknowledged in time with what is being done, and its outcome comes into the same modal', async () => {
  const answer = letWait();
  const before = await ask('deliver', /Where does it go/);
  const sent = await slack.submit(before, { Address: 'Main street 1' });
  expect(sent.status).toBe(200);
  expect(words()).toContain('Looking at the address…');
  expect(view()).toMatchObject({ id: before.id, submit: '', close: 'Close' });
  const acknowledged = Date.now();
  answer('fine');
  await ana.asked(/Almost done/);
  expect(view().id).toBe(before.id);
  // Slack may still be working on the acknowledgement, which would take its place.
  expect((slack.callsOf('views.update').at(-1)?.at ?? 0) - acknowledged).toBeGreaterThan(90);
});

test('A check that says no brings the question back, with its reasons and what was given', async () => {
  const answer = letWait();
  await ask('deliver', /Where does it go/);
  await ana.fill({ Address: 'Nowhere 1', Days: '7' });
  answer('no answer');
  await ana.asked(/The address could not be found/);
  expect(await ana.fields()).toMatchObject([
    { label: 'Address', value: 'Nowhere 1', error: 'Nobody lives here.' },
    { label: 'Days', value: '7', error: '' },
  ]);
  check = async () => 'fine';
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Almost done/);
});

test('A command whose trigger has expired is answered with a button that opens the question', async () => {
  slack.expireTriggers();
  await ana.command('deliver');
  const { place } = await ana.answered(/Where does it go/);
  expect(place.ephemeral).toBe(true);
  expect(openModals()).toBe(0);
  await ana.press('Continue');
  await ana.asked(/Where does it go/);
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Almost done/);
});

test('A button of the home tab whose trigger has expired is answered in person', async () => {
  await slack.openHome();
  const { home } = slack.screen();
  if (!home) throw new Error('There is no home tab.');
  const told = listen();
  slack.expireTriggers();
  await slack.press(home, 'Help');
  await told(/You said: help/);
});

test('A modal that is closed while it waits tells its outcome in person', async () => {
  await answerFirst();
  const answer = letWait();
  await ana.fill({ 'Whose name is on the door?': 'Ana' });
  await ana.asked(/Delivering/);
  const told = listen();
  await ana.leave();
  answer('fine');
  await told(/Delivered.*To Ana, Main street 1/);
});

test('A modal that is closed while it waits brings the next question in person, and it goes on there', async () => {
  const answer = letWait();
  await ask('deliver', /Where does it go/);
  await ana.fill({ Address: 'Side street 2' });
  const told = listen();
  await ana.leave();
  answer('fine');
  await slack.press(await told(/Almost done.*Continue/), 'Continue');
  await ana.fill({ 'Whose name is on the door?': 'Bor' });
  await ana.asked(/To Bor, Side street 2/);
});

test('A question that is closed before anything was answered is put away without a word', async () => {
  const { private_metadata } = await ask('deliver', /Where does it go/);
  const messages = slack.screen().messages.length;
  await ana.leave();
  const { id } = JSON.parse(private_metadata);
  await expect.poll(async () => (await bot.conversations.screen(id))?.screen.kind).toBe('done');
  expect(slack.screen().messages).toHaveLength(messages);
});

test('A question that is closed later waits in person, where it was', async () => {
  await answerFirst();
  const told = listen();
  await ana.leave();
  const question = await told(/Almost done.*Continue/);
  await slack.press(question, 'Continue');
  await ana.fill({ 'Whose name is on the door?': 'Cene' });
  await ana.asked(/To Cene, Main street 1/);
  const closed = await told(/Almost done.*This question is closed/);
  expect(closed.ts).toBe(question.ts);
  expect(buttonsOf(closed.blocks)).toEqual([]);
});

test('A question that waits in person can be put away there, wherever it was begun', async () => {
  const { private_metadata } = await answerFirst();
  const told = listen();
  await ana.leave();
  await slack.press(await told(/Almost done.*Continue/), 'Cancel');
  await told(/The open question is closed/);
  const { id } = JSON.parse(private_metadata);
  expect((await bot.conversations.screen(id))?.screen).toMatchObject({ kind: 'done', card: { title: 'Cancelled' } });
});

test('A private page that is sent makes the modal go on by itself', async () => {
  await ask('connect', /Connect your shop/);
  expect(words()).toContain('Keys are never typed into Slack');
  expect(view().submit).toBe('');
  await ana.enter({ address: 'shop.example', key });
  await ana.asked(/Almost done/);
});

test('A modal that is closed while its private page is open goes on in person', async () => {
  const page = await openPrivatePage();
  const told = listen();
  await ana.leave();
  await page.submit(isQuestion, { 'f.address': 'shop.example', 'f.key': key }, { go: 'on' });
  await slack.press(await told(/Almost done.*Continue/), 'Continue');
  await ana.fill({ 'What shall it be called?': 'Corner shop' });
  await ana.asked(/Corner shop is connected/);
});

test('A modal that is closed just while its private page is being sent is not put away', async () => {
  await openPrivatePage();
  const { id } = JSON.parse(view().private_metadata);
  await database.orm.em.fork().execute('update private_link set used_at = now() where conversation_id = ?', [id]);
  const told = listen();
  await ana.leave();
  await told(/Connect your shop.*Continue/);
  expect((await bot.conversations.screen(id))?.screen.kind).toBe('form');
});

test('That a modal was closed changes nothing when its question stands in another by now', async () => {
  await answerFirst();
  const told = listen();
  const [closed] = await slack.closeView(view());
  await slack.press(await told(/Almost done.*Continue/), 'Continue');
  await ana.asked(/Whose name is on the door/);
  if (closed) await slack.again(closed);
  await ana.command('look');
  await ana.answered(/Looked: fine/);
  const { id } = JSON.parse(view().private_metadata);
  const rows = await database.orm.em.fork().execute('select address from message where key = ?', [`conversation:${id}`]);
  expect(rows).toEqual([{ address: view().id }]);
});

test('A link is made anew when it is asked for', async () => {
  await ask('connect', /Connect your shop/);
  const first = privateUrl();
  await slack.press(view(), 'Get a new link');
  await ana.until('another link', () => privateUrl() !== first || undefined);
  await ana.enter({ address: 'shop.example', key });
  await ana.asked(/Almost done/);
});

test('Without an address of our own a question for a key says whom to ask', async () => {
  const elsewhere = await open({ publicUrl: false });
  await ask('connect', /Connect your shop/);
  expect(words()).toContain('Please ask the person who runs OM Bot to set PUBLIC_URL');
  expect(buttonsOf(view().blocks)).toEqual([]);
  await ana.leave();
  await elsewhere.close();
  slack.requestUrl = `${bot.address}/slack/events`;
});

test('A view that was changed meanwhile is brought up to date all the same', async () => {
  const page = await openPrivatePage();
  const { id, title, blocks } = view();
  const title_ = { type: 'plain_text' as const, text: title };
  const changed = {
    type: 'modal' as const,
    title: title_,
    blocks: [{ type: 'divider' as const }],
    private_metadata: view().private_metadata,
  };
  expect(blocks.length).toBeGreaterThan(1);
  await bot.slack.clients.of(slack.team().token).views.update({ view_id: id, view: changed });
  await page.submit(isQuestion, { 'f.address': 'shop.example', 'f.key': key }, { go: 'on' });
  await ana.asked(/What shall it be called/);
  expect(slack.callsOf('views.update').filter(({ error }) => error === 'hash_conflict')).toHaveLength(1);
});

test('A question that is sent twice is answered once, and the modal shows where it stands', async () => {
  const asked: string[] = [];
  const answer = letWait();
  const wait = check;
  check = (address) => {
    asked.push(address);
    return wait(address);
  };
  const before = await ask('deliver', /Where does it go/);
  const sent = await Promise.all([1, 2].map(() => slack.submit(before, { Address: 'Main street 1' })));
  expect(sent.map(({ status }) => status)).toEqual([200, 200]);
  answer('fine');
  await ana.asked(/Almost done/);
  const [first] = sent;
  if (first) expect((await slack.again(first)).body).toMatchObject({ response_action: 'update', view: { title: { text: 'Almost done' } } });
  await ana.fill({ 'Whose name is on the door?': 'Ana' });
  await ana.asked(/To Ana/);
  expect(asked).toEqual(['Main street 1', 'the end']);
});

test('What is shown late never takes the place of what is shown now', async () => {
  for (const name of ['Ana', 'Bor']) {
    const before = await ask('deliver', /Where does it go/);
    const many = Array.from({ length: 4 }, () => slack.submit(before, { Address: name }));
    await Promise.all(many);
    await ana.asked(/Almost done/);
    const second = view();
    await Promise.all(Array.from({ length: 4 }, () => slack.submit(second, { 'Whose name is on the door?': name })));
    await ana.asked(new RegExp(`Delivered.*To ${name}, ${name}`));
    await ana.leave();
  }
});

test('Somebody else’s question is neither shown nor answered', async () => {
  await ana.say('deliver');
  await ana.answered(/Where does it go/);
  await bor.press('Continue');
  await bor.answered(/This question is somebody else’s/);
  expect(slack.screen('U2').view).toBeUndefined();
  await bor.press('Cancel');
  await bor.answered(/There is nothing to cancel/);
  await ana.press('Continue');
  await ana.asked(/Where does it go/);
  const sent = await slack.submit(view(), { Address: 'Main street 1', Days: 'none' });
  const stolen = await slack.forged(sent, (payload) => Object.assign(payload, { user: { id: 'U2', name: 'bor' } }));
  expect(JSON.stringify(stolen.body)).not.toContain('Main street 1');
  await slack.submit(view(), { Days: '3' });
  await ana.asked(/Almost done/);
});

test('A list of more than a hundred is found by typing, and what was chosen comes back', async () => {
  const before = await ask('travel', /Where shall the parcel travel to in the end/);
  expect(before.title).toMatch(/^Where shall the parcel.?…$/);
  expect((await slack.suggest(before, 'Country', '')).options).toHaveLength(100);
  expect((await slack.suggest(before, 'Country', 'country 24')).options).toEqual(
    [24, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249].map((at) => `Country ${at}`),
  );
  expect((await slack.suggest(before, 'Cities', 'city 14')).options).toContain('Čity 149');
  expect((await slack.suggest(before, 'Cities', 'Atlantis')).options).toEqual([]);
  await slack.submit(before, { Country: 'Country 249', Cities: ['Čity 14', 'Čity 149'], Days: '99' });
  const fields = await ana.fields();
  expect(fields).toMatchObject([
    { value: 'Country 249' },
    { value: ['Čity 14', 'Čity 149'] },
    { error: 'Please give a whole number from 1 to 9.' },
  ]);
  await ana.fill({ Days: '2' });
  await ana.asked(/Travelled.*c249 by t14 and t149/);
});

const seenOn = async (pages: number) => {
  const seen = new Set<string>();
  for (let at = 1; ; at += 1) {
    const { words } = await ana.asked(new RegExp(`Page ${at} of ${pages}`));
    for (const [entry] of words.matchAll(/Parcel \d+\./g)) seen.add(entry);
    if (at === pages) return seen;
    await ana.press('More');
  }
};

test('An answer that is too long opens its other pages in a modal, where every entry is reached', async () => {
  await ana.command('parcels');
  const { place, buttons } = await ana.answered(/Parcel 0\..*… and \d+ more/);
  expect(place.ephemeral).toBe(true);
  expect(buttons).toContain('Show all');
  await ana.press('Show all');
  expect((await seenOn(3)).size).toBe(260);
  await ana.press('Earlier');
  await ana.asked(/Page 2 of 3/);
  await ana.press('Open', 'Parcel 150.');
  await ana.asked(/You said: open 150/);
});

test('A posted message that is too long opens its other pages in a modal, also when the first trigger has expired', async () => {
  await bot.slack.surface.post({ channel: await bot.channel('C1'), key: 'parcels', revision: 1, card: said.longList });
  const { place } = await ana.sees(/All parcels/);
  await expect.poll(() => slack.screen('U1', 'C1').messages.findLast(({ ephemeral }) => !ephemeral)?.text).toContain('All parcels');
  const posted = slack.screen('U1', 'C1').messages.findLast(({ ephemeral }) => !ephemeral) ?? place;
  slack.expireTriggers();
  await slack.press(posted, 'Show all');
  await ana.answered(/Page 1 of \d/);
  await slack.press(posted, 'Show all');
  expect((await seenOn(3)).size).toBe(260);
});

test('The home tab leads to all of a list that is too long for it', async () => {
  await slack.openHome();
  const { home } = slack.screen();
  if (!home) throw new Error('There is no home tab.');
  expect(wordsOf(home.blocks)).toMatch(/… and \d+ more/);
  await slack.press(home, 'More');
  await ana.asked(/Page 2 of 3/);
  await ana.press('Earlier');
  expect((await seenOn(3)).size).toBe(260);
});

test('A question that was begun by a mention or a direct message opens by its button', async () => {
  await ana.say('deliver');
  const asked = await ana.answered(/Where does it go/);
  expect(asked.place.thread_ts).toBeDefined();
  await ana.press('Continue');
  await ana.asked(/Where does it go/);
  await ana.leave();
  await inPerson().say('deliver');
  await inPerson().answered(/Where does it go/);
  await inPerson().press('Continue');
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Almost done/);
});

test('A question inside the modal of another stands above it, and leads back', async () => {
  check = async () => 'no answer';
  const below = await ask('deliver', /Where does it go/);
  await ana.fill({ Address: 'Nowhere 1' });
  await ana.asked(/It has no colour yet/);
  await ana.press('Paint it', 'The door');
  await ana.asked(/Paint the door/);
  await ana.fill({ Colour: 'blue' });
  await ana.asked(/Painted blue/);
  await slack.closeView(view());
  expect(view().id).toBe(below.id);
  expect(await ana.fields()).toMatchObject([{ value: 'Nowhere 1' }, { value: '14' }]);
  check = async () => 'fine';
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Almost done/);
});

test('A modal that Slack does not take is logged, and its question waits in person', async () => {
  const page = await openPrivatePage();
  const told = listen();
  slack.fail('views.update', 'invalid_arguments');
  await page.submit(isQuestion, { 'f.address': 'shop.example', 'f.key': key }, { go: 'on' });
  await told(/Almost done.*Continue/);
  await expect.poll(bot.log).toContain('invalid_arguments');
});

test('What a killed process was looking for is brought into the modal by another, and the first is not heard any more', async () => {
  const late = letWait();
  const before = await ask('deliver', /Where does it go/);
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Looking at the address/);
  const other = await open({ shop: { check: async () => 'fine' } });
  // As if the first said no more that it lives; it might take it up itself once more.
  const silent = `update conversation set working_until = now() - interval '1 second' where working_until is not null`;
  const isShown = async () => {
    await database.orm.em.fork().execute(silent);
    return view().title;
  };
  await expect.poll(isShown, { timeout: 15_000, interval: 500 }).toBe('Almost done');
  late('no answer');
  await ana.fill({ 'Whose name is on the door?': 'Ana' });
  await ana.asked(/To Ana, Main street 1/);
  expect(view().id).toBe(before.id);
  await other.close();
  slack.requestUrl = `${bot.address}/slack/events`;
});

test('What a process was killed before it could show is shown by another', async () => {
  await answerFirst();
  const { id } = JSON.parse(view().private_metadata);
  const stale = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Stale' }, blocks: [{ type: 'divider' as const }] };
  await bot.slack.clients.of(slack.team().token).views.update({ view_id: view().id, view: stale });
  await database.orm.em
    .fork()
    .execute(`update message set due = true, updated_at = now() - interval '6 seconds' where key = ?`, [`conversation:${id}`]);
  const other = await open();
  await ana.asked(/Almost done/);
  await other.close();
  slack.requestUrl = `${bot.address}/slack/events`;
});

test('What a process was killed before it had kept which modal it opened goes on in that modal when it is sent, else in person', async () => {
  const forget = () => database.orm.em.fork().execute(`update message set address = null where key like 'conversation:%'`);
  const before = await ask('deliver', /Where does it go/);
  await forget();
  const answer = letWait();
  await ana.fill({ Address: 'Main street 1' });
  await ana.asked(/Looking at the address/);
  answer('fine');
  await ana.asked(/Almost done/);
  expect(view().id).toBe(before.id);
  await ana.leave();
  const page = await openPrivatePage();
  await forget();
  const told = listen();
  await page.submit(isQuestion, { 'f.address': 'shop.example', 'f.key': key }, { go: 'on' });
  await told(/Almost done.*Continue/);
});
