import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin, minus, sum } from '../../db/rules/money.ts';
import { omOrder } from '../../db/rules/om-order.ts';
import { paymentTransfers, startStatuses } from '../../db/rules/settings.ts';
import { contradicts, type PaymentRow, transfer } from '../../db/rules/transfer.ts';
import { frozen } from './frozen.ts';
import { line, order } from './sample-order.ts';
import { row, rowsOf, settings } from './sample-rows.ts';

const known = new Set(['A-1', 'A-2']);
const knows = (sku: string) => known.has(sku);
const all = { orderDescriptions: true, productDescriptions: true, buyerContact: true };

const cents = fc.integer({ min: -100_000, max: 100_000_000 }).map((value) => (value / 100).toFixed(2));
const lines = fc
  .array(fc.record({ sku: fc.constantFrom('A-1', 'A-1', 'A-1', 'A-2', 'A-2', 'A-2', 'X', undefined), total: cents }), { maxLength: 5 })
  .map((list) => list.map(({ sku, total }) => line(sku, total)));
const charges = fc.array(cents, { maxLength: 2 }).map((list) => list.map((total) => ({ title: 'Post', total, tax: '0' })));
const method = fc.constantFrom(['cod', 'Po povzetju'], ['stripe', 'Card'], ['6', 'Pouzećem'], ['', '']);
const status = fc.constantFrom('pending', 'processing', 'processing', 'completed', 'odd');
/** `off` is by how many cents the total differs from its parts. */
const anyOrder = fc
  .record({
    lines,
    shipping: charges,
    fees: charges,
    totalTax: cents,
    refunded: cents,
    status,
    method,
    off: fc.integer({ min: -12, max: 12 }),
  })
  .map(({ method: [paymentMethod, paymentMethodTitle], off, ...parts }) => {
    const { lines, shipping, fees, totalTax } = parts;
    const totals = [...lines, ...shipping, ...fees].map(({ total }) => total);
    const total = sum([...totals, totalTax, (off / 100).toFixed(2)]);
    return { off, order: frozen(order({ ...parts, paymentMethod, paymentMethodTitle, total })) };
  });

const anyRow = (code: string): fc.Arbitrary<PaymentRow | undefined> =>
  fc.option(
    fc
      .record({
        statuses: fc.subarray(['pending', 'processing', 'on-hold', 'completed', 'gone']),
        cod: fc.boolean(),
        paymentType: fc.constantFrom(null, undefined, 'card'),
        deliveryType: fc.constantFrom(null, 'gls'),
        confirmed: fc.constantFrom(true, true, false),
      })
      .map((given) => row({ method: code, ...given })),
    { nil: undefined },
  );
const anyRows = fc.tuple(anyRow('cod'), anyRow('stripe'), anyRow('6'), anyRow(''));
const anySettings = fc
  .record({ mode: fc.constantFrom(...paymentTransfers), transferStatus: fc.constantFrom(...startStatuses) })
  .map(({ mode, transferStatus }) => frozen(settings(mode, { transferStatus })));

const given = fc.record({ one: anyOrder, settings: anySettings, rows: anyRows });
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;
const decide = ({ one, settings, rows }: Given) => transfer(one.order, settings, rowsOf(...rows), knows);
const rowOf = ({ one, rows }: Given) => rows.find((each) => each?.method === one.order.paymentMethod && each.confirmed);
const forAll = (property: (given: Given) => void) => fc.assert(fc.property(given, property), { numRuns: 1000 });

describe('whatever the order, the rows and the settings', () => {
  test('the same is decided twice, nothing is changed, and the rows may stand in any order', () => {
    forAll((given) => {
      const decided = decide({ ...given, rows: frozen(given.rows) });
      expect(decide(given)).toEqual(decided);
      const turned = rowsOf(...given.rows.toReversed());
      expect(transfer(given.one.order, given.settings, turned, knows)).toEqual(decided);
    });
  });

  test('it comes in exactly when row, status, SKUs and amounts are right', () => {
    forAll((given) => {
      const { order, off } = given.one;
      const row = rowOf(given);
      const proposed = given.settings.payment !== 'adjusted' && ['processing', 'completed'].includes(order.status);
      const right =
        (row ? !contradicts(row) && row.statuses.includes(order.status) : proposed) &&
        order.lines.length > 0 &&
        order.lines.every(({ sku }) => sku !== undefined && known.has(sku)) &&
        Math.abs(off) <= 2 * order.lines.length;
      expect(decide(given).state).toBe(right ? 'imported' : 'held');
    });
  });

  test('it is paid always in Always, never in Never, and in Adjusted exactly by the payment type of its row', () => {
    forAll((given) => {
      const decided = decide(given);
      if (decided.state === 'held') return;
      const row = rowOf(given);
      const byRow = Boolean(row?.paymentType);
      expect(decided.paid).toBe({ always: true, never: false, adjusted: byRow }[given.settings.payment]);
      expect(decided.paymentType).toBe(decided.paid && row?.paymentType ? row.paymentType : undefined);
      expect(decided.deliveryType).toBe(row?.deliveryType ?? undefined);
      expect(decided.omStatus).toBe(given.settings.transferStatus);
    });
  });

  test('cash on delivery is not paid in Adjusted, and what is paid is not collected', () => {
    forAll((given) => {
      const decided = decide(given);
      if (decided.state === 'held') return;
      if (given.settings.payment === 'adjusted' && rowOf(given)?.cod) expect(decided.paid).toBe(false);
      if (decided.paid) expect(decided.codAmount).toBeUndefined();
      if (rowOf(given)?.cod === false) expect(decided.codAmount).toBeUndefined();
    });
  });

  test('never less than something is collected, and it is what the buyer still owes', () => {
    forAll((given) => {
      const decided = decide(given);
      if (decided.state === 'held' || decided.codAmount === undefined) return;
      const { total, refunded } = given.one.order;
      expect(decided.codAmount.startsWith('-') || isWithin(decided.codAmount, '0')).toBe(false);
      expect(minus(minus(total, refunded), decided.codAmount)).toMatch(/^0\.?0*$/);
    });
  });

  test('rows that nobody confirmed, and those of other methods, change nothing', () => {
    forAll((given) => {
      expect(decide(given)).toEqual(transfer(given.one.order, given.settings, rowsOf(rowOf(given)), knows));
    });
  });

  test('knowing one more SKU never turns an order away, and the order of its lines changes nothing', () => {
    forAll((given) => {
      const { state } = decide(given);
      const { order } = given.one;
      if (state === 'imported') expect(transfer(order, given.settings, rowsOf(...given.rows), () => true).state).toBe('imported');
      const turned = { ...order, lines: order.lines.toReversed() };
      expect(transfer(turned, given.settings, rowsOf(...given.rows), knows).state).toBe(state);
    });
  });

  test('of what came in lines, shipping, fees, tax and rounding come to the total', () => {
    forAll((given) => {
      if (decide(given).state === 'held') return;
      const { lines, shipping, fees, totalTax, rounding = '0', total } = omOrder(given.one.order, all);
      const parts = sum([...[...lines, ...shipping, ...fees].map((part) => part.total), totalTax, rounding]);
      expect(minus(total, parts)).toMatch(/^0\.?0*$/);
    });
  });
});
