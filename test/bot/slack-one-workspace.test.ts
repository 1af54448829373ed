import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { connectStore } from '../journeys/slack-app.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { wholeDatabase } from '../whole-database.ts';
import { type Product, startProduct } from './slack-product.ts';

// SLACK_BOT_TOKEN: one workspace, which nobody installs through us.
let product: Product;
let slack: Product['slack'];
let store: FakeStore;
let ana: Person;
beforeAll(async () => {
  const settings = { SLACK_BOT_TOKEN: 'xoxb-T1', SLACK_CLIENT_ID: '', SLACK_CLIENT_SECRET: '' };
  product = await startProduct({ teams: [{ id: 'T1' }, { id: 'T2' }], settings });
  slack = product.slack;
  store = await startWooCommerce();
  ana = sitDown({ slack });
  await connectStore({ ana, store });
});
afterAll(async () => {
  await product.close();
  await store.close();
});

const em = () => product.database.orm.em.fork();
const connection = () => em().findOneOrFail(Connection, { store: { workspace: { externalId: 'T1' } } });
const answers = async () => {
  await ana.command('stores');
  return ana.answered(/Sample Shop/);
};

it('knows one workspace, and nothing of its token is kept', async () => {
  expect(await em().find(Workspace, { chat: 'slack' })).toMatchObject([{ externalId: 'T1', name: 'Sample team', installation: null }]);
  expect(await wholeDatabase(product.database.orm)).not.toContain('xoxb-');
  expect(product.log()).not.toContain('xoxb-');
});

it('takes what comes from another workspace, and does nothing', async () => {
  const calls = slack.calls.length;
  const view = { id: 'V1', type: 'modal', callback_id: 'conversation', private_metadata: '{}', state: { values: {} }, blocks: [] };
  const like = await slack.command('connect', { user: 'U21', channel: 'C21' });
  const taken = [
    like,
    await slack.say('stores', { user: 'U21' }),
    await slack.say('@om stores', { user: 'U21', channel: 'C21' }),
    await slack.openHome('U21'),
    ...(await slack.uninstall('T2')),
    await slack.raw(
      new URLSearchParams({
        payload: JSON.stringify({ type: 'view_submission', team: { id: 'T2' }, user: { id: 'U21' }, view }),
      }).toString(),
      { form: true },
    ),
  ];
  expect(taken.map(({ status, text }) => [status, text])).toEqual(taken.map(() => [200, '']));
  expect(slack.calls.slice(calls)).toEqual([]);
  const rows = (await wholeDatabase(product.database.orm)).split('\n');
  expect(rows.filter((row) => /(^|[,(":])(T2|U21|C21)([,)":]|$)/.test(row))).toEqual([]);
});

it('has no door for others to install it', async () => {
  for (const path of ['install', 'oauth_redirect']) expect((await fetch(`${product.address}/slack/${path}`)).status).toBe(404);
});

it('is silent once it was taken out, and goes on after a start with a new token', async () => {
  await answers();
  await slack.uninstall('T1');
  expect(await connection()).toMatchObject({ disabledBy: 'whoever removed OM Bot from Slack' });
  const calls = slack.calls.length;
  expect(await slack.command('stores')).toMatchObject({ status: 200, text: '' });
  await expect.poll(async () => (await em().findOneOrFail(Workspace, { externalId: 'T1' })).uninstalledAt).not.toBeNull();
  expect(slack.calls.slice(calls)).toEqual([]);

  await product.restart();
  expect(product.log()).toContain('Slack does not know the bot token, or does not answer.');
  expect(await connection()).toMatchObject({ disabledBy: 'whoever removed OM Bot from Slack' });

  Object.assign(slack.team(), { token: 'xoxb-T1-new', installed: true });
  await product.restart({ SLACK_BOT_TOKEN: 'xoxb-T1-new' });
  expect(await em().count(Workspace, { chat: 'slack' })).toBe(1);
  await expect.poll(async () => (await connection()).health).toBe('green');
  await answers();
});

it('starts also while Slack does not answer, and speaks once it does', async () => {
  slack.down('closed');
  await product.restart({ SLACK_BOT_TOKEN: 'xoxb-T1-new' });
  expect((await fetch(`${product.address}/readyz`)).status).toBe(200);
  slack.down(false);
  await answers();
});
