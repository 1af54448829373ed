import type { StatusRecord } from '../../connectors/records.ts';
import type { PaymentWarning } from '../../db/rules/payments.ts';
import type { Item } from '../card.ts';
import { count, list, plain } from '../words.ts';

/** The guide's own sentence. */
export const codUnpaid = 'For cash on delivery the payment type must be empty: the order is not paid yet.';

/** Everything that can look wrong in the payment rows has its sentence. */
export function warningText(warning: PaymentWarning, statuses: readonly StatusRecord[]): string {
  switch (warning.kind) {
    case 'cod as paid':
      return `*${plain(warning.title)}* looks like cash on delivery, but its orders would be marked as paid. ${codUnpaid}`;
    case 'always with cod':
      return `Payment transfer is *Always*, so orders of ${titles(warning.titles)} are marked as paid before the carrier has the money. *Adjusted* leaves them unpaid.`;
    case 'no payment type':
      return `*${plain(warning.title)}* has no payment type, so its orders come in as not paid. If the money is there when the order is placed, choose one.`;
    case 'pending as paid':
      return `${named(warning.statuses, statuses)} usually means that the money has not come yet, but orders of *${plain(warning.title)}* in it would be marked as paid.`;
    case 'over comes in':
      return `${named(warning.statuses, statuses)}: nobody sends orders that are cancelled, failed or refunded, but those of *${plain(warning.title)}* would come in.`;
    case 'no row':
      return `*${plain(warning.title)}*: ${count(warning.orders, 'order')} in the last 60 days, but no confirmed row. They wait until it is confirmed.`;
    case 'status gone':
      return `The store no longer has ${named(warning.statuses, statuses)}, which the row of *${plain(warning.title)}* names. No order is in it any more.`;
  }
}

/** One entry for each warning. */
export const warningItems = (warnings: readonly PaymentWarning[], statuses: readonly StatusRecord[]): Item[] =>
  warnings.map((warning) => ({
    tone: 'warning',
    label: 'titles' in warning ? titles(warning.titles) : plain(warning.title),
    text: warningText(warning, statuses),
  }));

/** "Processing and Completed": the store's own words, or the codes where it has none for them, or the same for two. */
export const statusNames = (codes: readonly string[], statuses: readonly StatusRecord[]): string[] =>
  codes.map((code) => {
    const name = nameOf(statuses.find((status) => status.code === code) ?? { title: code });
    return statuses.some((other) => other.code !== code && nameOf(other) === name) ? `${name} (${plain(code, 40)})` : name;
  });

const nameOf = ({ title }: Pick<StatusRecord, 'title'>) => plain(title, 40);
const named = (codes: readonly string[], statuses: readonly StatusRecord[]) =>
  list(statusNames(codes, statuses).map((name) => `“${name}”`));
const titles = (names: readonly string[]) => list(names.map((name) => `*${plain(name)}*`));
