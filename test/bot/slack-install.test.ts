import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopes } from '../../bot/slack/scopes.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { testKey } from '../database.ts';
import { sitDown } from '../slack-client.ts';
import { wholeDatabase } from '../whole-database.ts';
import { openBrowser } from './slack-oauth.ts';
import { type Product, startProduct } from './slack-product.ts';

let product: Product;
let slack: Product['slack'];
beforeAll(async () => {
  product = await startProduct({
    teams: [
      { id: 'T1', installed: false },
      { id: 'T2', name: '<b>Team & 2</b>', installed: false },
      { id: 'T3', installed: false },
    ],
  });
  slack = product.slack;
});
afterAll(() => product.close());
beforeEach(() => {
  Object.assign(slack.access.installer, { team: 'T1', user: 'U1', consents: true, organisation: false });
});

const workspaces = async () =>
  (await product.database.orm.em.fork().find(Workspace, { chat: 'slack' }, { orderBy: { externalId: 'asc' } })).map(
    ({ externalId }) => externalId,
  );
const read = ({ status, page }: { status: number; page: string }) => [status, wordsOf(page)];
const wordsOf = (page: string) => {
  const words = page.replace(/<head>.*?<\/head>|<[^>]+>/gs, ' ').replace(/\s+/g, ' ');
  return words.trim();
};
const tooLate = [
  400,
  'OM Bot was not installed The way back from Slack took longer than 10 minutes, or began in another browser. Nothing was changed. Please start again. Start again',
];
const notLetIn = [
  400,
  'OM Bot was not installed Slack did not let us in. Nothing was changed. Please start again; an admin of the workspace may have to allow it. Start again',
];

describe('Before anybody has installed it', () => {
  it('takes what comes, and does nothing', async () => {
    expect(await slack.command('stores')).toMatchObject({ status: 200, text: '' });
    expect(await slack.say('stores')).toMatchObject({ status: 200, text: '' });
    expect(await slack.openHome()).toMatchObject({ status: 200, text: '' });
    expect(await workspaces()).toEqual([]);
    expect(slack.calls).toEqual([]);
  });

  it('asks Slack for what it needs and no more, and to send people back to us', async () => {
    const { to, headers } = await openBrowser(product.address).get(`${product.address}/slack/install`);
    const { origin, searchParams } = new URL(to);
    expect(origin).toBe(slack.url);
    expect(searchParams.get('client_id')).toBe(slack.app.clientId);
    expect(searchParams.get('redirect_uri')).toBe(`${product.address}/slack/oauth_redirect`);
    expect(searchParams.get('scope')).toBe(scopes.join(','));
    expect(searchParams.get('user_scope')).toBeNull();
    expect(headers.get('set-cookie')).toMatch(/^slack-app-oauth-state=.*; Secure; HttpOnly; Path=\/; Max-Age=600$/);
  });
});

describe('Somebody installs it', () => {
  it('and reads what to do next; at once it answers in their workspace', async () => {
    const { status, page, headers } = await product.install('T2');
    expect([status, wordsOf(page)]).toEqual([
      200,
      'OM Bot is installed Go back to Slack (&lt;b&gt;Team &amp; 2&lt;/b&gt;) and type /om connect in the channel of your shop. For its alerts there, type /invite @OM Bot as well.',
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await workspaces()).toEqual(['T2']);
    const dana = sitDown({ slack, user: 'U21', channel: 'C21' });
    await dana.command('stores');
    await dana.answered(/No store is connected yet/);
  });

  it('and what Slack gave us is readable in no table and no line of the log', async () => {
    await product.install('T2');
    const [row] = await product.database.orm.em.fork().execute<{ installation: string }[]>('select installation from workspace');
    expect(row?.installation).toMatch(/^v1\./);
    for (const place of [await wholeDatabase(product.database.orm), product.log()])
      expect(place).not.toMatch(/xoxb-|sample-client-secret|sample-signing-secret|\.code\b/);
  });

  it('and their answer to Slack is used once', async () => {
    const browser = openBrowser(product.address);
    const back = await browser.consent();
    const state = browser.cookies.get('slack-app-oauth-state') ?? '';
    expect((await browser.get(back)).status).toBe(200);
    expect(read(await browser.get(back))).toEqual(tooLate);
    browser.cookies.set('slack-app-oauth-state', state);
    expect(read(await browser.get(back))).toEqual(notLetIn);
  });

  it('again, and what was done meanwhile with an older token goes on with the new one', async () => {
    await product.install('T2');
    const { token, oldTokens } = slack.team('T2');
    oldTokens.set(token, 'token_revoked');
    await product.install('T2');
    expect(slack.team('T2').token).not.toBe(token);
    expect(await workspaces()).toContain('T2');
    await slack.openHome('U21');
    await expect.poll(() => slack.screen('U21').home).toBeDefined();
    expect(slack.calls.filter(({ error }) => error === 'token_revoked')).toEqual([]);
  });
});

describe('Nobody is installed', () => {
  let before: string[];
  beforeEach(async () => {
    before = await workspaces();
    slack.access.installer.team = 'T3';
    slack.access.installer.user = 'U31';
  });
  const nobodyNew = async () => expect(await workspaces()).toEqual(before);
  const at = (query: { code?: string; state?: string; error?: string }) =>
    `${product.address}/slack/oauth_redirect?${new URLSearchParams({ ...query })}`;
  const stateOf = (back: string) => new URL(back).searchParams.get('state') ?? '';
  /** The state as we would have signed it, with something else in it. */
  function signed(state: string, change: Record<string, unknown>, key = testKey) {
    const [head = '', body = ''] = state.split('.');
    const changed = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...change })).toString(
      'base64url',
    );
    const secret = createHmac('sha256', key).update('slack installation').digest('hex');
    return `${head}.${changed}.${createHmac('sha256', secret).update(`${head}.${changed}`).digest('base64url')}`;
  }
  /** Comes back with this state, which the browser holds as well. */
  async function backWith(change: (state: string) => string) {
    const browser = openBrowser(product.address);
    const back = await browser.consent();
    const state = change(stateOf(back));
    browser.cookies.set('slack-app-oauth-state', state);
    return browser.get(at({ code: new URL(back).searchParams.get('code') ?? '', state }));
  }

  it('by who says no', async () => {
    slack.access.installer.consents = false;
    const browser = openBrowser(product.address);
    expect(read(await browser.get(await browser.consent()))).toEqual(notLetIn);
    await nobodyNew();
  });

  it('by who comes without a state, or without anything', async () => {
    for (const query of [{}, { code: 'x' }, { code: 'x', state: '' }, { code: 'x', state: 'x' }, { state: 'x' }])
      expect((await openBrowser(product.address).get(at(query))).status, JSON.stringify(query)).toBe(400);
    await nobodyNew();
  });

  it('by a link that somebody else began', async () => {
    const [attacker, victim] = [openBrowser(product.address), openBrowser(product.address)];
    const back = await attacker.consent();
    expect(read(await victim.get(back))).toEqual(tooLate);
    await victim.consent();
    expect(read(await victim.get(back))).toEqual(tooLate);
    await nobodyNew();
  });

  it('by a state that is older than ten minutes, or signed by somebody else', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toJSON();
    expect(read(await backWith((state) => signed(state, { now: ago(11) })))).toEqual(tooLate);
    expect(read(await backWith((state) => signed(state, {}, 'another key')))).toEqual(tooLate);
    expect(
      read(await backWith((state) => `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${state.split('.')[1]}.`)),
    ).toEqual(tooLate);
    await nobodyNew();
    expect((await backWith((state) => signed(state, { now: ago(9) }))).status).toBe(200);
  });

  it('by a code that Slack never gave, and its words are not ours', async () => {
    const browser = openBrowser(product.address);
    const state = stateOf(await browser.consent());
    expect(read(await browser.get(at({ code: '<script>alert(1)</script>', state })))).toEqual(notLetIn);
    const told = await openBrowser(product.address).get(at({ error: '<script>alert(1)</script>', state: 'x' }));
    expect(told.page).not.toContain('<script>alert');
  });

  it('while Slack does not answer', async () => {
    slack.fail('oauth.v2.access', 'internal_error');
    const browser = openBrowser(product.address);
    expect(read(await browser.get(await browser.consent()))).toEqual(notLetIn);
  });

  it('for a whole organisation at once', async () => {
    slack.access.installer.organisation = true;
    before = await workspaces();
    const browser = openBrowser(product.address);
    expect(read(await browser.get(await browser.consent()))).toEqual([
      400,
      'OM Bot was not installed It can be installed to a workspace, not to a whole organisation. Nothing was stored here. Please take it out of the organisation in Slack, start again, and choose one workspace. Start again',
    ]);
    await nobodyNew();
  });
});
