import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../db/rules/history.ts';
import { omOrder } from '../../db/rules/om-order.ts';
import { historyList } from '../../dialogs/cards/history-list.ts';
import { orderList } from '../../dialogs/cards/order-list.ts';
import { shownOrder } from '../../dialogs/cards/shown-order.ts';
import { stockList } from '../../dialogs/cards/stock-list.ts';
import { byWhom, orderHistory } from '../../dialogs/order-history.ts';
import type { ChangeLine, ListedOrder, OrderList, ShownOrder } from '../../dialogs/services/orders.ts';
import { statuses } from '../db/make-store.ts';
import { line, order } from '../db/sample-order.ts';
import { at, store } from './sample-trace.ts';

const nothing = { orders: 0, sums: {} };
const listed = (given: Partial<ListedOrder> = {}): ListedOrder => ({
  ...{ number: '7', omNumber: 'D-7', placedAt: at('23T08:30'), buyer: 'Ana *Žagar*', total: '15.25', currency: 'EUR', state: 'imported' },
  paid: true,
  ...given,
});
const held = listed({ number: '8', omNumber: undefined, state: 'held', reason: { kind: 'no row', method: 'k', title: 'Klarna' } });
const list = (given: Partial<OrderList> = {}): OrderList => ({
  ...{ store, filter: 'all', statuses, orders: [listed(), listed({ paid: false, codAmount: '10' }), listed({ paid: false }), held] },
  groups: {
    all: { orders: 2140, sums: { EUR: '12345.5', USD: '20' } },
    today: nothing,
    held: { orders: 1, sums: { EUR: '15.25' } },
    unpaid: nothing,
    cod: nothing,
  },
  ...given,
});

describe('a list of orders', () => {
  it('has the count and sum of each group, and a row for each order', () => {
    const card = orderList(list());
    expect(card.text).toBe('These are the newest 4 of 2,140. Times are those of Europe/Ljubljana.');
    expect(card.facts).toEqual([
      ['All orders', '2,140 (€12,345.50 and $20.00)'],
      ['Today', 'none'],
      ['Waiting', '1 (€15.25)'],
      ['Not paid yet', 'none'],
      ['To collect on delivery', 'none'],
    ]);
    expect(card.table?.rows).toEqual([
      ['D-7', '23 Nov 2026, 09:30', 'Ana ∗Žagar∗', '€15.25', 'paid'],
      ['D-7', '23 Nov 2026, 09:30', 'Ana ∗Žagar∗', '€15.25', '€10.00 on delivery'],
      ['D-7', '23 Nov 2026, 09:30', 'Ana ∗Žagar∗', '€15.25', 'not paid'],
      ['8', '23 Nov 2026, 09:30', 'Ana ∗Žagar∗', '€15.25', 'waits: Klarna is not mapped yet'],
    ]);
  });

  it('opens each order, and says of one that waits why', () => {
    expect(orderList(list()).table?.actions?.map((action) => action?.command)).toEqual([
      ...['order 7 demo-shop', 'order 7 demo-shop', 'order 7 demo-shop', 'why 8 demo-shop'],
    ]);
  });

  it('has the reason in a column where all wait', () => {
    const { title, table, tone } = orderList(list({ filter: 'held', orders: [held] }));
    expect([title, tone, table?.columns.at(-1), table?.rows[0]?.at(-1)]).toEqual([
      ...['Orders of Demo Shop that wait', 'warning', 'Waits, because', 'Klarna is not mapped yet'],
    ]);
  });

  it('has a button for each of the other groups', () => {
    const buttons = (filter: OrderList['filter']) => orderList(list({ filter })).actions?.map(({ command }) => command);
    expect(buttons('all')).toEqual(['orders today demo-shop', 'orders held demo-shop', 'orders unpaid demo-shop', 'orders cod demo-shop']);
    expect(buttons('cod')).toEqual(['orders demo-shop', 'orders today demo-shop', 'orders held demo-shop', 'orders unpaid demo-shop']);
  });

  it.each([
    ['all', 'No order came in yet.'],
    ['today', 'No order was placed today.'],
    ['held', 'No order waits.'],
    ['unpaid', 'All orders that came in are paid, or are to be paid on delivery.'],
    ['cod', 'There is nothing to collect.'],
  ] as const)('says so when there are none of “%s”', (filter, says) => {
    expect(orderList(list({ filter, orders: [] })).text).toContain(says);
  });

  it('begins with an import where there is no order at all', () => {
    const groups = { all: nothing, today: nothing, held: nothing, unpaid: nothing, cod: nothing };
    expect(orderList(list({ orders: [], groups })).actions).toMatchObject([{ command: 'import demo-shop', style: 'primary' }]);
  });
});

const record = order({
  recipient: { name: 'Žiga Novak', company: 'Čevlji d.o.o.', street: 'Cesta 1', postcode: '1000', city: 'Ljubljana', country: 'SI' },
  lines: [
    { ...line('A-1'), quantity: '2', price: '5.00', descriptions: [{ label: 'Gravura', value: 'Vse *najboljše*' }] },
    line(undefined, '0.01', 'Gift'),
  ],
  fees: [{ title: 'Gift wrap', total: '1.00', tax: '0' }],
  discounts: [{ code: 'jesen10', title: 'jesen10', total: '-2.00', tax: '-0.44' }],
  total: '16.27',
  note: 'Ring twice',
});
const applied = { orderDescriptions: true, productDescriptions: true, buyerContact: true };
const imported: OrderEvent = { at: '2026-11-20T10:05:00Z', what: 'imported', by: { job: 'import-orders', person: 'Ana' } };
const shown = (given: Partial<ShownOrder> = {}): ShownOrder => ({
  ...{ store, number: '7', omNumber: 'D-7', placedAt: at('20T10:00'), storeStatus: 'Processing', payment: 'Cash on delivery' },
  ...{ simulated: false, state: 'imported', omStatus: 'received', paid: false, codAmount: '16.27', deliveryType: 'Courier', statuses },
  ...{ order: omOrder(record, applied), history: [imported] },
  ...given,
});

describe('one order', () => {
  it.each([
    ['always', 'Always: every order comes in as paid'],
    ['never', 'Never: no order comes in as paid'],
    ['adjusted', undefined],
    [undefined, undefined],
  ] as const)('says when it was not its row that decided: %s', (mode, says) => {
    expect(shownOrder(shown({ mode })).facts?.find(([label]) => label === 'Payment transfer')?.[1]).toBe(says);
  });

  it('offers no row that is not there yet, but to ask why, which makes it', () => {
    const waits = shown({ state: 'held', simulated: true, unmet: true, reason: { kind: 'no row', method: 'k_p', title: 'Klarna' } });
    expect(shownOrder(waits).actions?.[0]).toMatchObject({ command: 'why 7 demo-shop', style: 'primary' });
  });

  it('has no button for what stays in the store', () => {
    const stays = shown({ state: 'held', simulated: true, reason: { kind: 'status', status: 'cancelled', method: 'cod' } });
    expect(shownOrder(stays).text).toContain('In this status orders stay in the store.');
    expect(shownOrder(stays).actions?.map(({ command }) => command)).toEqual(['why 7 demo-shop', 'settings demo-shop']);
  });

  it('is told in full', () => {
    const card = shownOrder(shown());
    expect([card.title, card.text]).toEqual(['Order D-7', 'It is order 7 of Demo Shop.']);
    expect(card.facts).toEqual([
      ['Placed', '20 Nov 2026, 11:00 (Europe/Ljubljana)'],
      ['Status in the store', 'Processing'],
      ['Status here', 'Received'],
      ['Paid with', 'Cash on delivery'],
      ['Payment', '€16.27 to collect on delivery'],
      ['Delivery', 'Courier'],
      ['Flat rate, without tax', '€3.05'],
      ['Gift wrap, without tax', '€1.00'],
      ['Tax', '€2.20'],
      ['Rounding', '€0.01'],
      ['Total with tax', '€16.27'],
      ['Discounts, taken off the prices', 'jesen10 -€2.00'],
    ]);
    expect(card.table?.rows).toEqual([
      ['A-1', 'Thing A-1 (Gravura: Vse ∗najboljše∗)', '2', '€5.00', '€10.00'],
      ['none', 'Gift', '1', '€0.01', '€0.01'],
    ]);
    expect(card.items?.map(({ label, text }) => [label, text])).toEqual([
      ['Buyer', 'Ana Žagar, ana@example.com'],
      ['Recipient', 'Žiga Novak, Čevlji d.o.o., Cesta 1, 1000 Ljubljana, SI, ana@example.com'],
      ['Notes', 'Ring twice'],
      ['History', '20 Nov 2026, 11:05: It came in with the import that Ana asked for.'],
    ]);
  });

  it.each([
    ['8.196721', '3', '24.590163', 'EUR', '€8.197'],
    ['8.20', '3', '24.59', 'EUR', ''],
    ['8.2', '3', '24.6', 'EUR', '€8.20'],
    ['5.33', '0.5', '2.665', 'EUR', '€5.33'],
    ['333.33', '3', '1000', 'JPY', '¥333.3'],
    ['4.005', '1', '4.005', 'EUR', '€4.01'],
    ['-8.196721', '3', '-24.590163', 'EUR', '-€8.197'],
    ['1', '3', '3', 'credits', '1.00 credits'],
  ])('shows the price of one so that it makes the total, or leaves it out: %s × %s is %s %s', (price, quantity, total, currency, told) => {
    const made = omOrder(order({ lines: [{ ...line('A-1'), price, quantity, total }], currency }), applied);
    expect(shownOrder(shown({ order: made })).table?.rows[0]?.[3]).toBe(told);
  });

  it('has the newest lines of a long history under its heading', () => {
    const history = Array.from(
      { length: 25 },
      (_, day): OrderEvent => ({ ...imported, at: new Date(Date.UTC(2026, 9, day + 1)).toISOString() }),
    );
    const { label, text } = shownOrder(shown({ history })).items?.at(-1) ?? {};
    const lines = text?.split('\n') ?? [];
    expect([label, lines.length, lines[0]]).toEqual(['History', 21, '… 5 earlier']);
    expect(lines.at(-1)).toContain('25 Oct 2026');
  });

  it.each([
    [{ paid: true, paymentType: 'PayPal', codAmount: undefined }, 'Paid: PayPal'],
    [{ paid: true, codAmount: undefined }, 'Paid'],
    [{ paid: false, codAmount: undefined }, 'Not paid'],
  ])('says how it is paid: %o', (given, told) => {
    expect(shownOrder(shown(given)).facts).toContainEqual(['Payment', told]);
  });

  it('names buyer and recipient once where they are the same', () => {
    const buyer = { name: 'Ana Žagar', email: 'ana@example.com' };
    const { items } = shownOrder(shown({ order: omOrder(order({ buyer, recipient: buyer }), applied), history: [] }));
    expect(items?.map(({ label }) => label)).toEqual(['Buyer and recipient']);
  });

  it('that waits says why, and has no decision yet', () => {
    const waiting = shown({ state: 'held', reason: { kind: 'no row', method: 'k', title: 'Klarna' }, history: [] });
    const card = shownOrder(waiting);
    expect(card).toMatchObject({ title: 'Order 7 of Demo Shop is not in yet', tone: 'warning', text: expect.stringContaining('*Klarna*') });
    expect(card.facts?.map(([label]) => label)).not.toContain('Payment');
    expect(card.actions?.[0]).toMatchObject({ command: 'why 7 demo-shop', style: 'primary' });
    expect(shownOrder({ ...waiting, state: 'seen', reason: undefined }).text).toContain('only looked at');
  });

  const simulated = { simulated: true, history: [] };
  it.each([
    ['to collect', {}, 'It would come in with €16.27 to collect on delivery. Nothing was changed.', 'why 7 demo-shop'],
    ['paid', { paid: true, paymentType: 'PayPal', codAmount: undefined }, 'It would come in as paid with PayPal.', 'why 7 demo-shop'],
    ['not paid', { codAmount: undefined }, 'It would come in as not paid.', 'why 7 demo-shop'],
    [
      'held',
      { state: 'held' as const, reason: { kind: 'no SKU' as const, lines: ['Gift'] } },
      'It would wait. *Gift* has no SKU',
      'sync demo-shop',
    ],
    ['there already', { already: 'D-7' }, 'It came in as *D-7* before, and stays as it is.', 'order 7 demo-shop'],
  ])('that is simulated says what it would become: %s', (_name, given, says, button) => {
    const card = shownOrder(shown({ ...simulated, ...given }));
    expect(card.title).toBe('What order 7 of Demo Shop would become');
    expect(card.text).toContain(says);
    expect(card.actions?.[0]?.command).toBe(button);
  });
});

describe('the history of an order', () => {
  const event = (what: OrderEvent['what'], by: OrderEvent['by'], given: Partial<OrderEvent> = {}): OrderEvent => ({
    at: '2026-11-20T10:05:00Z',
    what,
    by,
    ...given,
  });
  const release = { job: 'release-held-orders', person: 'Ana' };
  const told = (...events: OrderEvent[]) => orderHistory(events, { statuses, currency: 'EUR' }).at(-1)?.text;
  const waited = (reason: OrderEvent['reason']) => event('held', { job: 'sync-orders' }, { reason });

  it.each<[OrderEvent[], string]>([
    [[event('imported', { job: 'import-orders', person: 'Ana' })], 'It came in with the import that Ana asked for.'],
    [[event('imported', { job: 'sync-orders' })], 'It came in with the order sync.'],
    [[waited({ kind: 'no row', method: 'k', title: 'Klarna' })], 'It waits. It is not confirmed yet how orders with *Klarna* come in.'],
    [[waited({ kind: 'no row', method: 'k', title: 'Klarna' }), event('imported', release)], 'It came in when Ana confirmed *Klarna*.'],
    [[waited({ kind: 'status', status: 'on-hold' }), event('imported', release)], 'It came in when Ana changed which orders come in.'],
    [
      [waited({ kind: 'no SKU', lines: ['Gift'] }), event('imported', { job: 'release-held-orders' })],
      'It came in when its products were synced.',
    ],
    [[event('imported', { job: 'release-held-orders' })], 'It came in when waiting orders were let in.'],
    [
      [event('status', { job: 'sync-orders' }, { status: 'packed', from: 'processing' })],
      'Status in the store: Processing → packed (seen by the order sync).',
    ],
    [
      [event('total', { job: 'sync-orders' }, { total: '99.00', from: '15.25' })],
      'The store changed the total: €15.25 → €99.00 (seen by the order sync). What was decided when it came in stays.',
    ],
  ])('is told in words: %#', (events, words) => expect(told(...events)).toBe(words));

  it('says of what it waited for before that it waited', () => {
    const events = [waited({ kind: 'no row', method: 'k', title: 'Klarna' }), event('imported', release)];
    expect(orderHistory(events, { statuses, currency: 'EUR' })[0]?.text).toBe('It waited: Klarna is not mapped yet.');
  });

  it.each([
    [{ person: 'Ana' }, 'Ana'],
    [{ job: 'check-health' }, 'the check of the connection'],
    [{ job: 'release-held-orders', person: 'you' }, 'you'],
    [{ job: 'some-later-job' }, 'the system'],
    [{}, 'somebody'],
  ])('says by whom: %o', (by, words) => expect(byWhom(by)).toBe(words));
});

describe('the history of changes', () => {
  const change = (given: Partial<ChangeLine>): ChangeLine => ({
    ...{ at: at('23T08:30'), store: 'Demo Shop', kind: 'row', subject: 'Klarna', before: {}, after: {} },
    ...given,
  });

  it.each<[Partial<ChangeLine>, string[]]>([
    [
      {
        person: 'Ana',
        before: { 'Payment type': null, 'Store statuses': ['Processing'] },
        after: { 'Payment type': 'Pay later', 'Store statuses': ['Processing', 'Completed'] },
      },
      ['Ana', 'Row of Klarna', 'Payment type: none → Pay later; Store statuses: Processing → Processing and Completed'],
    ],
    [{ person: 'Ana', after: { 'Cash on delivery': true } }, ['Ana', 'Row of Klarna', 'Cash on delivery: yes']],
    [
      { kind: 'settings', subject: 'Transfer settings', person: 'Ana', before: { 'Order prefix': 'D-' }, after: { 'Order prefix': null } },
      ['Ana', 'Transfer settings', 'Order prefix: D- → none'],
    ],
    [
      {
        kind: 'import',
        subject: 'import of 14 days',
        person: 'Ana',
        job: 'import-orders',
        after: { orders: 1200, EUR: '340.5', waiting: 3 },
      },
      ['The import that Ana asked for', 'Import of 14 days', '1,200 came in (€340.50); 3 wait'],
    ],
    [
      { kind: 'release', subject: 'Klarna', job: 'release-held-orders', after: { orders: 3, EUR: '9' } },
      ['The release of waiting orders', 'Waiting orders came in: Klarna', '3 came in (€9.00)'],
    ],
    [
      { kind: 'release', subject: 'products', job: 'release-held-orders', after: { orders: 1 } },
      ['The release of waiting orders', 'Waiting orders came in: products synced', '1 came in'],
    ],
    [
      {
        kind: 'connection',
        subject: 'turned red',
        job: 'check-health',
        before: { health: 'green' },
        after: { health: 'red', reason: 'The store does not answer.' },
      },
      ['The check of the connection', 'Connection: turned red', 'Health: green → red; Reason: The store does not answer.'],
    ],
    [{ kind: 'type', subject: 'Klarna', person: 'Ana', after: { 'Payment type': 'added' } }, ['Ana', 'Type Klarna', 'Payment type: added']],
  ])('is told in words: %#', (given, cells) => {
    const card = historyList({ store, timeZone: store.timeZone, lines: [change(given)], more: false });
    expect(card.table?.rows).toEqual([['23 Nov 2026, 09:30', ...cells]]);
  });

  it('names the store where it is that of all', () => {
    const card = historyList({ timeZone: 'UTC', lines: [change({}), change({ store: undefined })], more: true });
    expect(card.text).toBe('These are the newest 2 entries. Times are those of UTC.');
    expect(card.table?.columns).toEqual(['When', 'Who', 'Store', 'What', 'Change']);
    expect(card.table?.rows.map((row) => row[2])).toEqual(['Demo Shop', 'all stores']);
  });

  it('says so while there is none', () => {
    expect(historyList({ store, timeZone: 'UTC', lines: [], more: false })).toMatchObject({
      text: expect.stringContaining('Nothing was changed yet'),
    });
  });
});

describe('stock', () => {
  const item = { sku: 'A-1', title: 'Mug', inStore: '10', reserved: '3', told: '7' };
  const stock = (given = {}) =>
    stockList({ store, reservations: true, items: [item, { sku: 'B-1', title: 'Plate', reserved: '0' }], total: 2, ...given });

  it('is what is in the store, what is reserved, and what is told', () => {
    expect(stock().table?.rows).toEqual([
      ['A-1', 'Mug', '10', '3', '7'],
      ['B-1', 'Plate', 'not counted', '0', 'not counted'],
    ]);
    expect(stock().text).toContain('less what is reserved');
  });

  it('says that reservations are not included, and how to see more', () => {
    expect(stock({ reservations: false }).text).toContain('*Include reservations* is off');
    expect(stock({ total: 119 }).text).toContain('These are 2 of 119 products. For others ask for *stock*');
  });

  it('says what to do when nothing is found', () => {
    expect(stock({ items: [], total: 0, said: 'cup' })).toMatchObject({
      title: 'Demo Shop has no product “cup”',
      actions: [{ command: 'sync demo-shop' }, { command: 'stock demo-shop' }],
    });
    expect(stock({ items: [], total: 0 }).title).toBe('Demo Shop has no products here');
  });
});
