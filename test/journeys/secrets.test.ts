import { afterAll, beforeAll, expect, it } from 'vitest';
import { testKey } from '../database.ts';
import { wholeDatabase } from '../whole-database.ts';
import { confirmPayments, connectSampleStore, type Journey, startJourney } from './app.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const wrong = `cs_${'7'.repeat(40)}`;
const pasted = `ck_${'8'.repeat(40)}`;

it('keeps every secret out of the log, the errors, the job data and the whole database', async () => {
  const { chat, store } = journey;
  const { consumerKey, consumerSecret } = store.credentials;
  await chat.say(`my key is ${pasted} and ${consumerSecret}`);
  await chat.say('connect woocommerce');
  await chat.fill({ ...store.credentials, consumerSecret: wrong });
  await chat.question('the refusal', ({ form }) => form.notice?.tone === 'bad');
  await chat.say('cancel');
  await connectSampleStore(journey);
  await confirmPayments(journey);
  await chat.say('import 14 now');
  await chat.card('the import', ({ title }) => /came in$/.test(title));
  store.misbehave({ status: 500 });
  await chat.say('check');
  await chat.card('the check', ({ tone }) => tone === 'bad' || tone === 'warning');
  store.misbehave();
  store.revokeKey('all');
  await chat.say('check');
  await chat.card('the alert', ({ actions }) => Boolean(actions?.some(({ label }) => label === 'Reconnect')));

  const places = {
    log: journey.log(),
    database: await wholeDatabase(journey.database.orm),
    page: await (await fetch(`${journey.app.url}/chat`)).text(),
  };
  expect(places.log).toContain('import-orders');
  expect(places.database).toContain('sync_run');
  const secrets = [consumerSecret, consumerKey, wrong, pasted, testKey, btoa(`${consumerKey}:${consumerSecret}`)];
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) expect(text.includes(secret), `${place} holds ${secret.slice(0, 5)}…`).toBe(false);
  }
});
