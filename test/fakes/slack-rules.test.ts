import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { input, modal, plain, section } from './slack/sample-app.ts';
import { buttonsOf, plainWords, type Slack, startSlack, wordsOf } from './slack.ts';

type Answer = { ok: boolean; error?: string; ts?: string; status: number; retry: string | null } & Record<string, unknown>;
let slack: Slack;

/** Calls the Web API as any client would. */
async function call(method: string, args: Record<string, unknown>, token = slack.team().token): Promise<Answer> {
  const body = new URLSearchParams(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const response = await fetch(slack.apiUrl + method, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
  return { ...(await response.json()), status: response.status, retry: response.headers.get('retry-after') };
}
const errorOf = async (method: string, args: Record<string, unknown>, token?: string) => (await call(method, args, token)).error;
const post = (args: Record<string, unknown> = {}) => call('chat.postMessage', { channel: 'C1', text: 'x', ...args });
const texts = (user = 'U1', channel = 'C1') => slack.screen(user, channel).messages.map(({ text }) => text);
/** A trigger_id or response_url as a command brings one. No app listens here. */
const given = async (name: 'trigger_id' | 'response_url') => String((await slack.command('x')).payload[name]);
const open = async (view: object = modal('One')) => call('views.open', { trigger_id: await given('trigger_id'), view });
const respond = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
const top = () => {
  const { view } = slack.screen('U1');
  if (!view) throw new Error('no modal');
  return view;
};

beforeEach(async () => {
  slack = await startSlack({ requestUrl: 'http://127.0.0.1:9/' });
});
afterEach(() => slack.close());

describe('the Web API', () => {
  test('knows tokens, channels and people of one workspace only', async () => {
    slack.addTeam({ id: 'T2' });
    expect(await errorOf('auth.test', {}, '')).toBe('not_authed');
    expect(await errorOf('auth.test', {}, 'xoxb-none')).toBe('invalid_auth');
    expect(await errorOf('chat.postMessage', { channel: 'C1', text: 'x' }, 'xoxb-T2')).toBe('channel_not_found');
    expect(await errorOf('users.info', { user: 'U1' }, 'xoxb-T2')).toBe('user_not_found');
    expect(await errorOf('chat.doesNotExist', {})).toBe('unknown_method');
    expect(await call('users.info', { user: 'U1' })).toMatchObject({ user: { is_admin: true, is_owner: true, name: 'ana' } });
    expect(await call('conversations.list', { types: 'public_channel,private_channel' })).toMatchObject({ channels: [{ id: 'C1' }] });
    await call('auth.revoke', {});
    expect(await errorOf('auth.test', {})).toBe('token_revoked');
  });

  test('lets nobody write where they are not', async () => {
    expect((await post({ channel: 'C2' })).error).toBe('channel_not_found');
    slack.removeBot('C1');
    expect((await post()).error).toBe('not_in_channel');
    expect(await errorOf('conversations.join', { channel: 'C1' })).toBeUndefined();
    expect(await errorOf('chat.postEphemeral', { channel: 'C1', user: 'U9', text: 'x' })).toBe('user_not_in_channel');
    slack.archive('C1');
    expect((await post()).error).toBe('is_archived');
  });

  test('edits its own messages that are still there, and text alone takes the blocks away', async () => {
    const { ts } = await post({ blocks: [section('old')] });
    await call('chat.update', { channel: 'C1', ts, text: 'new' });
    expect(slack.screen('U1', 'C1').messages[0]).toMatchObject({ text: 'new', blocks: [], edited: true });
    await slack.say('a word', { channel: 'C1' });
    const theirs = slack.screen('U1', 'C1').messages.at(-1)?.ts;
    expect(await errorOf('chat.update', { channel: 'C1', ts: theirs, text: 'x' })).toBe('cant_update_message');
    const { message_ts } = await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'only you' });
    expect(await errorOf('chat.update', { channel: 'C1', ts: message_ts, text: 'x' })).toBe('message_not_found');
    await post({ thread_ts: ts, text: 'reply' });
    slack.deleteMessage({ channel: 'C1', ts: ts ?? '' });
    expect(texts()).toEqual(['This message was deleted.', 'a word', 'only you', 'reply']);
    expect(await errorOf('chat.update', { channel: 'C1', ts, text: 'x' })).toBe('message_not_found');
  });

  test('refuses what is invalid, and a test must answer for it', async () => {
    const wrong = await post({ blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] });
    expect(wrong).toMatchObject({ ok: false, error: 'invalid_blocks', status: 200, response_metadata: { messages: [expect.any(String)] } });
    expect((await post({ text: '' })).error).toBe('no_text');
    expect((await post({ text: '', blocks: [section('said')] })).ok).toBe(true);
    expect((await post({ text: 'x'.repeat(40_001) })).error).toBe('msg_too_long');
    expect((await open({ ...modal('x'.repeat(25)) })).error).toBe('invalid_arguments');
    expect(slack.takeProblems()).toHaveLength(5);
    await post({ blocks: [{ type: 'none' }] });
    const problems = [...slack.problems];
    expect(problems).not.toEqual([]);
    const other = await startSlack();
    other.problems.push('something');
    await expect(other.close()).rejects.toThrow('something');
    slack.takeProblems();
  });

  test('limits when told, and with "strict" as Slack does', async () => {
    slack.limit('chat.postMessage', { retryAfter: 7, channel: 'C1', times: 1 });
    expect(await post({ channel: 'U1' })).toMatchObject({ ok: true });
    expect(await post()).toMatchObject({ status: 429, retry: '7', error: 'ratelimited' });
    expect(await post()).toMatchObject({ ok: true });
    const strict = await startSlack({ strict: true });
    const calm = slack;
    slack = strict;
    const [first] = [await post(), await post(), await post({ channel: 'U1' })];
    expect(await post()).toMatchObject({ status: 429, error: 'ratelimited' });
    for (const ms of [0, 1_000, 3_000]) {
      slack.later(ms);
      await call('chat.update', { channel: 'C1', ts: first?.ts, text: 'x' });
    }
    expect(slack.takeProblems()).toEqual([expect.stringContaining('more than one message'), expect.stringContaining('3 s are asked for')]);
    await strict.close();
    slack = calm;
  });

  test('is away, slow or wrong when told', async () => {
    slack.fail('auth.test', 'internal_error');
    expect(await errorOf('auth.test', {})).toBe('internal_error');
    slack.down(503);
    expect((await fetch(`${slack.apiUrl}auth.test`)).status).toBe(503);
    slack.down('closed');
    await expect(call('auth.test', {})).rejects.toThrow();
    slack.down(false);
    expect(await errorOf('auth.test', {})).toBeUndefined();
  });

  test('puts a stream together', async () => {
    await slack.say('hello');
    const { channel, ts: thread_ts } = slack.screen('U1').messages[0] ?? {};
    await call('assistant.threads.setStatus', { channel_id: channel, thread_ts, status: 'is looking…' });
    expect(slack.screen('U1').status).toBe('is looking…');
    const task = { type: 'task_update', id: '1', title: 'Fetch', status: 'in_progress' };
    const { ts } = await call('chat.startStream', { channel, thread_ts, chunks: [task] });
    for (const markdown_text of ['Found **14**', ' orders']) await call('chat.appendStream', { channel, ts, markdown_text });
    await call('chat.stopStream', { channel, ts, chunks: [{ ...task, status: 'complete' }], blocks: [section('done')] });
    expect(await errorOf('chat.appendStream', { channel, ts, markdown_text: 'x' })).toBe('message_not_in_streaming_state');
    const { messages, status } = slack.screen('U1');
    expect([status, wordsOf(messages[1]?.blocks)]).toEqual(['', 'Fetch\nFound 14 orders\ndone']);
    expect(await errorOf('chat.startStream', { channel: 'C1', thread_ts })).toBe('missing_recipient_team_id');
  });
});

describe('modals', () => {
  test('a trigger is good once, for three seconds', async () => {
    const trigger_id = await given('trigger_id');
    expect(await errorOf('views.open', { trigger_id, view: modal('One') })).toBeUndefined();
    expect(await errorOf('views.open', { trigger_id, view: modal('One') })).toBe('exchanged_trigger_id');
    expect(await errorOf('views.open', { trigger_id: 'x', view: modal('One') })).toBe('invalid_trigger_id');
    const late = await given('trigger_id');
    slack.later(3_001);
    expect(await errorOf('views.open', { trigger_id: late, view: modal('One') })).toBe('expired_trigger_id');
    slack.expireTriggers();
    expect((await open()).error).toBe('expired_trigger_id');
    expect((await open()).ok).toBe(true);
  });

  test('stand on each other three deep, and an update may ask for what it knew', async () => {
    await open(modal('One', undefined, { external_id: 'one' }));
    const [{ id: view_id, hash }] = [top()];
    slack.fill(top(), { address: 'typed' });
    expect(await errorOf('views.update', { view_id, hash, view: modal('One again') })).toBeUndefined();
    expect(top()).toMatchObject({ title: 'One again', values: { address: { address: { value: 'typed' } } } });
    expect(await errorOf('views.update', { view_id, hash, view: modal('Late') })).toBe('hash_conflict');
    const view = modal('Other', [input('address', 'Address', { action_id: 'other' })]);
    await call('views.update', { view_id, view });
    expect(top().values).toEqual({ address: { other: { type: 'plain_text_input', value: null } } });
    const actions = { type: 'actions', elements: [{ type: 'button', text: plain('More'), action_id: 'more' }] };
    await call('views.update', { view_id, view: { ...view, blocks: [...view.blocks, actions] } });
    const push = async () => {
      const { payload } = await slack.press(slack.screen('U1').views[0] ?? top(), 'More');
      return errorOf('views.push', { trigger_id: payload.trigger_id, view: modal('Above') });
    };
    expect([await push(), await push(), await push()]).toEqual([undefined, undefined, 'push_limit_reached']);
    await slack.closeView(top());
    expect(slack.screen('U1').views.map(({ title }) => title)).toEqual(['Other', 'Above']);
    await slack.closeView(top(), { all: true });
    expect(await errorOf('views.update', { view_id, view })).toBe('not_found');
  });
});

test('a response_url is good five times, for thirty minutes, and changes only what was pressed', async () => {
  const url = await given('response_url');
  for (const text of ['1', '2', '3', '4']) expect((await respond(url, { text, replace_original: true })).status).toBe(200);
  expect((await respond(url, { text: 'all', response_type: 'in_channel' })).status).toBe(200);
  expect((await respond(url, { text: '6' })).status).toBe(404);
  expect([texts('U1').slice(-5), texts('U2')]).toEqual([['1', '2', '3', '4', 'all'], ['all']]);
  const late = await given('response_url');
  slack.later(30 * 60_000 + 1);
  expect((await respond(late, { text: 'x' })).status).toBe(404);
  await call('chat.postEphemeral', { channel: 'C1', user: 'U3', text: 'Press', attachments: [attachment] });
  const [seen] = slack.screen('U3', 'C1').messages.slice(-1);
  if (!seen) throw new Error('nothing to press');
  const { payload } = await slack.press(seen, { value: '2' }, { user: 'U3' });
  expect(payload).toMatchObject({
    container: { type: 'message_attachment', attachment_id: 1 },
    actions: [{ value: '2', block_id: 'rows' }],
  });
  await respond(String(payload.response_url), { text: 'done', replace_original: true });
  expect(texts('U3').at(-1)).toBe('done');
  await respond(String(payload.response_url), { delete_original: true });
  expect(texts('U3')).toEqual(['all']);
});

const row = (value: string) => ({ type: 'button', text: plain('Edit'), action_id: `edit-${value}`, value });
const attachment = {
  color: '#2eb67d',
  fallback: 'rows',
  blocks: [
    {
      type: 'actions',
      block_id: 'rows',
      elements: [
        row('1'),
        { ...row('2'), confirm: { title: plain('Sure?'), text: plain('It goes.'), confirm: plain('Yes'), deny: plain('No') } },
      ],
    },
  ],
};

test('words are read as people read them', () => {
  expect(plainWords('*Total* _sum_ of `a_b_c` &lt;b&gt; <https://x.si|the shop> <!here> 2*3*4')).toBe(
    'Total sum of a_b_c <b> the shop @here 2*3*4',
  );
  expect(plainWords('<img src=x>')).not.toContain('<');
  expect(
    wordsOf([{ type: 'header', text: plain('Head &amp;') }, { ...section('*a*'), fields: [{ type: 'mrkdwn', text: 'b' }] }, attachment]),
  ).toBe('Head &amp;\na\nb\nEdit\nEdit');
  expect(buttonsOf([attachment])[1]).toEqual({
    label: 'Edit',
    action_id: 'edit-2',
    value: '2',
    url: '',
    confirm: 'Sure?\nIt goes.',
    block: 'rows',
    style: '',
  });
});
