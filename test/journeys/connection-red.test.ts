import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectSampleStore, type Journey, startJourney } from './app.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await connectSampleStore(journey);
});
afterAll(() => journey.close());

const reds = async () => (await journey.chat.stream()).filter(({ key }) => key.startsWith('health:'));

it('turns red at once when the key is revoked, and says so once with the way to mend it', async () => {
  const { chat, store } = journey;
  store.revokeKey('all');
  await chat.say('check');
  const alert = await chat.card(
    'the alert',
    ({ tone, actions }) => tone === 'bad' && Boolean(actions?.some(({ label }) => label === 'Reconnect')),
  );
  expect(alert.steps?.join(' ')).toMatch(/REST API/);
  expect(alert.actions?.map(({ label }) => label)).toEqual(expect.arrayContaining(['Reconnect', 'Check now']));
  await chat.say('check sample-shop');
  const again = await chat.latest();
  await chat.say('stores');
  const list = await chat.card('the list', ({ items }) => items?.[0]?.tone === 'bad', again);
  expect(list.items?.[0]?.text).toMatch(/^\*Red\*/);
  expect(await reds()).toHaveLength(1);
});

it('takes new keys, and is green again, told once', async () => {
  const { chat, store } = journey;
  await chat.say('reconnect');
  const { consumerKey, consumerSecret } = store.credentialsOf('readOnly');
  await chat.fill({ consumerKey, consumerSecret });
  await chat.card('it is green', ({ tone, title }) => tone === 'good' && /Sample Shop/.test(title));
  const before = await chat.latest();
  await chat.say('stores');
  expect((await chat.card('the list', ({ items }) => items !== undefined, before)).items?.[0]?.tone).toBe('good');
  expect(await reds()).toHaveLength(2);
});

it('is red when somebody switches it off, by name, and checks before it is switched on', async () => {
  const { chat } = journey;
  await chat.press('Switch off');
  const before = await chat.latest();
  await chat.say('stores');
  const list = await chat.card('the list', ({ items }) => items?.[0]?.tone === 'bad', before);
  expect(list.items?.[0]?.text).toMatch(/disabled by you/);
  await chat.press('Switch on');
  const after = await chat.latest();
  await chat.until('it is on', async () => {
    await chat.say('stores');
    return (await chat.stream(after)).findLast(({ card }) => card?.items?.[0]?.tone === 'good');
  });
});
