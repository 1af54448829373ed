import type { Card } from '../../dialogs/card.ts';
import type { Chat } from '../chat-client.ts';
import type { Credentials } from '../fakes/woocommerce.ts';
import type { Follower } from './transcript.ts';

/** A step of the story that did not come out as it should. */
export class StoryError extends Error {
  constructor(step: string, cause: unknown) {
    super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The main job as a person does it: connect, sync, import 14 days, look at the stores. Throws a `StoryError` naming the step. */
export async function playStory(talk: Chat, { url, consumerKey, consumerSecret }: Credentials, follow: Follower) {
  const chat = atReadingPace(talk, follow);
  const step = async (name: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      throw new StoryError(name, error);
    }
  };

  const beginning = await chat.latest();
  await step('Connecting the store', async () => {
    await chat.say('connect');
    await chat.fill({ platform: 'woocommerce' });
    await chat.fill({ url, consumerKey, consumerSecret });
    const { form } = await chat.question('the outcome of the check', ({ form }) => form.notice !== undefined);
    if (form.fields.name) await chat.fill({ name: 'Sample Shop', orderPrefix: '' });
    // An earlier demo connected it: then it is checked, also when somebody has switched it off meanwhile, and its products are read again.
    else if (/connected already/.test(form.notice?.text ?? '')) {
      await chat.say('cancel');
      await chat.say('enable sample-shop');
      await chat.card('the outcome of the check', ({ items }) => items?.length === 6, beginning);
      await chat.say('sync sample-shop');
    } else throw new Error(form.notice?.text);
  });
  await step('Syncing the products', () =>
    chat.card('the SKU report', (card) => /products of .* are synced/.test(card.title) && done(card), beginning),
  );
  const synced = await chat.latest();

  await step('Looking what an import would bring', async () => {
    await chat.say('import 14 sample-shop');
    await chat.card('the preview', (card) => /^The last 14 days/.test(card.title) && done(card), synced);
  });
  await step('Importing 14 days', async () => {
    const before = await chat.latest();
    const offered = (await chat.stream()).at(-1)?.card?.actions?.find(({ label }) => label.startsWith('Import'));
    await (offered ? chat.press(offered.label) : chat.say('import 14 sample-shop now'));
    await chat.card('the end of the import', (card) => /came in$|^Nothing new/.test(card.title) && done(card), before);
  });
  await step('Listing the stores', async () => {
    const before = await chat.latest();
    await chat.say('stores');
    const list = await chat.card('the list of stores', (card) => /store/.test(card.title), before);
    const shop = list.items?.find(({ label }) => label.includes('sample-shop'));
    if (shop?.tone !== 'good') throw new Error(`The store is not green: ${shop?.text}`);
  });
}

/** A person reads what stands there before they go on, and so does who reads along. What is filled in is told as well. */
function atReadingPace(chat: Chat, { catchUp, print }: Follower): Chat {
  return {
    ...chat,
    async say(text) {
      await catchUp();
      return chat.say(text);
    },
    async press(label) {
      await catchUp();
      return chat.press(label);
    },
    async fill(fields) {
      await catchUp();
      const told = Object.entries(fields).map(([name, value]) => `${name}: ${/secret/i.test(name) ? '••••••' : value || '(empty)'}`);
      print(`\nYou   ${told.join('\n      ')}`);
      return chat.fill(fields);
    },
  };
}

const done = ({ progress }: Card) => progress === undefined;
