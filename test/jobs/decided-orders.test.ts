import { afterEach, describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import type { OrderEvent } from '../../db/rules/history.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { readPayments } from '../../jobs/read-payments.ts';
import { day, line, order, today } from '../db/sample-order.ts';
import { confirmRow, typeOf } from './confirm-row.ts';
import { type PullStage, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

const adjusted = { settings: { payment: 'adjusted' } } as const;
const titles: Record<string, string> = { cod: 'Cash on delivery', paypal: 'PayPal', klarna: 'Klarna', bacs: 'Bank transfer' };
const paidWith = (paymentMethod: string, given: Partial<OrderRecord> = {}) =>
  order({
    ...{ id: paymentMethod, number: paymentMethod.toUpperCase(), paymentMethod, paymentMethodTitle: titles[paymentMethod] ?? '' },
    ...{ placedAt: today, updatedAt: today, ...given },
  });

async function runImport(change: Parameters<PullStage['begin']>[1] = {}): Promise<string> {
  const run = await here.begin('import', change);
  await importOrders.run({ run }, here.context());
  return run;
}
const resultOf = async (run: string) => (await here.find(run)).result;

type Stored = { number: string; state: string; paid: boolean | null; history: OrderEvent[] };
const stored = (number = '%') =>
  here.rows<Stored>(
    `select number, state, held_reason as reason, om_number as om, imported_at is not null as at, imported_in as run, paid,
       payment_type_id as "paymentType", delivery_type_id as "deliveryType", cod_amount::text as cod, om_status as "omStatus", applied, history
     from "order" where store_id = ? and number like '${number}' order by number`,
  );
const setting = (values: object) => here.rows(`update store set settings = settings || '${JSON.stringify(values)}' where id = ?`);
const untouched = async () =>
  (
    await here.rows<object>(
      `select (select count(*)::int from payment_mapping where store_id = s.id) as rows, (select count(*)::int from "order" where store_id = s.id) as orders,
         (select count(*)::int from change where store_id = s.id) as changes,
         (select count(*)::int from malformed_record where store_id = s.id) as malformed from store s where s.id = ?`,
    )
  )[0];

describe('what an import decides', () => {
  it('is kept with each order that comes in: paid and how, delivery, what to collect, our status, the settings then', async () => {
    here = await pullStage({ orders: ['bacs', 'cod', 'paypal'].map((method) => paidWith(method, { refunded: '1.25' })) }, adjusted);
    await confirmRow(here, 'paypal', { paymentType: 'paypal', deliveryType: 'courier' });
    await confirmRow(here, 'cod', { cod: true, deliveryType: 'post' });
    await confirmRow(here, 'bacs');
    await setting({ transferStatus: 'on hold', buyerContact: false });
    const run = await runImport();
    const came = {
      ...{ state: 'imported', reason: null, at: true, run, omStatus: 'on hold' },
      applied: { orderDescriptions: true, productDescriptions: true, buyerContact: false, payment: 'adjusted' },
      history: [{ at: today.toISOString(), what: 'imported', by: { job: 'import-orders' } }],
    };
    const [courier, post, paypal] = [
      await typeOf(here, 'delivery', 'courier'),
      await typeOf(here, 'delivery', 'post'),
      await typeOf(here, 'payment', 'paypal'),
    ];
    expect(await stored()).toEqual([
      { ...came, number: 'BACS', om: 'W-BACS', paid: false, paymentType: null, deliveryType: null, cod: null },
      { ...came, number: 'COD', om: 'W-COD', paid: false, paymentType: null, deliveryType: post, cod: '14.00' },
      { ...came, number: 'PAYPAL', om: 'W-PAYPAL', paid: true, paymentType: paypal, deliveryType: courier, cod: null },
    ]);
  });

  it('is the reason, and nothing else, with an order that waits', async () => {
    here = await pullStage({ orders: [paidWith('klarna')] }, adjusted);
    await runImport();
    const reason = { kind: 'no row', method: 'klarna', title: 'Klarna' };
    expect(await stored()).toEqual([
      {
        ...{ number: 'KLARNA', state: 'held', reason, om: null, at: false, run: null, paid: null, paymentType: null, deliveryType: null },
        ...{ cod: null, omStatus: null, applied: null },
        history: [{ at: today.toISOString(), what: 'held', reason, by: { job: 'import-orders' } }],
      },
    ]);
  });

  it.each([
    ['always', [true, true, true], [null, null, null]],
    ['never', [false, false, false], ['15.25', null, null]],
    ['adjusted', [false, null, true], ['15.25', null, null]],
  ] as const)('follows the mode: %s', async (payment, paid, cod) => {
    here = await pullStage({ orders: ['cod', 'klarna', 'paypal'].map((method) => paidWith(method)) }, { settings: { payment } });
    await confirmRow(here, 'paypal', { paymentType: 'paypal' });
    await confirmRow(here, 'cod', { cod: true });
    await runImport();
    const rows = await stored();
    expect(rows.map((row) => row.paid)).toEqual(paid);
    expect(rows).toMatchObject(cod.map((amount) => ({ cod: amount })));
  });

  it('stays as it was, whatever its row, the settings and the order say later', async () => {
    here = await pullStage({ orders: ['cod', 'paypal'].map((method) => paidWith(method)) }, adjusted);
    await confirmRow(here, 'paypal', { paymentType: 'paypal', deliveryType: 'courier' });
    await confirmRow(here, 'cod', { cod: true });
    await runImport();
    const before = await stored();
    await confirmRow(here, 'paypal', { cod: true, statuses: ['completed'] });
    await confirmRow(here, 'cod', { cod: false, paymentType: 'cash', deliveryType: 'post' });
    await setting({ payment: 'always', transferStatus: 'confirmed', productDescriptions: false });
    await here.rows(`update store set order_prefix = 'NEW-' where id = ?`);
    const later = new Date(today.getTime() + 1000);
    here.remote.orders = here.remote.orders.map((one) => ({ ...one, total: '99.00', paymentMethod: 'klarna', updatedAt: later }));
    await runImport();
    const bare = (rows: Stored[]) => rows.map(({ history, ...row }) => row);
    expect(bare(await stored())).toEqual(bare(before));
    expect((await stored()).map(({ history }) => history.slice(1))).toMatchObject(
      before.map(() => [{ what: 'total', total: '99.00', from: '15.25' }]),
    );
  });

  it('keeps the SKUs that the store forgets with its products', async () => {
    here = await pullStage({ orders: [paidWith('cod')] });
    await runImport();
    const later = new Date(today.getTime() + 1000);
    here.remote.orders = here.remote.orders.map((one) => ({
      ...one,
      lines: one.lines.map(({ sku, ...line }) => line),
      status: 'completed',
      updatedAt: later,
    }));
    await runImport();
    const [row] = await here.rows<{ record: OrderRecord; status: string }>('select record, status from "order" where store_id = ?');
    expect([row?.status, row?.record.lines[0]?.sku]).toEqual(['completed', 'A-1']);
  });

  it('counts from the next page on when a row is confirmed in the middle', async () => {
    const orders = Array.from({ length: 30 }, (_, at) => paidWith('paypal', { id: String(at), number: String(at) }));
    here = await pullStage({ orders }, adjusted);
    // The third page is asked for while the second is written.
    here.remote.onPage = (page) => (page === 2 ? confirmRow(here, 'paypal', { paymentType: 'paypal' }) : undefined);
    await runImport();
    const states = Object.fromEntries((await stored()).map(({ number, state }) => [number, state]));
    expect([states['0'], states['29']]).toEqual(['held', 'imported']);
  });

  it('gives each method that has no row one, once, that decides nothing', async () => {
    here = await pullStage({ orders: [paidWith('klarna'), paidWith('klarna', { id: '2' }), paidWith('')] }, adjusted);
    await runImport();
    await runImport();
    const rows = await here.rows('select method, title, handle, confirmed_at from payment_mapping where store_id = ? order by method');
    expect(rows).toEqual([
      { method: '', title: 'No payment method', handle: 'no-payment', confirmed_at: null },
      { method: 'klarna', title: 'Klarna', handle: 'klarna', confirmed_at: null },
    ]);
  });
});

describe('the history of an order', () => {
  const history = async () =>
    (await stored()).flatMap((row) => row.history.map(({ what, reason, status }) => reason?.kind ?? status ?? what));
  const read = async (given: Partial<OrderRecord>, minutes: number) => {
    here.remote.orders = [paidWith('paypal', { updatedAt: new Date(today.getTime() + minutes * 60_000), ...given })];
    await runImport();
    await runImport();
  };

  it('has each change once: why it waited, that it came in, its status in the store', async () => {
    here = await pullStage({ twice: true }, adjusted);
    await read({}, 0);
    await confirmRow(here, 'paypal', { paymentType: 'paypal' });
    await read({ status: 'pending' }, 1);
    await read({ lines: [line('X')] }, 2);
    await read({}, 3);
    await read({ note: 'Ring twice.' }, 4);
    await read({ status: 'completed' }, 5);
    expect(await history()).toEqual(['no row', 'status', 'unknown SKU', 'imported', 'completed']);
  });

  it('is not written again by a page that is read again because its place was lost', async () => {
    here = await pullStage({ orders: [paidWith('klarna')] });
    const run = await runImport();
    await here.rows(`update sync_run set state = 'running', cursor = null where store_id = ?`);
    await importOrders.run({ run }, here.context());
    expect(await history()).toEqual(['imported']);
  });
});

describe('an order that was only looked at', () => {
  const seen = async (given: Partial<OrderRecord> = {}) => {
    here = await pullStage({ orders: [paidWith('paypal', given)] }, adjusted);
    await readPayments.run({ run: await here.begin('payments', { since: new Date(today.getTime() - 60 * day) }) }, here.context());
    expect(await stored()).toMatchObject([{ state: 'seen' }]);
  };

  it('comes in or waits when an import meets it, and counts as new', async () => {
    await seen();
    expect(await resultOf(await runImport())).toMatchObject({ held: { 'no row:paypal': 1 }, existing: 0 });
    expect(await stored()).toMatchObject([{ state: 'held', history: [{ what: 'held' }] }]);
  });

  it('is counted by a dry run as what it would become, and stays as it is', async () => {
    await seen();
    await confirmRow(here, 'paypal', { paymentType: 'paypal' });
    expect(await resultOf(await runImport({ dryRun: true }))).toMatchObject({ imported: 1, ways: { paid: { orders: 1 } } });
    expect(await stored()).toMatchObject([{ state: 'seen', paid: null, history: [] }]);
  });
});

describe('a dry run', () => {
  const mixed = [
    paidWith('paypal'),
    paidWith('paypal', { id: 'usd', currency: 'USD' }),
    paidWith('cod', { total: '25.25', lines: [line('A-1', '20.00')] }),
    paidWith('bacs'),
    paidWith('bacs', { id: 'hold', status: 'on-hold' }),
    paidWith('klarna'),
    paidWith('paypal', { id: 'nameless', lines: [line(undefined)] }),
    paidWith('paypal', { id: 'odd', total: '16.25' }),
  ];
  const rows = async () => {
    await confirmRow(here, 'paypal', { paymentType: 'paypal' });
    await confirmRow(here, 'cod', { cod: true });
    await confirmRow(here, 'bacs');
  };

  it('counts by payment what would come in, and by reason what would wait', async () => {
    here = await pullStage({ orders: mixed, twice: true }, adjusted);
    await rows();
    expect(await resultOf(await runImport({ dryRun: true }))).toMatchObject({
      ...{ read: 8, imported: 4, existing: 0, sums: { EUR: '55.75', USD: '15.25' } },
      ways: {
        paid: { orders: 2, sums: { EUR: '15.25', USD: '15.25' } },
        cod: { orders: 1, sums: { EUR: '25.25' } },
        unpaid: { orders: 1, sums: { EUR: '15.25' } },
      },
      held: { 'no row:klarna': 1, 'status:on-hold': 1, 'no SKU': 1, amounts: 1 },
      methods: { klarna: 'Klarna' },
    });
  });

  it('promises what the import then does', async () => {
    here = await pullStage({ orders: mixed }, adjusted);
    await rows();
    const { ways, held, sums } = await resultOf(await runImport({ dryRun: true }));
    expect(await resultOf(await runImport())).toMatchObject({ ways, held, sums });
  });

  it('keeps nothing: no order, no row, no line in the history', async () => {
    here = await pullStage({ orders: mixed, malformedOrders: [{ id: '99', reason: 'no total', raw: {} }] }, adjusted);
    await runImport({ dryRun: true });
    expect(await untouched()).toEqual({ rows: 0, orders: 0, changes: 0, malformed: 0 });
  });

  it('ends as a card with each group and its button', async () => {
    here = await pullStage({ orders: mixed }, adjusted);
    await rows();
    await runImport({ dryRun: true });
    await here.run([postCard]);
    const card = here.posted.at(-1)?.card;
    expect(card?.text).toContain('8 orders: *4 come in* (2 paid, 1 COD, 1 not paid, €55.75 and $15.25), 1 waits for a row (Klarna)');
    const { handle } = here.store;
    const commands = [...(card?.items ?? []), card].flatMap((one) => one?.actions ?? []).map(({ command }) => command);
    const unstamped = commands.map((command) => command.replace(/(?<= now) [0-9a-f]{8}$/, ''));
    expect(unstamped.toSorted()).toEqual(
      [`map klarna ${handle}`, `payments ${handle}`, `sync ${handle}`, `orders held ${handle}`, `import 14 ${handle} now`].toSorted(),
    );
  });
});

describe('the end of an import', () => {
  it('is kept in the history once, with who asked for it and what came in', async () => {
    here = await pullStage({ orders: [paidWith('paypal'), paidWith('klarna')] }, adjusted);
    await confirmRow(here, 'paypal', { paymentType: 'paypal' });
    const run = await here.begin('import');
    await here.rows(`update sync_run set started_by = 'Ana' where store_id = ?`);
    await importOrders.run({ run }, here.context());
    await importOrders.run({ run }, here.context());
    const changes = await here.rows('select kind, subject, before, after, person, job from change where store_id = ?');
    expect(changes).toEqual([
      {
        ...{ kind: 'import', subject: 'import of 14 days', before: {}, after: { orders: 1, EUR: '15.25', waiting: 1 } },
        ...{ person: 'Ana', job: 'import-orders' },
      },
    ]);
  });

  it('tells by its own card which instruments its orders wait for, and by no second one', async () => {
    here = await pullStage({ orders: [paidWith('klarna')] }, adjusted);
    const run = await runImport();
    await here.run([postCard]);
    expect(new Set(here.posted.map(({ key }) => key))).toEqual(new Set([`run:${run}`]));
    expect(here.posted.at(-1)?.card.items).toMatchObject([{ label: '1 order waits: Klarna is not mapped yet' }]);
  });
});
