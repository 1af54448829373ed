import type { Card } from '../../dialogs/card.ts';
import type { Chat } from '../chat-client.ts';
import type { Credentials } from '../fakes/woocommerce.ts';
import { asked, type Follower } from './transcript.ts';

/** What the story's store is called in commands. */
const shop = 'sample-shop';

/** A step of the story that did not come out as it should. */
export class StoryError extends Error {
  constructor(step: string, cause: unknown) {
    super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * The guide as a person goes through it: connect, sync, read the payment instruments, confirm what is clear, set the rest, import 14 days,
 * look why an order waits. Throws a `StoryError` naming the step.
 */
export async function playStory(talk: Chat, credentials: Credentials, follow: Follower) {
  const chat = atReadingPace(talk, follow);
  const step = async (name: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      throw new StoryError(name, error);
    }
  };

  const beginning = await chat.latest();
  await step('Connecting the store', () => connect(chat, credentials));
  await step('Syncing the products', () =>
    chat.card('the SKU report', (card) => /products of .* are synced/.test(card.title) && done(card), beginning),
  );
  await step('Reading the payment instruments', () => readPayments(chat));
  await step('Confirming what is proposed', () => confirmProposals(chat));
  await step('Setting what is left', () => mapTheRest(chat));
  const mapped = await chat.latest();
  await step('Looking what an import would bring', async () => {
    await chat.say(`import 14 ${shop}`);
    await chat.card('the preview', (card) => /^The last 14 days/.test(card.title) && done(card), mapped);
  });
  await step('Importing 14 days', async () => {
    const before = await chat.latest();
    const offered = (await chat.stream()).at(-1)?.card?.actions?.find(({ label }) => /^Import \d/.test(label));
    await (offered ? chat.press(offered.label) : chat.say(`import 14 ${shop} now`));
    await chat.card('the end of the import', (card) => /came in$|^Nothing new/.test(card.title) && done(card), before);
  });
  await step('Asking why an order waits', () => askWhy(chat));
  await step('Listing the stores', () => listStores(chat));
}

async function connect(chat: Chat, { url, consumerKey, consumerSecret }: Credentials) {
  const before = await chat.latest();
  await chat.say('connect');
  await chat.fill({ platform: 'woocommerce' });
  await chat.fill({ url, consumerKey, consumerSecret });
  const { form } = await chat.question('the outcome of the check', ({ form }) => form.notice !== undefined);
  if (form.fields.name) await chat.fill({ name: 'Sample Shop', orderPrefix: '' });
  // An earlier demo connected it: then it is checked, also when somebody has switched it off meanwhile, and its products are read again.
  else if (/connected already/.test(form.notice?.text ?? '')) {
    await chat.say('cancel');
    await chat.say(`enable ${shop}`);
    await chat.card('the outcome of the check', ({ items }) => items?.length === 6, before);
    await chat.say(`sync ${shop}`);
  } else throw new Error(form.notice?.text);
}

const isTable = ({ table }: Card) => table?.columns[0] === 'Instrument';

async function readPayments(chat: Chat) {
  const before = await chat.latest();
  const [last] = (await chat.stream()).flatMap(({ card }) => (card?.title.endsWith('are synced') ? [card] : [])).slice(-1);
  const next = last?.actions?.find(({ label }) => label === 'Read payment instruments');
  await (next ? chat.press(next.label) : chat.say(`payments ${shop} again`));
  await chat.card('the table of payment instruments', (card) => isTable(card) && done(card), before);
}

async function confirmProposals(chat: Chat) {
  const table = await tableNow(chat);
  if (!table?.actions?.some(({ label }) => label === 'Confirm all proposals')) return;
  await chat.press('Confirm all proposals');
  await chat.question('what would be confirmed', ({ form }) => /^Confirm /.test(form.title));
  await chat.fill({});
  await chat.card('what was confirmed', ({ title }) => / confirmed$/.test(title));
}

/** Of one instrument store and code say different things; only its merchant knows. Where it is set already, an earlier demo has done so. */
async function mapTheRest(chat: Chat) {
  const before = await chat.latest();
  await chat.say(`payments ${shop}`);
  const { table } = await chat.card('the table of payment instruments', isTable, before);
  const open = table?.rows.find((_, at) => table.actions?.[at]?.label === 'Set up')?.[0];
  if (!open) return;
  await chat.press('Set up', open);
  const { form, given } = await chat.question('its row', ({ form }) => 'statuses' in form.fields);
  const paid = form.fields.paymentType?.options?.find(({ label }) => label.startsWith('Pay later'))?.value;
  const statuses = Array.isArray(given.statuses) ? given.statuses.map(String) : [];
  await chat.fill({ statuses, cod: 'no', paymentType: paid ?? 'none', deliveryType: String(given.deliveryType ?? 'none') });
  await chat.question('what the row would do', ({ form }) => 'choice' in form.fields);
  await chat.fill({ choice: 'confirm' });
  await chat.card('it is set', ({ title }) => / is set: /.test(title), before);
}

const tableNow = async (chat: Chat) => (await chat.stream()).findLast(({ card }) => card && isTable(card))?.card;

async function askWhy(chat: Chat) {
  const before = await chat.latest();
  await chat.say(`orders held ${shop}`);
  const { table } = await chat.card('the orders that wait', ({ table }) => table?.columns[0] === 'Order', before);
  const first = table?.rows[0]?.[0];
  if (!first) return;
  await chat.press('Why?', first);
  await chat.card('the answer', ({ items }) => items?.[0]?.label === 'Connection', before);
}

async function listStores(chat: Chat) {
  const before = await chat.latest();
  await chat.say('stores');
  const list = await chat.card('the list of stores', (card) => /store/.test(card.title), before);
  const found = list.items?.find(({ label }) => label.includes(shop));
  if (found?.tone !== 'good') throw new Error(`The store is not green: ${found?.text}`);
}

/** A person reads what stands there before they go on, and so does who reads along. What is filled in is told as well. */
function atReadingPace(chat: Chat, { catchUp, print }: Follower): Chat {
  return {
    ...chat,
    async say(text) {
      await catchUp();
      return chat.say(text);
    },
    async press(label, row) {
      await catchUp();
      return chat.press(label, row);
    },
    async fill(fields) {
      await catchUp();
      print(`\nYou   ${(await inWords(chat, fields)).join('\n      ') || '(yes)'}`);
      return chat.fill(fields);
    },
  };
}

/** What was filled in, as the form calls it. */
async function inWords(chat: Chat, fields: Record<string, string | string[]>): Promise<string[]> {
  const { form } = await chat.question('the question at hand', ({ form }) => Object.keys(fields).every((name) => name in form.fields));
  return Object.entries(fields).map(([name, value]) => {
    const { label = name, kind, options = [] } = form.fields[name] ?? {};
    const told = [value].flat().map((one) => options.find((option) => option.value === one)?.label ?? one);
    return `${asked(label)} ${kind === 'secret' ? '••••••' : told.join(', ') || '(empty)'}`;
  });
}

const done = ({ progress }: Card) => progress === undefined;
