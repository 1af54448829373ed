import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import type { OrderRecord } from '../../connectors/records.ts';
import { Order } from '../../db/entities/order.ts';
import { omOrder } from '../../db/rules/om-order.ts';
import type { StoreSettings } from '../../db/rules/settings.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import type { JobContext } from '../../jobs/job.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import { type Schedule, schedulesOf } from '../../jobs/schedules.ts';
import { line, order, today } from '../db/sample-order.ts';
import { listed } from '../jobs/listed-store.ts';
import { type PullStage, pullStage } from '../jobs/pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

/** An order with everything that settings say something of. */
const sold = (number: string, given: Partial<OrderRecord> = {}) =>
  order({
    ...{ id: number, number, placedAt: new Date(today.getTime() - 86_400_000), note: 'Please ring twice.' },
    descriptions: [{ label: 'Gift message', value: 'Happy birthday' }],
    lines: [{ ...line('A-1'), descriptions: [{ label: 'Engraving', value: 'For Ana' }] }],
    buyer: { name: 'Ana Žagar', email: 'ana@example.com', phone: '+386 40 123 456' },
    recipient: { name: 'Bor Žagar', email: 'bor@example.com' },
    ...given,
  });

/** A store whose settings are saved as a person saves them, and imported from afterwards. */
async function shop(...orders: OrderRecord[]) {
  here = await pullStage({ orders });
  const { unscheduleStore, enqueue, post, log, http } = here.context();
  const scheduled: Schedule[][] = [];
  const scheduleStore: JobContext['scheduleStore'] = async (connection) => void scheduled.push(schedulesOf(connection));
  const context = {
    orm: here.orm,
    connectors: listed(here.remote),
    http,
    enqueue,
    post,
    scheduleStore,
    unscheduleStore,
    log,
    now: () => today,
  };
  const services = createServices(context, { workspace: here.workspace.id, channel: here.channel.id, person: 'Ana', userId: 'ana' });
  const { handle } = here.store;
  return {
    async save(change: Partial<StoreSettings>, orderPrefix = 'W-') {
      const state = await services.settings(handle);
      if (!state) throw new Error('The store is gone.');
      const { settings, version } = state;
      const saved = await services.saveSettings({
        store: handle,
        settings: { ...settings, ...change },
        orderPrefix,
        version,
        turn: randomUUID(),
      });
      expect(saved.state).toBe('saved');
    },
    async imported(number: string) {
      await importOrders.run({ run: await here.begin('import') }, here.context());
      return find(number);
    },
    ...{ find, scheduled },
  };
}

async function find(number: string) {
  const row = await here.orm.em.fork().findOneOrFail(Order, { store: here.store.id, number });
  return { row, om: row.applied ? omOrder(row.record, row.applied) : undefined };
}

describe('what is saved counts for the next import', () => {
  it.each([
    [true, ['Please ring twice.', 'Gift message: Happy birthday']],
    [false, []],
  ])('additional order descriptions %s: the notes are %j', async (orderDescriptions, notes) => {
    const { save, imported } = await shop(sold('1'));
    await save({ orderDescriptions });
    expect((await imported('1')).om?.notes).toEqual(notes);
  });

  it.each([
    [true, 'Engraving: For Ana'],
    [false, undefined],
  ])('additional product descriptions %s: the line is described with %j', async (productDescriptions, description) => {
    const { save, imported } = await shop(sold('1'));
    await save({ productDescriptions });
    expect((await imported('1')).om?.lines[0]?.description).toBe(description);
  });

  it.each([
    [true, { phone: '+386 40 123 456', email: 'bor@example.com' }],
    [false, { phone: undefined, email: 'bor@example.com' }],
  ])('buyer’s contact to the recipient %s: %j, and what is there is never overwritten', async (buyerContact, contact) => {
    const { save, imported } = await shop(sold('1'));
    await save({ buyerContact });
    const recipient = (await imported('1')).om?.recipient;
    expect({ phone: recipient?.phone, email: recipient?.email }).toEqual(contact);
  });

  it.each(['received', 'confirmed', 'on hold'] as const)('transfer status: an order begins as %s', async (transferStatus) => {
    const { save, imported } = await shop(sold('1'));
    await save({ transferStatus });
    expect((await imported('1')).row.omStatus).toBe(transferStatus);
  });

  it.each([
    ['X-', 'X-1'],
    ['', '1'],
  ])('order prefix “%s”: the number is %s', async (prefix, omNumber) => {
    const { save, imported } = await shop(sold('1'));
    await save({}, prefix);
    expect((await imported('1')).row.omNumber).toBe(omNumber);
  });

  it.each([
    ['always', true, null],
    ['never', false, '15.25'],
  ] as const)('payment transfer %s: cash on delivery is paid %s, to collect is %s', async (payment, paid, codAmount) => {
    const { save, imported } = await shop(sold('1'));
    await save({ payment });
    expect((await imported('1')).row).toMatchObject({ state: 'imported', paid, codAmount });
  });

  it.each([
    [15, [15 * 60_000]],
    [60, [60 * 60_000]],
    [0, []],
  ] as const)('automatic transfer %s: orders are synced every %j milliseconds', async (automatic, every) => {
    const { save, scheduled } = await shop();
    await save({ automatic });
    const syncs = scheduled.at(-1)?.filter(({ job }) => job === 'sync-orders') ?? [];
    expect(syncs.map(({ repeat }) => 'every' in repeat && repeat.every)).toEqual(every);
  });

  it('payment transfer Adjusted: an order without a row waits, and comes in when the mode lets it', async () => {
    const { save, imported, find } = await shop(sold('1'));
    await save({ payment: 'adjusted' });
    expect((await imported('1')).row).toMatchObject({ state: 'held', heldReason: { kind: 'no row', method: 'cod' } });
    await save({ payment: 'never', transferStatus: 'confirmed' }, 'Y-');
    await here.run([releaseHeldOrders]);
    expect((await find('1')).row).toMatchObject({ state: 'imported', paid: false, omStatus: 'confirmed', omNumber: 'Y-1' });
  });
});

it('What came in before stays as it is', async () => {
  const { save, imported, find } = await shop(sold('1'));
  await save({ transferStatus: 'confirmed' });
  const before = await imported('1');
  await save({ transferStatus: 'on hold', productDescriptions: false, payment: 'always' }, 'Z-');
  here.remote.orders.push(sold('2'));
  const after = await imported('2');
  expect(after.row).toMatchObject({ omNumber: 'Z-2', omStatus: 'on hold', paid: true });
  const kept = await find('1');
  expect(kept.row).toMatchObject({ omNumber: 'W-1', omStatus: 'confirmed', paid: false });
  expect(kept.om).toEqual(before.om);
});
