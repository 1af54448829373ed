import { describe, expect, it } from 'vitest';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { whyOrder } from '../../dialogs/cards/why-order.ts';
import type { OrderTrace, TracedOrder } from '../../dialogs/services/orders.ts';
import { at, trace } from './sample-trace.ts';

const open = { handle: 'klarna', title: 'Klarna', confirmed: false, cod: false };
const klarna = { payment: 'Klarna', method: 'klarna', row: open, wanted: [], statusFits: false };
const noRow: HeldReason = { kind: 'no row', method: 'klarna', title: 'Klarna' };
const onlyInStore = { found: 'store', firstSeenAt: undefined } as const;
const red = { health: 'red', text: 'The store does not answer.' } as const;

const cancelled: Partial<TracedOrder> = {
  ...{ status: 'Cancelled', statusCode: 'cancelled', statusFits: false },
  reason: { kind: 'status', status: 'cancelled', method: 'cod' },
};
const majica = { title: 'Majica', variant: 'Size: M', editUrl: 'https://shop.example/post.php?post=7&action=edit' };

/** What was traced, and what it is answered with: title, a part of the sentence, and the button that mends it. */
type Case = [name: string, trace: OrderTrace, title: string, says: string, button: string | undefined];

const cases: Case[] = [
  [
    'it is here',
    trace({ state: 'imported', omNumber: 'D-1234', importedAt: at('20T10:05'), importedBy: { job: 'import-orders', person: 'Ana' } }),
    'Order 1234 of Demo Shop is here',
    'as *D-1234* on 20 Nov 2026, 11:05 (Europe/Ljubljana), with the import that Ana asked for',
    'order 1234 demo-shop',
  ],
  [
    'its row is not confirmed',
    trace({ ...klarna, reason: noRow }),
    'Order 1234 of Demo Shop waits',
    'how orders with *Klarna* come in',
    'map klarna demo-shop',
  ],
  [
    'its method has no row yet',
    trace({ ...klarna, row: undefined, reason: noRow }),
    'Order 1234 of Demo Shop waits',
    '*Klarna*',
    'map klarna demo-shop',
  ],
  [
    'its row contradicts itself',
    trace({ reason: { kind: 'contradictory row', method: 'cod', title: 'Cash on delivery' } }),
    'Order 1234 of Demo Shop waits',
    'For cash on delivery the payment type must be empty',
    'map cod demo-shop',
  ],
  [
    'its row does not want its status',
    trace({ status: 'On hold', statusFits: false, reason: { kind: 'status', status: 'on-hold', method: 'cod' } }),
    'Order 1234 of Demo Shop waits',
    'Its status in the store is *On hold*',
    'map cod demo-shop',
  ],
  [
    'its status is not a proposed one',
    trace({ row: undefined, mode: 'never', statusFits: false, reason: { kind: 'status', status: 'on-hold' } }),
    'Order 1234 of Demo Shop waits',
    '*On hold*',
    'payments demo-shop',
  ],
  [
    'a product has no SKU',
    trace({ reason: { kind: 'no SKU', lines: ['Gift card'] } }),
    'Order 1234 of Demo Shop waits',
    '*Gift card* has no SKU',
    'sync demo-shop',
  ],
  [
    'an SKU is not known',
    trace({ reason: { kind: 'unknown SKU', skus: ['B-1'] } }),
    'Order 1234 of Demo Shop waits',
    'The SKU *B-1* is not known',
    'sync demo-shop',
  ],
  [
    'its variant has only its parent’s SKU',
    trace({
      reason: { kind: 'unknown SKU', skus: ['MAJ-9'] },
      lines: [{ title: 'Majica - M', sku: 'MAJ-9', problem: { kind: 'inherited', line: 'Majica - M', sku: 'MAJ-9', products: [majica] } }],
    }),
    'Order 1234 of Demo Shop waits',
    'has only its parent’s SKU, *MAJ-9*. Give *Majica, Size: M* an SKU of its own in the store, then sync: https://shop.example/post.php?post=7&action=edit',
    'sync demo-shop',
  ],
  [
    'two products share its SKU',
    trace({
      reason: { kind: 'unknown SKU', skus: ['DVOJ-1'] },
      lines: [
        {
          title: 'One',
          sku: 'DVOJ-1',
          problem: { kind: 'shared', line: 'One', sku: 'DVOJ-1', products: [{ title: 'One' }, { title: 'Two' }] },
        },
      ],
    }),
    'Order 1234 of Demo Shop waits',
    '2 products share the SKU *DVOJ-1*: *One* and *Two*.',
    'sync demo-shop',
  ],
  [
    'its product was deleted in the store',
    trace({
      reason: { kind: 'no SKU', lines: ['Gift'] },
      lines: [{ title: 'Gift', problem: { kind: 'deleted', line: 'Gift', products: [] } }],
    }),
    'Order 1234 of Demo Shop waits',
    'The product of *Gift* was deleted in the store, and its SKU with it.',
    undefined,
  ],
  [
    'it was cancelled',
    trace(cancelled),
    'Order 1234 of Demo Shop stays in the store',
    'In this status orders stay in the store',
    undefined,
  ],
  [
    'it was cancelled, and is older than what is brought',
    trace({ ...cancelled, state: 'unknown', placedAt: at('05T10:00'), daysBack: 19 }, onlyInStore),
    'Order 1234 of Demo Shop stays in the store',
    'should it change there',
    undefined,
  ],
  [
    'it was cancelled, and its row is open',
    trace({ ...cancelled, ...klarna, reason: noRow }),
    'Order 1234 of Demo Shop stays in the store',
    '*Cancelled*',
    undefined,
  ],
  [
    'it is here since its row was confirmed',
    trace({ state: 'imported', omNumber: 'D-1234', importedBy: { job: 'release-held-orders', person: 'you' }, waitedFor: noRow }),
    'Order 1234 of Demo Shop is here',
    'It came in as *D-1234*, when you confirmed *Klarna*.',
    'order 1234 demo-shop',
  ],
  [
    'it has no products',
    trace({ lines: [], reason: { kind: 'no lines' } }),
    'Order 1234 of Demo Shop waits',
    'no products',
    'order 1234 demo-shop',
  ],
  [
    'its amounts do not add up',
    trace({ reason: { kind: 'amounts', difference: '4.75' }, difference: '4.75' }),
    'Order 1234 of Demo Shop waits',
    '€4.75 more',
    'order 1234 demo-shop',
  ],
  ['nothing keeps it any more', trace({}), 'Order 1234 of Demo Shop waits', 'Nothing is in its way any more', 'import 4 demo-shop'],
  [
    'it was placed before new orders were brought',
    trace({ state: 'unknown', placedAt: at('05T10:00'), daysBack: 19 }, onlyInStore),
    'Order 1234 of Demo Shop is not here yet',
    'It was placed before I began to bring new orders (10 Nov 2026, 11:00',
    'import 19 demo-shop',
  ],
  [
    'it was placed before, and would wait then, too',
    trace({ state: 'unknown', placedAt: at('05T10:00'), daysBack: 19, ...klarna, reason: noRow }, onlyInStore),
    'Order 1234 of Demo Shop is not here yet',
    'When it is brought, it waits. It is not confirmed yet',
    'import 19 demo-shop',
  ],
  [
    'it is too old',
    trace({ state: 'unknown', placedAt: new Date('2025-01-01T10:00:00Z'), daysBack: 692 }, onlyInStore),
    'Order 1234 of Demo Shop is not here yet',
    'It is too old: it was placed on 1 Jan 2025, 11:00',
    undefined,
  ],
  [
    'it was only looked at',
    trace({ state: 'seen', placedAt: at('05T10:00'), daysBack: 19 }),
    'Order 1234 of Demo Shop is not here yet',
    'It was only looked at when',
    'import 19 demo-shop',
  ],
  [
    'it is newer than the last sync',
    trace({ state: 'unknown', placedAt: at('23T09:10'), daysBack: 1 }, onlyInStore),
    'Order 1234 of Demo Shop is not here yet',
    'there is one every 5 minutes',
    'import 1 demo-shop',
  ],
  [
    'the store did not show it before',
    trace({ state: 'unknown' }, onlyInStore),
    'Order 1234 of Demo Shop is not here yet',
    'brought up to 23 Nov 2026, 10:00',
    'import 4 demo-shop',
  ],
  [
    'automatic transfer is off',
    trace({ state: 'unknown' }, { ...onlyInStore, automatic: 0 }),
    'Order 1234 of Demo Shop is not here yet',
    'automatic transfer is off',
    'import 4 demo-shop',
  ],
  [
    'the products were never synced',
    trace({ state: 'unknown' }, { ...onlyInStore, since: undefined }),
    'Order 1234 of Demo Shop is not here yet',
    'once the products are synced',
    'sync demo-shop',
  ],
  [
    'it was only looked at, and the store is red',
    trace({ state: 'seen' }, { connection: red }),
    'Order 1234 of Demo Shop is not here yet',
    'Demo Shop is red',
    'reconnect demo-shop',
  ],
  ['the store shows none', trace(), 'Demo Shop shows no order 1234', 'its API does not show it', 'check demo-shop'],
  [
    'the store is switched off',
    trace(undefined, { found: 'untold', connection: { health: 'red', disabledBy: 'Ana' }, problem: { kind: 'off', disabledBy: 'Ana' } }),
    'Order 1234 of Demo Shop cannot be looked up',
    'was disabled by Ana',
    'enable demo-shop',
  ],
  [
    'the store is red',
    trace(undefined, { found: 'untold', connection: red, problem: { kind: 'off', text: red.text, advice: ['Wait.'] } }),
    'Order 1234 of Demo Shop cannot be looked up',
    'its connection is red. The store does not answer. While it is red',
    'reconnect demo-shop',
  ],
  [
    'the store does not answer',
    trace(undefined, { found: 'untold', problem: { kind: 'trouble', text: 'The store does not answer.', advice: ['Wait.'] } }),
    'Order 1234 of Demo Shop cannot be looked up',
    'I asked the store for it just now. The store does not answer.',
    'why 1234 demo-shop',
  ],
  [
    'it cannot be read',
    trace(undefined, { found: 'untold', problem: { kind: 'unreadable', reason: 'total: is not a decimal number' } }),
    'Order 1234 of Demo Shop cannot be read',
    'its total is not an amount (“total” in the store’s answer)',
    'why 1234 demo-shop',
  ],
];

describe('why an order did or did not come is one reason with its button, when', () => {
  it.each(cases)('%s', (_name, traced, title, says, button) => {
    const card = whyOrder(traced);
    const [first] = card.actions ?? [];
    expect(card.title).toBe(title);
    expect(card.text).toContain(says);
    expect(first?.style === 'primary' ? first.command : undefined).toBe(button);
    const commands = card.actions?.map(({ command }) => command) ?? [];
    expect(new Set(commands).size).toBe(commands.length);
  });

  it('has the click path of what is in the way', () => {
    const problem = { kind: 'trouble', text: 'The key may not read orders.', advice: ['Edit the key.'] } as const;
    expect(whyOrder(trace(undefined, { found: 'untold', problem })).steps).toEqual(['Edit the key.']);
  });

  it('cannot be marked up by what a store is called, or what somebody typed', () => {
    const { title, text } = whyOrder(trace({ payment: 'Pay *now*', reason: { ...noRow, title: 'Pay *now*' } }, { number: '1*2*' }));
    expect(`${title} ${text}`).not.toMatch(/\*now\*|\*2\*/);
  });
});

describe('all that was looked at', () => {
  const signsOf = (order: Partial<TracedOrder> | undefined, given: Partial<OrderTrace> = {}) =>
    (whyOrder(trace(order, given)).items ?? []).map(({ tone, label, text = '', actions = [] }) => ({
      tone,
      label,
      text,
      buttons: actions.map(({ command }) => command),
    }));
  const signOf = (label: string, order: Partial<TracedOrder> | undefined, given: Partial<OrderTrace> = {}) =>
    signsOf(order, given).find((one) => one.label.startsWith(label));

  it('stands in the order in which an order comes in, each with its sign', () => {
    expect(signsOf({ state: 'imported', omNumber: 'D-1234' }).map(({ tone, label }) => [tone, label])).toEqual([
      ['good', 'Connection'],
      ['good', 'Seen by the store’s API'],
      ['good', 'Placed'],
      ['good', 'Status in the store'],
      ['good', 'Payment: Cash on delivery'],
      ['good', 'SKU'],
      ['good', 'Amounts'],
      ['good', 'Already here'],
    ]);
  });

  it('ends where nothing more is known', () => {
    expect(signsOf(undefined).map(({ tone, label, text }) => [tone, label, text])).toEqual([
      ['good', 'Connection', 'Green: connected and working.'],
      ['bad', 'Seen by the store’s API', 'No; asked just now.'],
    ]);
  });

  const signs: [name: string, label: string, order: Partial<TracedOrder> | undefined, given: Partial<OrderTrace>, told: object][] = [
    [
      'an amber connection',
      'Connection',
      {},
      { connection: { health: 'amber', text: 'It is late.' } },
      { tone: 'warning', text: 'Amber. It is late.', buttons: [] },
    ],
    [
      'a red one',
      'Connection',
      {},
      { connection: red },
      { tone: 'bad', text: 'Red. The store does not answer.', buttons: ['reconnect demo-shop'] },
    ],
    [
      'one that is switched off',
      'Connection',
      {},
      { connection: { health: 'red', disabledBy: 'Ana' } },
      { tone: 'bad', text: 'Red. Disabled by Ana.', buttons: ['enable demo-shop'] },
    ],
    ['when it was first seen', 'Seen', {}, {}, { text: 'First seen 20 Nov 2026, 11:05 (Europe/Ljubljana).' }],
    ['that the store was asked just now', 'Seen', { state: 'unknown' }, onlyInStore, { tone: 'good', text: 'Yes; asked just now.' }],
    [
      'that a red store was not asked',
      'Seen',
      undefined,
      { found: 'untold', problem: { kind: 'off' } },
      { tone: 'warning', text: 'Not asked, because the connection is red.' },
    ],
    [
      'that the store could not be asked',
      'Seen',
      undefined,
      { found: 'untold', problem: { kind: 'trouble', text: '' } },
      { tone: 'warning', text: 'The store could not be asked.' },
    ],
    [
      'that it cannot be read',
      'Seen',
      undefined,
      { found: 'untold', problem: { kind: 'unreadable', reason: '' } },
      { tone: 'bad', text: expect.stringContaining('cannot be read') },
    ],
    [
      'that it is outside the window',
      'Placed',
      { state: 'seen', placedAt: at('05T10:00'), daysBack: 19 },
      {},
      {
        tone: 'bad',
        text: expect.stringContaining('5 Nov 2026, 11:00 (Europe/Ljubljana): before I began to bring new orders'),
        buttons: ['import 19 demo-shop'],
      },
    ],
    [
      'that no import reaches it',
      'Placed',
      { state: 'unknown', placedAt: at('05T10:00'), daysBack: 366 },
      onlyInStore,
      { tone: 'bad', buttons: [] },
    ],
    [
      'that automatic transfer is off',
      'Placed',
      { state: 'unknown' },
      { ...onlyInStore, automatic: 0 },
      { tone: 'bad', text: expect.stringContaining('Automatic transfer is off') },
    ],
    ['that the products come first', 'Placed', { state: 'unknown' }, { ...onlyInStore, since: undefined }, { tone: 'warning' }],
    ['a status that its row wants', 'Status', {}, {}, { tone: 'good', text: '“Processing”: it comes in.' }],
    [
      'one that it does not want',
      'Status',
      { status: 'On hold', statusFits: false, reason: { kind: 'status', status: 'on-hold', method: 'cod' } },
      {},
      { tone: 'bad', text: '“On hold”. Orders come in when they are in “Processing” and “Completed”.', buttons: ['map cod demo-shop'] },
    ],
    [
      'that no row says which statuses',
      'Status',
      { ...klarna, reason: noRow },
      {},
      { tone: 'neutral', text: '“Processing”. Which ones come in, its row will say.' },
    ],
    ['what its row says', 'Payment', {}, {}, { tone: 'good', text: 'Its row is confirmed: not paid, collected on delivery, Courier.' }],
    [
      'with what it is paid',
      'Payment',
      { row: { ...open, confirmed: true, paymentType: 'Pay later' } },
      {},
      { text: 'Its row is confirmed: paid with Pay later.' },
    ],
    [
      'that its row is open',
      'Payment: Klarna',
      { ...klarna, reason: noRow },
      {},
      { tone: 'bad', text: 'Its row is not confirmed.', buttons: ['map klarna demo-shop'] },
    ],
    [
      'that no row is needed',
      'Payment',
      { ...klarna, mode: 'always' },
      {},
      { tone: 'good', text: expect.stringContaining('No row is needed. Payment transfer is Always') },
    ],
    ['an order without payment method', 'Payment: no payment method', { ...klarna, payment: '' }, {}, { tone: 'bad' }],
    [
      'that an SKU is not known',
      'SKU of Plate',
      {
        lines: [
          { title: 'Mug', sku: 'A-1' },
          { title: 'Plate', sku: 'B-1', problem: { kind: 'unknown', line: 'Plate', sku: 'B-1', products: [] } },
        ],
      },
      {},
      { tone: 'bad', text: expect.stringContaining('*B-1* is not known here'), buttons: ['sync demo-shop'] },
    ],
    [
      'that a product has none',
      'SKU of Gift card',
      { lines: [{ title: 'Gift card', problem: { kind: 'no SKU', line: 'Gift card', products: [] } }] },
      {},
      { tone: 'bad', text: 'It has no SKU in the store. Give it one there, then sync.', buttons: ['sync demo-shop'] },
    ],
    [
      'that a product was deleted, and no button that would not mend it',
      'SKU of Gift card',
      { lines: [{ title: 'Gift card', problem: { kind: 'deleted', line: 'Gift card', products: [] } }] },
      {},
      { tone: 'bad', text: expect.stringContaining('The product of this line was deleted in the store'), buttons: [] },
    ],
    [
      'that a green store did not answer just now',
      'Connection',
      undefined,
      { found: 'untold', problem: { kind: 'trouble', text: '' } },
      { tone: 'warning', text: expect.stringContaining('Green at the last check') },
    ],
    [
      'that it came in by Always, not by its row',
      'Payment',
      { state: 'imported', cameInBy: 'always' },
      {},
      { tone: 'good', text: expect.stringMatching(/^Payment transfer was Always: it came in as paid, whatever its row says\./) },
    ],
    [
      'that Never decides, not its row',
      'Payment',
      { mode: 'never' },
      {},
      { tone: 'good', text: expect.stringMatching(/^Payment transfer is Never: it comes in as not paid/) },
    ],
    [
      'a status in which orders stay in the store, and no button to change the row',
      'Status',
      cancelled,
      {},
      { tone: 'neutral', text: '“Cancelled”. In this status orders stay in the store.', buttons: [] },
    ],
    ['that there are no products', 'Products', { lines: [] }, {}, { tone: 'bad' }],
    [
      'what the amounts leave open',
      'Amounts',
      { difference: '4.75' },
      {},
      { tone: 'bad', text: expect.stringContaining('Its total is €4.75 more than its lines'), buttons: [] },
    ],
    [
      'as what it came in',
      'Already here',
      { state: 'imported', omNumber: 'D-1234', importedAt: at('20T10:05'), importedBy: { job: 'sync-orders' } },
      {},
      {
        tone: 'good',
        text: 'Yes: as D-1234, 20 Nov 2026, 11:05 (Europe/Ljubljana), with the order sync.',
        buttons: ['order 1234 demo-shop'],
      },
    ],
    ['that it waits', 'Already here', {}, {}, { tone: 'warning', buttons: ['order 1234 demo-shop'] }],
    ['that it was only looked at', 'Already here', { state: 'seen' }, {}, { tone: 'neutral', text: 'No: it was only looked at.' }],
  ];
  it.each(signs)('tells %s', (_name, label, order, given, told) => expect(signOf(label, order, given)).toMatchObject(told));

  it('names many SKUs in one line, and not all of them', () => {
    const lines = Array.from({ length: 30 }, (_, at) => ({ title: `Thing ${at}`, sku: `A-${at}` }));
    expect(signOf('SKU', { lines })?.text).toContain('A-8 and 21 more: known.');
  });
});
