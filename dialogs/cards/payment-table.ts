import type { StatusRecord } from '../../connectors/records.ts';
import type { TypeEntry } from '../../db/rules/payments.ts';
import type { MethodList, RunResult } from '../../db/rules/run-result.ts';
import type { PaymentTransfer } from '../../db/rules/settings.ts';
import type { Action, Card } from '../card.ts';
import { isToBeSet } from '../payment-row.ts';
import type { Instrument, Instruments, RowValues } from '../services/payments.ts';
import { count, digits, list, moment, plain, sums } from '../words.ts';
import { malformedItems } from './malformed.ts';
import { statusNames, warningItems } from './payment-warnings.ts';

const columns = ['Instrument', 'Orders (60 days)', 'Payment type', 'Delivery type', 'Store statuses', 'Confirmed'];

/** All payment instruments of a store with their rows; a proposal is never shown as if it were set. `reading` is the run that has just ended. */
export function paymentTable(payments: Instruments, reading?: RunResult): Card {
  const { store, instruments, statuses, warnings } = payments;
  const unread = reading ? malformedItems(reading) : [];
  if (instruments.length === 0) return { ...nothingFound(payments), items: unread };
  // The table itself tells which rows are not confirmed.
  const wrong = warnings.filter(({ kind }) => kind !== 'no row');
  const open = instruments.filter(isToBeSet);
  return {
    title: `Payment instruments of ${plain(store.name)}`,
    tone: open.length > 0 || wrong.length > 0 ? 'warning' : 'good',
    text: [confirmedText(instruments, open), openText(payments, open), listText(payments.list)].filter(Boolean).join(' '),
    facts: facts(payments),
    items: [...warningItems(wrong, statuses), ...unread],
    table: {
      columns,
      rows: instruments.map((one) => row(one, payments)),
      actions: instruments.map((one) => ({
        label: one.confirmed ? 'Change' : 'Set up',
        command: `map ${one.handle} ${store.handle}`,
      })),
    },
    actions: actions(store.handle, open),
  };
}

function confirmedText({ length }: readonly Instrument[], open: readonly Instrument[]): string {
  if (open.length === 0) return length === 1 ? 'Its row is confirmed.' : `All ${digits(length)} rows are confirmed.`;
  if (length === 1) return '*It is not confirmed yet.*';
  if (open.length === length) return `*None of the ${digits(length)} is confirmed yet.*`;
  return `*${digits(open.length)} of ${digits(length)} ${open.length === 1 ? 'is' : 'are'} not confirmed yet.*`;
}

/** What becomes of orders whose row is not confirmed. */
function openText({ mode }: Instruments, open: readonly Instrument[]): string {
  if (open.length === 0) return '';
  if (mode !== 'adjusted') return 'Until then, their orders come in when they are in Processing or Completed.';
  const waiting = open.reduce((all, one) => all + one.waiting, 0);
  const told = waiting > 0 ? `*${count(waiting, 'order')} ${waiting === 1 ? 'waits' : 'wait'} for that.*` : 'Their orders wait until then.';
  return `${told} What is proposed decides nothing before you confirm it.`;
}

/** Without the store's own list there is only what its orders tell. */
function listText(known: MethodList | undefined): string {
  if (!known || known.state === 'read') return '';
  const why =
    known.state === 'none' ? 'This platform has no list of payment methods' : 'The key may not read the store’s list of payment methods';
  return `${why}, so only those of the last 60 days are here. Others can be added by hand.`;
}

function facts({ store, readAt, mode, list: known }: Instruments): [string, string][] {
  const told: [string, string][] = [
    ['Payment transfer', modes[mode]],
    ['Last read', readAt ? moment(new Date(readAt), store.timeZone) : 'never'],
  ];
  const off = known?.off.map((title) => plain(title, 40)) ?? [];
  return off.length > 0
    ? [...told, ['Left out', `${list(off)}: switched off in the store, and no order has ${off.length === 1 ? 'it' : 'them'}.`]]
    : told;
}

const modes: Record<PaymentTransfer, string> = {
  adjusted: 'Adjusted: the row of its payment instrument says whether an order is paid.',
  always: 'Always: every order is marked as paid. The rows only give statuses and delivery type.',
  never: 'Never: no order is marked as paid. The rows only give statuses and delivery type.',
};

function row(one: Instrument, payments: Instruments): string[] {
  const { confirmed, proposal } = one;
  const { statuses, paymentTypes, deliveryTypes } = payments;
  const values = confirmed ? one : proposal;
  const cells = [
    confirmed || proposal.safe || values.cod || values.paymentType ? paymentCell(values, paymentTypes) : 'to be chosen',
    nameOf(values.deliveryType, deliveryTypes) ?? 'none',
    statusCell(values, statuses),
  ];
  return [
    nameCell(one),
    ordersCell(one),
    ...cells.map((cell) => (confirmed || isOpen(cell) ? cell : `${cell} (proposed)`)),
    confirmedCell(one),
  ];
}

const isOpen = (cell: string) => cell === 'to be chosen';

const paymentCell = ({ cod, paymentType }: RowValues, types: readonly TypeEntry[]): string =>
  nameOf(paymentType, types) ?? (cod ? 'none: collected on delivery' : 'none: not paid');

const statusCell = ({ statuses: codes }: RowValues, statuses: readonly StatusRecord[]): string =>
  codes.length > 0 ? list(statusNames(codes, statuses)) : 'to be chosen';

const nameOf = (id: string | undefined, types: readonly TypeEntry[]): string | undefined => {
  const type = types.find((one) => one.id === id);
  return type && plain(type.name, 40);
};

function nameCell({ title, byHand, vanished }: Instrument): string {
  const marks = [...(byHand ? ['added by hand'] : []), ...(vanished ? ['no longer in the store'] : [])];
  return marks.length > 0 ? `${plain(title, 60)} (${marks.join(', ')})` : plain(title, 60);
}

const ordersCell = ({ seen }: Instrument): string => (seen.orders > 0 ? `${digits(seen.orders)} (${sums(seen.sums)})` : 'none');

function confirmedCell({ confirmed, confirmedBy, waiting }: Instrument): string {
  if (confirmed) return confirmedBy ? `Yes, by ${plain(confirmedBy, 40)}` : 'Yes';
  return waiting > 0 ? `No: ${count(waiting, 'order')} ${waiting === 1 ? 'waits' : 'wait'}` : 'No';
}

function actions(store: string, open: readonly Instrument[]): Action[] {
  const safe = open.some(({ proposal }) => proposal.safe);
  return [
    ...(safe ? [{ label: 'Confirm all proposals', command: `payments confirm ${store}`, style: 'primary' as const }] : []),
    ...(open.length === 0 ? [{ label: 'Import orders', command: `import ${store}`, style: 'primary' as const }] : []),
    { label: 'Add by hand', command: `payments add ${store}` },
    { label: 'Read again', command: `payments ${store} again` },
    { label: 'Settings', command: `settings ${store}` },
  ];
}

function nothingFound(payments: Instruments): Card {
  const { store, readAt, list: known } = payments;
  const found = ['There is none in the store’s list, and none in its orders of the last 60 days.', listText(known)]
    .filter(Boolean)
    .join(' ');
  return {
    title: readAt ? `${plain(store.name)} has no payment instruments` : `The payment instruments of ${plain(store.name)} are not read yet`,
    text: readAt
      ? `${found} Switch a way to pay on in the store and read again, or add one by hand. One that appears in a new order I tell you here.`
      : 'Please read them first: it takes about a minute and changes nothing in the store.',
    facts: facts(payments),
    actions: [
      readAt
        ? { label: 'Read again', command: `payments ${store.handle} again`, style: 'primary' }
        : { label: 'Read payment instruments', command: `payments ${store.handle}`, style: 'primary' },
      { label: 'Add by hand', command: `payments add ${store.handle}` },
      { label: 'Settings', command: `settings ${store.handle}` },
    ],
  };
}
