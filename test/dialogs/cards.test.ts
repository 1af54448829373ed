import { describe, expect, it } from 'vitest';
import { emptyResult, type RunResult } from '../../db/rules/run-result.ts';
import { skuReport as report } from '../../db/rules/skus.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { connectionGreen } from '../../dialogs/cards/connection-green.ts';
import { connectionRed } from '../../dialogs/cards/connection-red.ts';
import { heldItems } from '../../dialogs/cards/held-reasons.ts';
import { importFinished } from '../../dialogs/cards/import-finished.ts';
import { importPreview } from '../../dialogs/cards/import-preview.ts';
import { importProgress } from '../../dialogs/cards/import-progress.ts';
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
  ...{ read: 214, total: 214, imported: 180, sums: { EUR: '12345.6', USD: '20' }, existing: 9, malformed: 4 },
  held: { status: 15, 'no SKU': 6 },
  malformedExamples: [{ name: '#77', reason: 'total is not a decimal number' }],
};
const since = new Date('2026-11-23T09:15:00Z');
const timeZone = 'Europe/Ljubljana';
const status: StoreStatus = {
  ...{ ...store, platform: 'woocommerce', url: 'https://demo.example', currency: 'EUR', timeZone, orderPrefix: '' },
  ...{ health: 'green', since, today: { imported: 12, held: 2 }, running: [], syncedAt: since, plainHttp: false, refused: [] },
  ...{ products: 132, orders: 1200, held: {}, malformed: 0 },
};

describe('the preview of an import', () => {
  it('tells what would come in, what waits, what is there and what cannot be read', () => {
    const card = importPreview({ store, days: 14, result });
    expect(card.title).toBe('The last 14 days of Demo Shop');
    expect(card.text).toBe(
      '214 orders: *180 come in* (€12,345.60 and $20.00), 21 wait, 9 already there, 4 cannot be read. Nothing is imported yet.',
    );
    expect(card.items?.map(({ label }) => label)).toEqual([
      '15 orders wait: not in Processing or Completed',
      '6 orders wait: a product has no SKU',
      '4 orders could not be read',
    ]);
  });

  it('imports by its button, without a second look', () => {
    expect(importPreview({ store, days: 14, result }).actions).toMatchObject([{ command: 'import 14 demo-shop now' }]);
  });

  it('has no button when there is nothing to import', () => {
    const card = importPreview({ store, days: 1, result: emptyResult() });
    expect(card).toMatchObject({ title: 'The last 1 day of Demo Shop', text: 'There are no orders in these days.', actions: [] });
  });
});

it('tells what an import brought, and is green only when all came in', () => {
  expect(importFinished({ store, days: 14, result })).toMatchObject({
    title: '180 orders of Demo Shop came in',
    tone: 'warning',
    facts: [
      ['Came in', '180 (€12,345.60 and $20.00)'],
      ['Waiting', '21'],
      ['Already there', '9'],
      ['Could not be read', '4'],
    ],
  });
  const again = importFinished({ store, days: 14, result: { ...emptyResult(), existing: 180 } });
  expect(again).toMatchObject({ title: 'Nothing new from Demo Shop', tone: 'good' });
});

it('has a sentence for every reason why an order waits', () => {
  const kinds: Record<HeldReason['kind'], true> = { status: true, 'no lines': true, 'no SKU': true, 'unknown SKU': true, amounts: true };
  const items = heldItems(Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 1])));
  expect(items).toHaveLength(5);
  for (const { label, text } of items) {
    expect(label).toMatch(/^1 order /);
    expect(text).toMatch(/\.$/);
  }
});

it('shows how far a run is, and what it waits for', () => {
  const waiting = 'the store’s limit, 40 s';
  expect(importProgress({ store, days: 14, dryRun: false, result, waiting })).toMatchObject({
    title: 'Importing the orders of Demo Shop',
    progress: { done: 214, total: 214, waiting },
    facts: [
      ['Came in', '180'],
      ['Waiting', '21'],
      ['Already there', '9'],
      ['Could not be read', '4'],
    ],
  });
  expect(importProgress({ store, days: 14, dryRun: true, result: emptyResult() }).text).toContain('Nothing is imported yet');
  expect(syncProgress({ store, result: { ...emptyResult(), read: 100, total: 132 } }).progress).toMatchObject({ done: 100, total: 132 });
});

describe('the report of a product sync', () => {
  const product = (title: string, sku?: string, more = {}) => ({ title, sku, skuInherited: false, ...more });

  it('counts what was synced, what has no SKU and what shares one, and lists them with where to mend them', () => {
    const products = [
      product('Olive oil', 'OIL'),
      product('Gift card', undefined, { editUrl: 'https://demo.example/wp-admin/post.php?post=7' }),
      product('Mug', 'MUG', { variant: 'Colour: red' }),
      product('Mug', 'MUG', { variant: 'Colour: blue' }),
      product('Shirt', 'SHIRT', { skuInherited: true, variant: 'Size: L' }),
    ];
    const card = skuReport({ store, result: emptyResult(), report: report(products) });
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
    const card = skuReport({ store, result: emptyResult(), report: report(products) });
    expect(card.table?.rows).toHaveLength(50);
    expect(card.text).toContain('The first 50 of 1,200 are listed.');
  });

  it('is green when every product has its own', () => {
    const card = skuReport({ store, result: emptyResult(), report: report([product('Olive oil', 'OIL')]) });
    expect(card).toMatchObject({ tone: 'good', table: undefined });
    expect(card.text).toBe('1 product, *1 synced*. New orders come in by themselves, every 5 minutes.');
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

it('lets no mark of a stranger through', () => {
  const texts = [
    connectionRed({ store: evil, reason: { kind: 'network', text: 'Gone.' }, since, timeZone }),
    importPreview({ store: evil, days: 3, result: { ...result, malformedExamples: [{ name: '*7*', reason: '*no*' }] } }),
    importFinished({ store: evil, days: 3, result }),
    skuReport({ store: evil, result, report: report([{ title: '*Mug*', skuInherited: false }]) }),
    storeList([{ ...status, ...evil }]),
    storeStatus({ ...status, ...evil, health: 'red', disabledBy: '*Ana*' }),
    syncFailed({ store: evil, kind: 'products', text: 'Gone.' }),
  ].map((card) => JSON.stringify(card));
  for (const text of texts) expect(text).not.toMatch(/\*bold\*|\*7\*|\*no\*|\*Mug\*|\*Ana\*/);
});
