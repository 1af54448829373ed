import { describe, expect, it } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import { home } from '../../dialogs/cards/home.ts';
import { commands } from '../../dialogs/commands.ts';
import type { HomeStore } from '../../dialogs/services/home.ts';

const at = new Date('2026-11-23T09:15:00Z');
const done: HomeStore = {
  ...{ name: 'Demo Shop', handle: 'demo-shop', platform: 'woocommerce', url: 'https://demo.example', currency: 'EUR', orderPrefix: '' },
  ...{ timeZone: 'Europe/Ljubljana', health: 'green', since: at, syncedAt: at, firstSyncedAt: at, today: { imported: 12, held: 2 } },
  ...{ running: [], mode: 'adjusted', paymentsRead: true, toMap: 0, held: {}, methods: {}, statuses: [] },
};
const reason = { kind: 'permission', text: 'The key may not read orders.' };

const toDo = (...stores: HomeStore[]): Card => home(stores)[1] ?? { title: 'none' };
/** What is to do, and the button for it. */
const items = (given: Partial<HomeStore>) =>
  toDo({ ...done, ...given }).items?.map(({ label, actions }) => [label, ...(actions ?? []).map(({ command }) => command)]);
const pressed = (cards: Card[]) =>
  cards.flatMap(({ actions = [], items = [] }) => [...actions, ...items.flatMap(({ actions = [] }) => actions)]);

describe('the first page', () => {
  it('tells of each store its sign in words, its last sync, and the orders of today', () => {
    const [stores] = home([done, { ...done, name: 'Olives', handle: 'olives', health: 'red', reason }]);
    expect(stores?.title).toBe('Your 2 stores');
    expect(stores?.items?.map(({ tone, text }) => [tone, text])).toEqual([
      ['good', '*Green*: connected and working. Last sync 23 Nov 2026, 10:15 (Europe/Ljubljana). Today: 14 orders, 2 of them wait.'],
      ['bad', '*Red*: The key may not read orders. Last sync 23 Nov 2026, 10:15 (Europe/Ljubljana). Today: 14 orders, 2 of them wait.'],
    ]);
  });

  it('says when a store does not take how orders are paid from its rows', () => {
    const text = (mode: HomeStore['mode']) => home([{ ...done, mode }])[0]?.items?.[0]?.text;
    expect(text('never')).toContain('Payment transfer: Never: no order is marked as paid.');
    expect(text('always')).toContain('Payment transfer: Always: every order is marked as paid');
    expect(text('adjusted')).not.toContain('Payment transfer');
  });

  it('says that nothing is left to do', () => {
    expect(toDo(done)).toMatchObject({ title: 'Nothing is left to do', tone: 'good' });
  });

  it.each<[string, Partial<HomeStore>, string[][]]>([
    ['a red store', { health: 'red', reason }, [['Demo Shop is not connected', 'reconnect demo-shop']]],
    ['a store that is switched off', { health: 'red', disabledBy: 'Ana', reason }, [['Demo Shop is switched off', 'enable demo-shop']]],
    ['products', { firstSyncedAt: undefined }, [['The products of Demo Shop are not synced yet', 'sync demo-shop']]],
    [
      'products that are being synced',
      { firstSyncedAt: undefined, running: ['products'] },
      [['The products of Demo Shop are being synced just now']],
    ],
    ['payments', { paymentsRead: false }, [['The payment instruments of Demo Shop are not read yet', 'payments demo-shop']]],
    ['two instruments', { toMap: 2 }, [['2 payment instruments of Demo Shop to map', 'payments demo-shop']]],
    ['one instrument', { toMap: 1 }, [['1 payment instrument of Demo Shop to map', 'payments demo-shop']]],
    ['orders', { held: { 'no SKU': 2, amounts: 1 } }, [['3 orders of Demo Shop wait', 'orders held demo-shop']]],
    ['one order', { held: { 'no SKU': 1 } }, [['1 order of Demo Shop waits', 'orders held demo-shop']]],
    [
      'a store that was just connected and lost',
      { health: 'red', reason, firstSyncedAt: undefined, paymentsRead: false },
      [['Demo Shop is not connected', 'reconnect demo-shop']],
    ],
  ])('tells of %s what is not done, with the button that does it', (_, given, expected) => {
    expect(items(given)).toEqual(expected);
  });

  it.each<[string, Partial<HomeStore>]>([
    ['payment instruments where the mode needs no rows', { mode: 'never', toMap: 3, paymentsRead: false }],
    [
      'orders that are over in the store',
      { held: { 'status:gone': 2 }, statuses: [{ code: 'gone', title: 'Gone', meaning: 'cancelled' }] },
    ],
  ])('does not ask for %s', (_, given) => {
    expect(items(given)).toBeUndefined();
  });

  it('says why orders wait', () => {
    const held = { 'no row:klarna': 2, 'no SKU': 1 };
    const [item] = toDo({ ...done, held, methods: { klarna: 'Klarna' } }).items ?? [];
    expect(item?.text).toBe('2 orders wait: Klarna is not mapped yet. 1 order waits: a product has no SKU.');
  });

  it('has a button for everything, each of which is understood', () => {
    const wanted = ['connect', 'import', 'payments', 'settings', 'orders', 'stock', 'history', 'alerts', 'managers', 'help'];
    expect(home([done])[2]?.actions?.map(({ command }) => command)).toEqual(wanted);
    const known = commands.flatMap(({ words }) => words);
    const red = { ...done, health: 'red' as const, firstSyncedAt: undefined, toMap: 1, held: { 'no SKU': 1 } };
    for (const { command } of pressed([...home([done]), ...home([red]), ...home([])])) expect(known).toContain(command.split(' ')[0]);
  });

  it('begins with connecting where there is no store yet', () => {
    const [only, another] = home([]);
    expect(another).toBeUndefined();
    expect(only?.title).toBe('No store is connected yet');
    expect(only?.actions?.map(({ command }) => command)).toEqual(['connect', 'help', 'managers']);
  });

  it('lets no mark of a stranger through', () => {
    const evil = { ...done, name: '*bold*', held: { 'no row:k': 1 }, methods: { k: '*Mug*' }, toMap: 1, firstSyncedAt: undefined };
    const texts = JSON.stringify(home([evil, { ...evil, health: 'red', disabledBy: '*Ana*', reason: { kind: 'disabled', text: '*by*' } }]));
    expect(texts).not.toMatch(/\*(bold|Mug|Ana|by)\*/);
  });
});
