import type { StatusRecord } from '../../connectors/records.ts';
import { looksLikeCod, type MethodName, toldBy } from './payment-names.ts';
import type { PaymentWarning, SeenOrders } from './payments.ts';
import { mostlyPaidEarly } from './seen-orders.ts';
import type { PaymentTransfer } from './settings.ts';
import type { PaymentRow } from './transfer.ts';

type Given = { mode: PaymentTransfer; statuses: readonly StatusRecord[]; seen: Record<string, SeenOrders> };

/** What looks wrong in these rows, in this mode; only confirmed rows decide something. `seen` is by the store's code of the method. */
export const lint = (rows: readonly PaymentRow[], given: Given): PaymentWarning[] => [
  ...(given.mode === 'always' ? alwaysWithCod(rows) : []),
  ...rows.filter(({ confirmed }) => confirmed).flatMap((row) => [...inPayment(row, given), ...inStatuses(row, given)]),
  ...(given.mode === 'adjusted' ? withoutRow(rows, given) : []),
];

const nameOf = ({ method: code, title }: PaymentRow): MethodName => ({ code, title });

function alwaysWithCod(rows: readonly PaymentRow[]): PaymentWarning[] {
  const titles = rows.filter((row) => row.cod || looksLikeCod(nameOf(row))).map(({ title }) => title);
  return titles.length > 0 ? [{ kind: 'always with cod', titles }] : [];
}

/** In the other modes the row's payment type does not say whether its orders are paid. */
function inPayment(row: PaymentRow, { mode, statuses, seen }: Given): PaymentWarning[] {
  const { title, method } = row;
  if (mode !== 'adjusted') return [];
  const { cod, pickUp, paid } = toldBy(nameOf(row));
  if (row.paymentType) return row.cod || cod ? [{ kind: 'cod as paid', title }] : [];
  if (row.cod || cod || pickUp) return [];
  const orders = seen[method];
  const atOnce = paid.length > 0 ? paid[0]?.kind === 'at once' : orders && mostlyPaidEarly(orders, statuses);
  return atOnce ? [{ kind: 'no payment type', title }] : [];
}

/** A store that told no statuses at all has not lost these. */
function inStatuses({ title, statuses: named, paymentType }: PaymentRow, { mode, statuses }: Given): PaymentWarning[] {
  const meaning = new Map(statuses.map((status) => [status.code, status.meaning]));
  const pays = mode === 'always' || (mode === 'adjusted' && Boolean(paymentType));
  const pending = pays ? named.filter((code) => meaning.get(code) === 'pending') : [];
  const over = named.filter((code) => ['cancelled', 'refunded'].includes(meaning.get(code) ?? ''));
  const gone = statuses.length > 0 ? named.filter((code) => !meaning.has(code)) : [];
  return [
    ...(pending.length > 0 ? [{ kind: 'pending as paid' as const, title, statuses: pending }] : []),
    ...(over.length > 0 ? [{ kind: 'over comes in' as const, title, statuses: over }] : []),
    ...(gone.length > 0 ? [{ kind: 'status gone' as const, title, statuses: gone }] : []),
  ];
}

/** Rows come by their title; of a method that has none only the code is known. */
function withoutRow(rows: readonly PaymentRow[], { seen }: Given): PaymentWarning[] {
  const byMethod = new Map(rows.map((row) => [row.method, row]));
  return Object.entries(seen)
    .filter(([method, { orders }]) => orders > 0 && !byMethod.get(method)?.confirmed)
    .map(([method, { orders }]) => ({ kind: 'no row', title: byMethod.get(method)?.title ?? method, orders }));
}
