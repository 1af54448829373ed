import type { ChangeValues } from '../db/rules/history.ts';
import type { TypeEntry } from '../db/rules/payments.ts';
import { statusNames } from './cards/payment-warnings.ts';
import { choice, choices, type Option } from './fields.ts';
import type { Instrument, Instruments, RowValues } from './services/payments.ts';
import { list, plain } from './words.ts';

/** What a row is made of, in people's words. */
export type RowWords = Pick<Instruments, 'statuses' | 'paymentTypes' | 'deliveryTypes'>;
export type RowAnswers = { statuses: string[]; cod: 'yes' | 'no'; paymentType: string; deliveryType: string };

const labels = { statuses: 'Store statuses', cod: 'Cash on delivery', paymentType: 'Payment type', deliveryType: 'Delivery type' };
/** The answer that no type is chosen; all others are ids. */
const none = 'none';

/** The form of one row: as it is set, else as it is proposed. What the store or the lists no longer have is not offered. */
export function rowFields(instrument: Instrument, { statuses, paymentTypes, deliveryTypes }: RowWords) {
  const { confirmed, proposal } = instrument;
  const row = confirmed ? instrument : proposal;
  const there = row.statuses.filter((code) => statuses.some((status) => status.code === code));
  const undecided = !confirmed && !proposal.cod && !proposal.paymentType;
  return {
    statuses: choices(
      labels.statuses,
      statuses.map(({ code }) => ({ value: code, label: statusNames([code], statuses).join() })),
      { initial: there.length > 0 ? there : proposal.statuses, help: 'Orders come in when they are in one of these.' },
    ),
    cod: choice<'yes' | 'no'>('This is cash on delivery', yesNo, { initial: row.cod ? 'yes' : 'no' }),
    paymentType: choice(labels.paymentType, typeOptions('None: not paid yet', paymentTypes, row.paymentType), {
      initial: row.paymentType ?? (undecided ? undefined : none),
      help: 'With one, its orders are marked as paid. For cash on delivery leave it empty.',
    }),
    deliveryType: choice(labels.deliveryType, typeOptions('None', deliveryTypes, row.deliveryType), { initial: row.deliveryType ?? none }),
  };
}

const yesNo = [
  { value: 'yes', label: 'Yes: the carrier collects the money' },
  { value: 'no', label: 'No' },
];

/** A retired type is offered where it is set. */
const typeOptions = (nothing: string, types: readonly TypeEntry[], set?: string): Option[] => [
  { value: none, label: nothing },
  ...types
    .filter(({ id, retired }) => !retired || id === set)
    .map(({ id, name, retired }) => ({ value: id, label: plain(name) + (retired ? ' (retired)' : '') })),
];

export const rowOf = ({ statuses, cod, paymentType, deliveryType }: RowAnswers): RowValues => ({
  statuses,
  cod: cod === 'yes',
  ...(paymentType !== none && { paymentType }),
  ...(deliveryType !== none && { deliveryType }),
});

/** The row as people read it, by field. */
export const rowInWords = (row: RowValues, { statuses, paymentTypes, deliveryTypes }: RowWords): ChangeValues => ({
  [labels.statuses]: statusNames(row.statuses, statuses),
  [labels.cod]: row.cod,
  [labels.paymentType]: nameOf(row.paymentType, paymentTypes) ?? null,
  [labels.deliveryType]: nameOf(row.deliveryType, deliveryTypes) ?? null,
});

/** "not marked paid, Courier, in Processing and Completed". */
export function rowSentence(
  { statuses: codes, paymentType, deliveryType }: RowValues,
  { statuses, paymentTypes, deliveryTypes }: RowWords,
) {
  const paid = nameOf(paymentType, paymentTypes);
  const delivery = nameOf(deliveryType, deliveryTypes);
  return [
    paid ? `marked as paid with ${plain(paid)}` : 'not marked paid',
    ...(delivery ? [plain(delivery)] : []),
    `in ${list(statusNames(codes, statuses))}`,
  ].join(', ');
}

const nameOf = (id: string | undefined, types: readonly TypeEntry[]) => types.find((type) => type.id === id)?.name;

/** Whether a person has still to look at it. What is no longer in the store, and no order waits for, can be left as it is. */
export const isToBeSet = ({ confirmed, vanished, waiting }: Instrument): boolean => !confirmed && (!vanished || waiting > 0);
