import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { connectStore } from '../journeys/slack-app.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { wholeDatabase } from '../whole-database.ts';
import { type Product, startProduct } from './slack-product.ts';

let product: Product;
let slack: Product['slack'];
let store: FakeStore;
let ana: Person;
beforeAll(async () => {
  product = await startProduct();
  slack = product.slack;
  store = await startWooCommerce();
  await product.install();
  ana = sitDown({ slack });
});
afterAll(async () => {
  await product.close();
  await store.close();
});

const rest = '0123456789abcdef0123456789abcdef';
const keys = [
  `ck_${rest}aa`,
  `cs_${rest}bb`,
  `shpat_${rest}`,
  `shpss_${rest}`,
  'md-AbCdEfGhIjKlMnOpQrStUv',
  'https://ana:s3cr3t-pass@shop.example',
];
const secretsIn = (text: string) =>
  [rest, 'AbCdEfGhIjKlMnOpQrStUv', 's3cr3t-pass'].filter((one) => text.toLowerCase().includes(one.toLowerCase()));

describe('A key that was pasted', () => {
  const ways = {
    'after /om': (text: string) => ana.command(text),
    'in a mention': (text: string) => ana.say(text),
    'in a direct message': (text: string) => ana.in(slack.dm()).say(text),
  };
  const kinds = keys.map((key) => ({ kind: key.replace(/[0-9A-Za-z]{20,}.*|:\/\/.*/, '…'), key }));

  describe.each(Object.entries(ways))('%s', (way, send) => {
    const place = () => (way === 'in a direct message' ? ana.in(slack.dm()) : ana);
    it.each(kinds)('is answered with what to do about it, and not repeated: $kind', async ({ key }) => {
      for (const text of [key, `import \`${key}\` please`, `connect woocommerce https://shop.example "${key}"`]) {
        const here = place();
        const before = here.messages().length;
        await send(text);
        const answer = await here.until('an answer', () => {
          const [newest] = here
            .messages()
            .slice(before)
            .filter(({ place }) => place.bot);
          return newest;
        });
        expect(answer.words).toMatch(/^That was a key.*Please revoke that key.*make a new one/);
      }
    });
  });

  it('was told to Slack by nobody, and is in no table and no line of the log', async () => {
    expect(secretsIn(JSON.stringify(slack.calls))).toEqual([]);
    expect(secretsIn(await wholeDatabase(product.database.orm))).toEqual([]);
    expect(secretsIn(product.log())).toEqual([]);
  });
});

it('lets no secret into the log, the errors, the messages, the job data and the whole database', async () => {
  await connectStore({ ana, store });
  await ana.sees(/products of Sample Shop are synced/);
  slack.fail('views.publish', 'internal_error');
  await slack.openHome('U1');
  slack.fail('chat.postMessage', 'fatal_error');
  await ana.say('stores');
  await slack.uninstall('T1');
  await product.install();
  await ana.command('stores');
  await ana.answered(/Sample Shop/);

  const { consumerKey, consumerSecret } = store.credentials;
  const { signingSecret, clientSecret } = slack.app;
  const links = JSON.stringify(slack.calls).match(/\/private\/[\w-]{43}/g) ?? [];
  expect(links.length).toBeGreaterThan(0);
  const secrets = [consumerKey, consumerSecret, signingSecret, clientSecret, slack.team().token, 'xoxb-T1', ...links];
  const [database, log] = [await wholeDatabase(product.database.orm), product.log()];
  expect(database).toContain('sync_run');
  expect(log).toContain('sync-products');
  const messages = JSON.stringify(slack.calls.filter(({ method }) => !/^(views|oauth)/.test(method)));
  for (const [place, text] of Object.entries({ database, log, messages }))
    expect(
      secrets.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([]);
  const views = JSON.stringify(slack.calls.filter(({ method }) => method.startsWith('views.')));
  expect([consumerKey, consumerSecret, 'xoxb-'].filter((secret) => views.includes(secret))).toEqual([]);
});
