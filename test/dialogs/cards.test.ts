import { describe, expect, it } from 'vitest';
import type { StatusRecord } from '../../connectors/records.ts';
import { emptyResult, type RunResult } from '../../db/rules/run-result.ts';
import { skuReport as report } from '../../db/rules/skus.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { connectionGreen } from '../../dialogs/cards/connection-green.ts';
import { connectionRed } from '../../dialogs/cards/connection-red.ts';
import { heldActions, heldItems, heldText, mends } from '../../dialogs/cards/held-reasons.ts';
import { importFinished } from '../../dialogs/cards/import-finished.ts';
import { importPreview } from '../../dialogs/cards/import-preview.ts';
import { importProgress } from '../../dialogs/cards/import-progress.ts';
import { ordersReleased } from '../../dialogs/cards/orders-released.ts';
import { skuReport } from '../../dialogs/cards/sku-report.ts';
import { storeList } from '../../dialogs/cards/store-list.ts';
import { storeStatus } from '../../dialogs/cards/store-status.ts';
import { syncFailed } from '../../dialogs/cards/sync-failed.ts';
import { syncProgress } from '../../dialogs/cards/sync-progress.ts';
import type { StoreStatus } from '../../dialogs/services.ts';

const store = { name: 'Demo Shop', handle: 'demo-shop' };
const evil = { name: '<img onerror=alert(1)> *bold*', handle: 'img' };
const result: RunResult = {
  ...emptyResult(),
  ...{ read: 214, total: 214, imported: 180, sums: { EUR: '7412.5', USD: '20' }, existing: 9, malformed: 2 },
  ways: {
    paid: { orders: 96, sums: { EUR: '5000.1' } },
    cod: { orders: 80, sums: { EUR: '2412.4', USD: '20' } },
    unpaid: { orders: 4, sums: { EUR: '0' } },
  },
  held: { 'no row:klarna': 12, 'no SKU': 4, 'status:on-hold': 3, 'status:cancelled': 2, 'no row:': 2 },
  methods: { klarna: 'Klarna', '': '' },
  malformedExamples: [{ name: '#77', reason: 'total is not a decimal number' }],
};
const statuses: StatusRecord[] = [
  { code: 'on-hold', title: 'On hold', meaning: 'other' },
  { code: 'cancelled', title: 'Cancelled', meaning: 'cancelled' },
];
const since = new Date('2026-11-23T09:15:00Z');
const timeZone = 'Europe/Ljubljana';
const status: StoreStatus = {
  ...{ ...store, platform: 'woocommerce', url: 'https://demo.example', currency: 'EUR', timeZone, orderPrefix: '' },
  ...{ health: 'green', since, today: { imported: 12, held: 2 }, running: [], syncedAt: since, plainHttp: false, refused: [] },
  ...{ products: 132, orders: 1200, held: {}, malformed: { orders: 0, products: 0 } },
};

describe('the preview of an import', () => {
  const card = importPreview({ store, statuses, days: 14, result });

  it('tells by payment what would come in, by reason what waits, what is there and what cannot be read', () => {
    expect(card.title).toBe('The last 14 days of Demo Shop');
    expect(card.text).toBe(
      '214 orders: *180 come in* (96 paid, 80 COD, 4 not paid, €7,412.50 and $20.00), 14 wait for a row (Klarna and “No payment method”), ' +
        '4 have no SKU, 3 wait for their status (On hold), 2 stay in the store (Cancelled), 9 already there, 2 cannot be read. Nothing is imported yet.',
    );
    expect(card.facts).toEqual([
      ['Marked as paid', '96, €5,000.10'],
      ['Cash on delivery', '80, €2,412.40 and $20.00'],
      ['Not paid', '4, €0.00'],
    ]);
  });

  it('has an entry for each group, with the button that mends it', () => {
    expect(card.items?.map(({ label, actions }) => [label, ...(actions ?? []).map(({ command }) => command)])).toEqual([
      ['12 orders wait: Klarna is not mapped yet', 'map klarna demo-shop'],
      ['4 orders wait: a product has no SKU', 'sync demo-shop'],
      ['3 orders wait: in status On hold'],
      ['2 orders wait: “No payment method” is not mapped yet', 'map no-payment demo-shop'],
      ['2 orders stay in the store: in status Cancelled'],
      ['9 orders already there', 'orders demo-shop'],
      ['2 orders could not be read'],
    ]);
  });

  it('names the first few orders of each group, and the products and SKUs that they wait for', () => {
    const held = { 'no SKU': 7, 'unknown SKU': 1, 'status:on-hold': 2, amounts: 3 };
    const examples = {
      'no SKU': { orders: ['1001', '1002', '1003', '1004', '1005'], about: ['Gift card', 'M*u*g'] },
      'unknown SKU': { orders: ['1009'], about: ['X-1'] },
      'status:on-hold': { orders: ['1010', '1011'], about: [] },
      amounts: { orders: [], about: [] },
    };
    const { items } = importPreview({ store, statuses, days: 14, result: { ...emptyResult(), held, examples } });
    expect(items?.map(({ text }) => text)).toEqual([
      'Give the product an SKU in the store, then sync. Without SKU: *Gift card* and *M∗u∗g*. Orders 1001, 1002, 1003, 1004, 1005 and 2 more.',
      'The total differs from its lines, shipping and fees; please look at them in the store.',
      'They come in when they reach a status in which orders are transferred. Orders 1010 and 1011.',
      'Sync the products, or look whether two products share that SKU. Not known: *X-1*. Order 1009.',
    ]);
  });

  it('has one button for all groups that wait because of what the rows say', () => {
    const held = { 'status:on-hold': 3, 'status:pending': 2, 'contradictory row': 1, 'status:cancelled': 1 };
    for (const card of [
      importPreview({ store, statuses, days: 14, result: { ...emptyResult(), imported: 1, held } }),
      importPreview({ store, statuses, days: 14, result: { ...emptyResult(), held } }),
      importFinished({ store, statuses, days: 14, result: { ...emptyResult(), held } }),
      storeStatus({ ...status, statuses, held }),
    ]) {
      expect(card.items?.flatMap(({ actions = [] }) => actions)).toEqual([]);
      expect(card.actions?.filter(({ command }) => command === 'payments demo-shop')).toHaveLength(1);
    }
    const over = importPreview({ store, statuses, days: 14, result: { ...emptyResult(), held: { 'status:cancelled': 1 } } });
    expect(over.actions).toEqual([]);
  });

  it('imports only what was looked at, and says when it had to look again', () => {
    const again = importPreview({ store, statuses, days: 14, result: { ...result, stamp: '1a2b3c4d', stale: true } });
    expect(again.actions?.[0]?.command).toBe('import 14 demo-shop now 1a2b3c4d');
    expect(again.text).toMatch(/^The settings or payment rows have changed since that preview, so I looked again/);
  });

  it('leads to the payment instruments when everything waits for a row', () => {
    const waiting = importPreview({ store, days: 14, result: { ...emptyResult(), read: 3, held: { 'no row:klarna': 3 } } });
    expect(waiting.text).toContain('3 orders: 3 wait for a row (klarna).');
    expect(waiting.actions).toMatchObject([{ command: 'payments demo-shop', style: 'primary' }]);
  });

  it('imports by its button, without a second look', () => {
    expect(importPreview({ store, days: 14, result }).actions?.[0]).toMatchObject({ command: 'import 14 demo-shop now', style: 'primary' });
  });

  it('has no button when there is nothing to import', () => {
    const card = importPreview({ store, days: 1, result: emptyResult() });
    expect(card).toMatchObject({ title: 'The last 1 day of Demo Shop', text: 'There are no orders in these days.', actions: [] });
  });
});

it('tells what an import brought, and is green only when all came in', () => {
  const card = importFinished({ store, statuses, days: 14, result });
  expect(card).toMatchObject({
    title: '180 orders of Demo Shop came in',
    tone: 'warning',
    facts: [
      ['Came in', '180 (€7,412.50 and $20.00)'],
      ['Marked as paid', '96, €5,000.10'],
      ['Cash on delivery', '80, €2,412.40 and $20.00'],
      ['Not paid', '4, €0.00'],
      ['Waiting', '21'],
      ['Already there', '9'],
      ['Could not be read', '2'],
    ],
  });
  expect(card.items?.[0]?.actions).toMatchObject([{ command: 'map klarna demo-shop' }]);
  const again = importFinished({ store, days: 14, result: { ...emptyResult(), existing: 180 } });
  expect(again).toMatchObject({ title: 'Nothing new from Demo Shop', tone: 'good' });
});

describe('why orders wait', () => {
  const reasons: { [K in HeldReason['kind']]: [Extract<HeldReason, { kind: K }>, text: string, command: string] } = {
    'no row': [
      { kind: 'no row', method: 'klarna_pay', title: 'Klarna' },
      'It is not confirmed yet how orders with *Klarna* come in.',
      'map klarna-pay demo-shop',
    ],
    'contradictory row': [
      { kind: 'contradictory row', method: 'cod', title: 'COD' },
      'The row of *COD* is cash on delivery and has a payment type. For cash on delivery the payment type must be empty: the order is not paid yet.',
      'payments demo-shop',
    ],
    status: [
      { kind: 'status', status: 'on-hold', method: 'cod' },
      'Its status in the store is *On hold*, and orders of its payment instrument in that status are not transferred.',
      'payments demo-shop',
    ],
    'no lines': [{ kind: 'no lines' }, 'It has no products, so there is nothing to send.', 'orders held demo-shop'],
    'no SKU': [{ kind: 'no SKU', lines: ['Gift', 'Card', 'Gift'] }, '*Gift* and *Card* have no SKU in the store.', 'sync demo-shop'],
    'unknown SKU': [
      { kind: 'unknown SKU', skus: ['X-1'] },
      'The SKU *X-1* is not known here: it is not synced, or two products share it.',
      'sync demo-shop',
    ],
    amounts: [
      { kind: 'amounts', difference: '-0.5' },
      'Its total is €0.50 less than its lines, shipping, fees and taxes come to. Please look at it in the store.',
      'orders held demo-shop',
    ],
  };

  it.each(Object.values(reasons))('$kind: of one order a sentence, and the button that mends it', (reason, text, command) => {
    expect(heldText(reason, { statuses, currency: 'EUR' })).toBe(text);
    expect(mends(reason, store).command).toBe(command);
  });

  it('names what came without a payment method', () => {
    const button = { label: 'Map No payment method', command: 'map no-payment demo-shop' };
    expect(mends({ kind: 'no row', method: '', title: '' }, store)).toEqual(button);
  });

  it.each(Object.keys(reasons))('%s: of several orders an entry that says what lets them in', (kind) => {
    const [item] = heldItems({ [kind]: 1 }, { store });
    expect(item?.label).toMatch(/^1 order waits: /);
    expect(item?.text).toMatch(/\.$/);
    const all = [...(item?.actions ?? []), ...heldActions({ [kind]: 1 }, { store })];
    expect(all.map(({ label }) => label)).toHaveLength(1);
  });

  it('the commonest first, and none that no order has', () => {
    const items = heldItems({ 'no SKU': 2, amounts: 0, 'status:on-hold': 3 }, { statuses });
    expect(items.map(({ label }) => label)).toEqual(['3 orders wait: in status On hold', '2 orders wait: a product has no SKU']);
  });

  it('what was cancelled in the store need not worry anybody', () => {
    expect(heldItems({ 'status:cancelled': 2 }, { statuses, store })).toEqual([
      { tone: 'neutral', label: '2 orders stay in the store: in status Cancelled', text: 'Nobody sends them; there is nothing to do.' },
    ]);
  });

  it('a reason that only another version knows is told as one', () => {
    expect(heldItems({ 'moon phase': 1 })).toMatchObject([{ label: '1 order waits: another reason' }]);
  });
});

describe('the message of a release', () => {
  const released = { orders: 2, sums: { EUR: '30.5' } };
  it.each([
    [{ kind: 'rows' as const, titles: ['Klarna', 'PayPal'] }, 'They had waited for *Klarna* and *PayPal* to be confirmed. In all: €30.50.'],
    [
      { kind: 'rows' as const, titles: ['a', 'b', 'c', 'd', 'e'] },
      'They had waited for 5 payment instruments to be confirmed. In all: €30.50.',
    ],
    [{ kind: 'settings' as const }, 'They had waited because of the settings as they were. In all: €30.50.'],
    [{ kind: 'products' as const }, 'They had waited for a product with their SKU. In all: €30.50.'],
  ])('says how many came in, and what they had waited for: %o', (cause, text) => {
    expect(ordersReleased({ store, released, cause })).toMatchObject({ title: '2 orders of Demo Shop came in', text });
  });
});

it('shows how far a run is, and what it waits for', () => {
  const waiting = 'the store’s limit, 40 s';
  expect(importProgress({ store, statuses, days: 14, dryRun: false, result, waiting })).toMatchObject({
    title: 'Importing the orders of Demo Shop',
    progress: { done: 214, total: 214, atMost: true, waiting },
    facts: [
      ['Came in', '180'],
      ['Waiting', '21'],
      ['Already there', '9'],
      ['Could not be read', '2'],
    ],
  });
  expect(importProgress({ store, days: 14, dryRun: true, result: emptyResult() }).text).toContain('Nothing is imported yet');
  expect(syncProgress({ store, result: { ...emptyResult(), read: 100, total: 132 } }).progress).toMatchObject({ done: 100, total: 132 });
});

describe('the report of a product sync', () => {
  const settings = { automatic: 5, unmapped: false };
  const product = (title: string, sku?: string, more = {}) => ({ title, sku, skuInherited: false, ...more });

  it('counts what was synced, what has no SKU and what shares one, and lists them with where to mend them', () => {
    const products = [
      product('Olive oil', 'OIL'),
      product('Gift card', undefined, { editUrl: 'https://demo.example/wp-admin/post.php?post=7' }),
      product('Mug', 'MUG', { variant: 'Colour: red' }),
      product('Mug', 'MUG', { variant: 'Colour: blue' }),
      product('Shirt', 'SHIRT', { skuInherited: true, variant: 'Size: L' }),
    ];
    const card = skuReport({ store, ...settings, result: emptyResult(), report: report(products) });
    expect(card.text).toContain('5 products, *1 synced*, 1 without SKU, 2 share an SKU, 1 with only their parent’s SKU.');
    expect(card.tone).toBe('warning');
    expect(card.table).toEqual({
      columns: ['Product', 'Variant', 'Problem', 'Edit in the store'],
      rows: [
        ['Gift card', '', 'no SKU', 'https://demo.example/wp-admin/post.php?post=7'],
        ['Mug', 'Colour: red', 'shares MUG', ''],
        ['Mug', 'Colour: blue', 'shares MUG', ''],
        ['Shirt', 'Size: L', 'has only its parent’s SKU', ''],
      ],
    });
  });

  it('lists the first fifty, and says how many there are', () => {
    const products = Array.from({ length: 1200 }, (_, number) => product(`Mug ${number}`));
    const card = skuReport({ store, ...settings, result: emptyResult(), report: report(products) });
    expect(card.table?.rows).toHaveLength(50);
    expect(card.text).toContain('The first 50 of 1,200 are listed.');
  });

  it('is green when every product has its own', () => {
    const card = skuReport({ store, ...settings, result: emptyResult(), report: report([product('Olive oil', 'OIL')]) });
    expect(card).toMatchObject({ tone: 'good', table: undefined });
    expect(card.text).toBe('1 product, *1 synced*. New orders come in by themselves, every 5 minutes.');
    expect(card.actions).toEqual([{ label: 'Import past orders', command: 'import demo-shop', style: 'primary' }]);
  });

  it.each([
    [{ automatic: 15, unmapped: false }, 'New orders come in by themselves, every 15 minutes.'],
    [{ automatic: 60, unmapped: false }, 'New orders come in by themselves, every hour.'],
    [{ automatic: 0, unmapped: false }, 'New orders come only when you import them.'],
    [
      { automatic: 5, unmapped: true },
      'New orders are looked for by themselves, every 5 minutes. They wait until you have confirmed how they are paid: read the payment instruments next.',
    ],
    [
      { automatic: 0, unmapped: true },
      'New orders come only when you import them, and wait until you have confirmed how they are paid: read the payment instruments next.',
    ],
  ])('says by the settings when new orders come: %o', (given, sentence) => {
    const { text, actions } = skuReport({ store, ...given, result: emptyResult(), report: report([product('Olive oil', 'OIL')]) });
    expect(text).toBe(`1 product, *1 synced*. ${sentence}`);
    expect(actions?.map(({ command }) => command)).toEqual([...(given.unmapped ? ['payments demo-shop'] : []), 'import demo-shop']);
    expect(actions?.map(({ style }) => style)).toEqual(['primary', ...(given.unmapped ? [undefined] : [])]);
  });
});

describe('the alert of a red connection', () => {
  it('names the cause, since when, what it means, how to mend it, and the buttons', () => {
    const reason = { kind: 'authentication', text: 'The store does not accept our key.', advice: ['Open WooCommerce.', 'Make a key.'] };
    expect(connectionRed({ store, reason, since, timeZone })).toEqual({
      title: 'Demo Shop is not connected',
      tone: 'bad',
      text: 'The store does not accept our key. New orders are not coming in.',
      facts: [['Since', '23 Nov 2026, 10:15 (Europe/Ljubljana)']],
      steps: ['Open WooCommerce.', 'Make a key.'],
      actions: [
        { label: 'Reconnect', command: 'reconnect demo-shop', style: 'primary' },
        { label: 'Check now', command: 'check demo-shop' },
      ],
    });
  });

  it('offers to enable what a person has disabled', () => {
    const card = connectionRed({ store, reason: { kind: 'disabled', text: 'Disabled by Ana.' }, since, timeZone });
    expect(card).toMatchObject({ title: 'Demo Shop is switched off', actions: [{ command: 'enable demo-shop' }] });
  });

  it('is followed by a green one', () => {
    expect(connectionGreen({ store, since, timeZone })).toMatchObject({ title: 'Demo Shop is connected again', tone: 'good' });
  });
});

describe('the list of stores', () => {
  it('gives each its sign, in colour and in words, its last sync, its orders of today and its buttons', () => {
    const [item] = storeList([status]).items ?? [];
    expect(item).toMatchObject({
      tone: 'good',
      label: 'Demo Shop (demo-shop)',
      text: '*Green*: connected and working. Last sync 23 Nov 2026, 10:15 (Europe/Ljubljana). Today: 14 orders, 2 of them wait.',
    });
    expect(item?.actions?.map(({ command }) => command)).toEqual([
      'sync demo-shop',
      'import demo-shop',
      'status demo-shop',
      'disable demo-shop',
    ]);
  });

  it('asks before the green sign disables, and not before the red one enables', () => {
    const [green, red] = storeList([status, { ...status, health: 'red', disabledBy: 'Ana' }]).items ?? [];
    expect(green?.actions?.at(-1)).toMatchObject({
      command: 'disable demo-shop',
      confirm: expect.stringContaining('Switch Demo Shop off?'),
    });
    expect(red).toMatchObject({ tone: 'bad', text: expect.stringContaining('*Red*: disabled by Ana.') });
    expect(red?.actions?.at(-1)).toEqual({ label: 'Switch on', command: 'enable demo-shop' });
  });

  it('says why a connection is amber', () => {
    const reason = { kind: 'network', text: 'The store does not answer.' };
    const [item] = storeList([{ ...status, health: 'amber', reason }]).items ?? [];
    expect(item).toMatchObject({ tone: 'warning', text: expect.stringContaining('*Amber*: The store does not answer.') });
  });
});

it('tells of a red store the reason, since when, what it means, the click path and the buttons', () => {
  const reason = { kind: 'permission', text: 'The key may not read orders.', advice: ['Edit the key.'] };
  const card = storeStatus({ ...status, health: 'red', reason, refused: ['orders', 'write back'] });
  expect(card).toMatchObject({ tone: 'bad', steps: ['Edit the key.'] });
  expect(card.text).toBe('*Red*: The key may not read orders. New orders are not coming in.');
  expect(card.facts).toContainEqual(['Since', '23 Nov 2026, 10:15 (Europe/Ljubljana)']);
  expect(card.items?.map(({ label }) => label)).toEqual(['Read orders', 'Write back to the store']);
  expect(card.actions?.map(({ command }) => command)).toEqual(['reconnect demo-shop', 'check demo-shop', 'enable demo-shop']);
});

it('tells of a store what waits in it, with the store’s own words and the button that mends it', () => {
  const card = storeStatus({ ...status, held: { 'no row:klarna': 2, 'status:on-hold': 1 }, methods: { klarna: 'Klarna' }, statuses });
  expect(card.items?.map(({ label, actions }) => [label, actions?.[0]?.command])).toEqual([
    ['2 orders wait: Klarna is not mapped yet', 'map klarna demo-shop'],
    ['1 order waits: in status On hold', undefined],
  ]);
  expect(card.actions?.[0]).toEqual({ label: 'Payment instruments', command: 'payments demo-shop' });
});

it('tells orders and products that could not be read apart, each with what reads them again', () => {
  const { items } = storeStatus({ ...status, malformed: { orders: 1, products: 2 } });
  expect(items?.map(({ label, actions }) => [label, actions?.[0]?.command])).toEqual([
    ['1 order could not be read', 'import demo-shop'],
    ['2 products could not be read', 'sync demo-shop'],
  ]);
});

it('lets no mark of a stranger through', () => {
  const texts = [
    connectionRed({ store: evil, reason: { kind: 'network', text: 'Gone.' }, since, timeZone }),
    ordersReleased({ store: evil, released: { orders: 1, sums: {} }, cause: { kind: 'rows', titles: ['*Mug*'] } }),
    importPreview({
      store: evil,
      days: 3,
      result: { ...result, methods: { klarna: '*Mug*' }, malformedExamples: [{ name: '*7*', reason: '*no*' }] },
    }),
    importFinished({ store: evil, days: 3, result }),
    skuReport({ store: evil, automatic: 5, unmapped: false, result, report: report([{ title: '*Mug*', skuInherited: false }]) }),
    storeList([{ ...status, ...evil }]),
    storeStatus({ ...status, ...evil, health: 'red', disabledBy: '*Ana*' }),
    syncFailed({ store: evil, kind: 'products', text: 'Gone.' }),
  ].map((card) => JSON.stringify(card));
  for (const text of texts) expect(text).not.toMatch(/\*bold\*|\*7\*|\*no\*|\*Mug\*|\*Ana\*/);
});
