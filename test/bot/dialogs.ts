import { z } from 'zod';
import type { Reply } from '../../bot/words.ts';
import type { Card } from '../../dialogs/card.ts';
import { type Dialog, dialog, type Form, Invalid } from '../../dialogs/dialog.ts';
import { choice, choices, date, number, secret, text } from '../../dialogs/fields.ts';
import type { Shop } from './chat.ts';

const sizes = ['One', 'Two', 'Three'].map((label) => ({ value: label.toLowerCase(), label }));
const extras = [
  { value: 'gift', label: 'Gift wrap', help: 'The parcel is wrapped before it leaves' },
  { value: 'note', label: 'Note' },
];
const many = Array.from({ length: 12 }, (_, at) => ({ value: `c${at}`, label: `Country ${at}` }));

/** One form with a field of every kind. */
export const everyField = dialog<Shop>('every-field')
  .ask('all', () => ({
    title: 'One of each',
    text: 'Please fill in *everything*.',
    steps: ['Open the settings', 'Copy what is there'],
    fields: {
      name: text('Name', { help: 'As on the door', placeholder: 'Demo shop' }),
      key: secret('Key', { help: 'Starts with ck_', schema: z.string().regex(/^ck_/, 'A key starts with ck_.') }),
      days: number('Days', { min: 1, max: 365, initial: 14 }),
      since: date('Since'),
      size: choice('Size', sizes),
      country: choice('Country', many),
      statuses: choices('Statuses', sizes),
      extras: choices('Extras', extras, { initial: ['gift'], schema: z.array(z.string()), help: 'None may be chosen.' }),
    },
    submit: 'Save it',
  }))
  .finish('Saving…', async ({ all }) => ({
    title: 'Saved',
    tone: 'good',
    facts: Object.entries(all)
      .filter(([name]) => name !== 'key')
      .map(([name, value]) => [name, String(value) || 'none']),
  }));

/** The same without its secret, which some surfaces ask for elsewhere. */
export const plainFields: Dialog<Shop> = {
  name: 'plain-fields',
  steps: everyField.steps.map((step) => (step.kind === 'ask' ? { ...step, form: (known) => withoutKey(step.form(known)) } : step)),
};

function withoutKey(form: Form): Form {
  const { key: _, ...fields } = form.fields;
  return { ...form, fields };
}

/** Asks for an address and a key, looks for as long as the shop takes, and ends with a name. */
export const connect = dialog<Shop>('connect-shop')
  .ask('shop', () => ({
    title: 'Connect your shop',
    steps: [
      'Open *WooCommerce → Settings → Advanced → REST API*',
      'Press *Add key* and give it *Read/Write*',
      'Copy both keys into these fields',
    ],
    fields: {
      address: text('Store address', { placeholder: 'https://shop.example', help: 'As your customers type it' }),
      key: secret('Consumer key', { schema: z.string().startsWith('ck_', 'A consumer key starts with ck_.') }),
    },
    submit: 'Check',
  }))
  .wait('checked', 'Checking your store…', async ({ shop }, services) => {
    const answer = await services.check(shop.address);
    if (answer === 'fine') return { answer };
    return new Invalid(
      { address: 'No store answers at this address.' },
      {
        tone: 'bad',
        text: 'The store could not be reached.',
        items: [
          { tone: 'bad', label: 'Reach the store', text: 'No answer within 20 seconds' },
          { tone: 'neutral', label: 'Read products' },
        ],
        steps: ['Open the address in your browser', 'If it does not open there either, ask your host'],
      },
    );
  })
  .ask('name', () => ({ title: 'Almost done', fields: { name: text('What shall it be called?', { initial: 'Demo shop' }) } }))
  .finish('Connecting…', async ({ name }) => ({
    title: `*${name.name}* is connected`,
    tone: 'good',
    actions: [{ label: 'Sync now', command: 'sync demo-shop' }],
  }));

/** Its only step fails until the shop is fine. */
export const fragile = dialog<Shop>('fragile')
  .ask('shop', () => ({ title: 'Which shop?', fields: { address: text('Address') } }))
  .finish('Working…', async ({ shop }, services, { id }) => {
    if ((await services.check(shop.address)) !== 'fine') throw new Error('the disk is full');
    return { title: `Done with ${shop.address}`, text: id };
  });

export const dialogs: Record<string, Dialog<Shop>> = Object.fromEntries(
  [everyField, plainFields, connect, fragile].map((one) => [one.name, one]),
);

/** Three stores, one of each colour. */
export const stores: Card = {
  title: 'Your stores',
  items: [
    {
      tone: 'good',
      label: '*Demo shop*',
      text: 'Last sync 2 minutes ago · 18 orders today',
      press: { label: 'Switch off', command: 'disable demo-shop', confirm: 'Switch *Demo shop* off by its sign?' },
      actions: [
        { label: 'Sync', command: 'sync demo-shop' },
        {
          label: 'Disable',
          command: 'disable demo-shop',
          style: 'danger',
          confirm: 'Disable *Demo shop*? Orders stop coming in until you enable it again.',
        },
      ],
    },
    {
      tone: 'warning',
      label: '*Ljubljana outlet*',
      text: 'Late: the store did not answer at 14:05',
      actions: [{ label: 'Check now', command: 'check outlet' }],
    },
    {
      tone: 'bad',
      label: '*Old shop*',
      text: 'Disabled by Ana',
      actions: [{ label: 'Enable', command: 'enable old-shop', style: 'primary' }],
    },
  ],
};

/** A card with something in every slot. */
export const everySlot: Card = {
  title: 'Import of the last 14 days',
  tone: 'warning',
  text: 'This is what *would happen*. Nothing was changed yet.\nMore at https://shop.example/wp-admin/post.php?post=12&action=edit',
  progress: { done: 1234, total: 2000, waiting: 'the store’s limit, 20 s' },
  facts: [
    ['Come in', '180'],
    ['Held', '21'],
    ['Already there', '13'],
    ['Sum', '€12,345.60'],
  ],
  items: [
    { tone: 'good', label: 'Read orders' },
    { tone: 'bad', label: 'Write back', text: 'The key may only read' },
  ],
  table: {
    columns: ['Order', 'Why it waits', 'Total'],
    rows: [
      ['#1001', 'A line has no SKU', '€10.00'],
      ['#1002', 'The status is Pending', '€7.50 (unpaid)'],
      ['#1003', 'It is there already', ''],
    ],
    actions: [{ label: 'Open', command: 'order 1001' }, { label: 'Let go', command: 'release 1002', confirm: 'Let #1002 go?' }, null],
  },
  steps: ['Open *Products*', 'Give each an SKU'],
  actions: [
    { label: 'Import', command: 'import 14 now', style: 'primary' },
    { label: 'Cancel', command: 'help' },
  ],
};

export async function command(line: string): Promise<Reply<Shop>> {
  const word = line.replace(/^\/?om\b/, '').trim();
  if (word === 'cancel') return { kind: 'cancel' };
  if (word === 'stores') return { kind: 'card', card: stores };
  if (word === 'slots') return { kind: 'card', card: everySlot };
  if (word === 'break') throw new Error('nobody expected this');
  if (word === 'nothing') return { kind: 'none' };
  const begun = { connect, every: everyField, plain: plainFields, fragile }[word];
  if (begun) return { kind: 'dialog', dialog: begun, given: {} };
  return { kind: 'card', card: { title: `You said: ${word}` } };
}
