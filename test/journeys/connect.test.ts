import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { type Journey, startJourney } from './app.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

it('leads from the typed word over a wrong key to a connected store whose products come by themselves', async () => {
  const { chat, store, database } = journey;
  await chat.say('/om connect');
  const platform = await chat.question('the platform', ({ form }) => 'platform' in form.fields);
  expect(platform.form.fields.platform?.options).toContainEqual({ value: 'woocommerce', label: 'WooCommerce' });
  await chat.fill({ platform: 'woocommerce' });

  const credentials = await chat.question('the credentials', ({ form }) => 'consumerKey' in form.fields);
  expect(credentials.form.steps?.join(' ')).toMatch(/WooCommerce.*Settings.*Advanced.*REST API/);

  await chat.fill({ ...store.credentials, consumerSecret: `cs_${'0'.repeat(40)}` });
  const refused = await chat.question('the refusal', ({ form }) => form.notice !== undefined);
  expect(refused.form.notice).toMatchObject({ tone: 'bad' });
  expect(refused.form.notice?.items?.map(({ tone }) => tone)).toEqual(['good', 'bad', 'neutral', 'neutral', 'neutral', 'neutral']);
  expect(refused).toMatchObject({ given: { url: store.credentials.url }, kept: ['consumerKey'] });
  expect(JSON.stringify(refused)).not.toContain('cs_0');

  await chat.fill(store.credentials);
  const found = await chat.question('the name', ({ form }) => 'name' in form.fields);
  expect(found.form.notice?.items?.map(({ tone }) => tone)).toEqual(Array(6).fill('good'));
  expect(found.given.name).toBe(store.shop.name);
  await chat.fill({ name: 'Sample <img onerror=alert(1)> Shop', orderPrefix: '' });

  await chat.card('the store is connected', ({ title }) => /is connected/.test(title));
  const report = await chat.card('the SKU report', ({ title }) => /are synced/.test(title));
  expect(report.text).toMatch(/^250 products/);
  const em = database.orm.em.fork();
  const { name, currency, timeZone } = await em.findOneOrFail(Store, { platform: 'woocommerce' });
  expect({ name, currency, timeZone }).toEqual({
    name: 'Sample <img onerror=alert(1)> Shop',
    currency: 'EUR',
    timeZone: 'Europe/Ljubljana',
  });
  expect(await em.findOneOrFail(Connection, { plainHttp: false })).toMatchObject({
    health: 'green',
    refused: [],
    credentials: store.credentials,
  });
});

it('says that a store is connected already, however its address is written', async () => {
  const { chat, store } = journey;
  await chat.say('connect woocommerce');
  await chat.fill({ ...store.credentials, url: `${store.credentials.url.toUpperCase()}/` });
  const again = await chat.question('that it is connected', ({ form }) => /connected already/.test(form.notice?.text ?? ''));
  expect(again.errors.url).toMatch(/connected already/);
});
