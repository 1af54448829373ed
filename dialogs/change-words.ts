import type { ChangeKind, ChangeValues } from '../db/rules/history.ts';
import { changedValue } from './overtaken.ts';
import type { ChangeLine } from './services/orders.ts';
import { digits, list, money, plain } from './words.ts';

/** What a line of the history is about. Its subject is a name, or already a word for what happened. */
const kinds: Record<ChangeKind, (subject: string) => string> = {
  connection: (subject) => `Connection: ${subject}`,
  settings: (subject) => subject,
  row: (subject) => `Row of ${subject}`,
  type: (subject) => `Type ${subject}`,
  import: (subject) => subject.charAt(0).toUpperCase() + subject.slice(1),
  release: (subject) => releases[subject] ?? `Waiting orders came in: ${subject}`,
  manager: (subject) => `Role of ${subject}`,
};

/** What let waiting orders in, other than a payment instrument. */
const releases: Record<string, string> = {
  settings: 'Waiting orders came in: settings changed',
  products: 'Waiting orders came in: products synced',
};

export const changeSubject = ({ kind, subject }: Pick<ChangeLine, 'kind' | 'subject'>): string =>
  (Object.hasOwn(kinds, kind) ? kinds[kind] : plainSubject)(plain(subject, 80));

const plainSubject = (subject: string) => subject;

/** "Payment type: none → PayPal; Delivery type: Courier", "12 orders, €340.00". */
export function changeText({ kind, before, after }: Pick<ChangeLine, 'kind' | 'before' | 'after'>): string {
  if (kind === 'import' || kind === 'release') return counted(after);
  const fields = Object.keys({ ...before, ...after });
  return fields.map((field) => difference(field, before, after)).join('; ');
}

function difference(field: string, before: ChangeValues, after: ChangeValues): string {
  const label = field.charAt(0).toUpperCase() + field.slice(1);
  const to = told(after[field]);
  return field in before ? `${plain(label, 40)}: ${told(before[field])} → ${to}` : `${plain(label, 40)}: ${to}`;
}

/** Reasons are longer than what people choose. */
const told = (value: ChangeValues[string] | undefined) => (typeof value === 'string' && value ? plain(value, 160) : changedValue(value));

/** What an import or a release brought: "1,200 came in (€340.50); 3 wait". */
function counted(after: ChangeValues): string {
  const entries = Object.entries(after);
  const number = (field: string) => (typeof after[field] === 'number' ? digits(after[field]) : changedValue(after[field]));
  const amounts = entries.flatMap(([field, value]) => (isSum(field) && typeof value === 'string' ? [money(value, field)] : []));
  const others = entries.filter(([field, value]) => !counts.has(field) && !(isSum(field) && typeof value === 'string'));
  return [
    ...('orders' in after ? [`${number('orders')} came in${amounts.length > 0 ? ` (${list(amounts)})` : ''}`] : amounts),
    ...('waiting' in after ? [`${number('waiting')} wait`] : []),
    ...others.map(([field]) => difference(field, {}, after)),
  ].join('; ');
}

const counts = new Set(['orders', 'waiting']);
/** Sums stand under their currency. */
const isSum = (field: string) => /^[A-Z]{3}$/.test(field);
