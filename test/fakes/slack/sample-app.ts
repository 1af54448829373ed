import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
export const input = (id: string, label: string, more = {}) => ({
  type: 'input' as const,
  block_id: id,
  label: plain(label),
  element: { type: 'plain_text_input' as const, action_id: id, ...more },
});
export const modal = (title: string, blocks: KnownBlock[] = [input('address', 'Address')], more = {}) => ({
  type: 'modal' as const,
  callback_id: 'connect',
  title: plain(title),
  submit: plain('Next'),
  blocks,
  ...more,
});

/** A small app made with Bolt, on which the double is tried. What failed in it is told to `failed`. */
export function wire(app: App, failed: (message: string) => void) {
  app.command('/om', async ({ ack, command, respond, client }) => {
    const [word] = command.text.split(' ');
    if (word === 'connect') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: modal('Connect a store', undefined, { notify_on_close: true }) });
    } else if (word === 'later') {
      await ack();
      for (const text of ['one', 'two']) await respond({ text, response_type: 'ephemeral', replace_original: true });
    } else if (word === 'bad') await ack({ text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] });
    else await ack({ response_type: word === 'share' ? 'in_channel' : 'ephemeral', text: `You said: ${command.text}` });
  });
  app.action('go', async ({ ack, respond, client, body }) => {
    await ack();
    if (body.type === 'block_actions' && body.channel) await respond({ text: 'pressed', replace_original: true });
    if (body.type === 'block_actions' && body.view) await client.views.push({ trigger_id: body.trigger_id, view: modal('On top') });
  });
  app.view('connect', async ({ ack, view, client }) => {
    const address = view.state.values.address?.address?.value ?? '';
    if (!address.startsWith('https')) return ack({ response_action: 'errors', errors: { address: 'Enter an https:// address' } });
    await ack({ response_action: 'update', view: modal('Checking…', [input('address', 'Address', { initial_value: 'x' })]) });
    await client.views.update({ view_id: view.id, view: modal('Name it', [input('address', 'Address'), input('name', 'Name')]) });
  });
  app.view({ callback_id: 'connect', type: 'view_closed' }, async ({ ack, client, body }) => {
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: 'You left.' });
  });
  app.options('store', async ({ ack, options }) => ack({ options: [{ text: plain(`Store ${options.value}`), value: 'x' }] }));
  app.message('hello', async ({ say, message }) => {
    await say({ text: 'hi', thread_ts: message.ts });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say(`heard: ${event.text}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('*Stores*')] } });
    else
      for (const thread of [{}, { thread_ts: '1.1' }])
        await client.assistant.threads.setSuggestedPrompts({
          channel_id: event.channel,
          ...thread,
          title: 'Try',
          prompts: [{ title: thread.thread_ts ? 'Lost' : 'Import', message: 'import 14' }],
        });
  });
  app.error(async (error) => {
    failed(error.message);
  });
}
