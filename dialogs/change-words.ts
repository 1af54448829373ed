import type { ChangeKind, ChangeValues } from '../db/rules/history.ts';
import { changedValue } from './overtaken.ts';
import type { ChangeLine } from './services/orders.ts';
import { digits, list, money, plain } from './words.ts';

/** What a line of the history is about. Its subject is a name, or already a word for what happened. */
const kinds: Record<ChangeKind, (subject: string) => string> = {
  connection: (subject) => `Connection: ${subject}`,
  settings: () => 'Transfer settings',
  row: (subject) => `Row of ${subject}`,
  type: (subject) => `Type ${subject}`,
  import: (subject) => subject.charAt(0).toUpperCase() + subject.slice(1),
  release: (subject) => releases[subject] ?? `Waiting orders came in: ${subject}`,
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

/** What an import or a release brought: numbers by word, sums by currency. */
function counted(after: ChangeValues): string {
  const parts = Object.entries(after).map(([field, value]) => {
    if (field === 'orders') return `${typeof value === 'number' ? digits(value) : changedValue(value)} came in`;
    if (field === 'waiting') return `${typeof value === 'number' ? digits(value) : changedValue(value)} wait`;
    return typeof value === 'string' ? money(value, field) : `${field}: ${changedValue(value)}`;
  });
  return list(parts);
}
