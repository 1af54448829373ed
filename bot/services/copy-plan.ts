import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import type { Store } from '../../db/entities/store.ts';
import { copyRows } from '../../db/rules/copy-rows.ts';
import type { ChangeValues } from '../../db/rules/history.ts';
import type { PaymentRow } from '../../db/rules/transfer.ts';
import { statusNames } from '../../dialogs/cards/payment-warnings.ts';
import { type RowWords, rowInWords } from '../../dialogs/payment-row.ts';
import type { RowValues } from '../../dialogs/services/payments.ts';
import type { CopyPlan, Difference } from '../../dialogs/services/settings.ts';
import { settingsInWords } from '../../dialogs/settings-words.ts';
import { differences } from './differences.ts';
import { rowSet, rowWords } from './write-row.ts';
import { modeWarnings, presentRows, ruleRow } from './write-settings.ts';

/** One row as the copy would set it; `mapping` is absent where the store has none for this method. */
export type Writing = { method: string; title: string; row: RowValues; mapping?: PaymentMapping };

/** What a copy between two stores would change, in words, and how it is done. */
export async function planCopy(em: EntityManager, from: Store, to: Store): Promise<{ plan: CopyPlan; writes: Writing[]; words: RowWords }> {
  const words = await rowWords(em, to);
  const there = await em.find(PaymentMapping, { store: to }, { orderBy: { id: 'asc' } });
  const { rows, kept } = copyRows(await presentRows(em, from.id), to.statuses);
  const writes = rows
    .map((row): Writing => ({ ...valuesOf(row), mapping: there.find(({ method }) => method === row.method) }))
    .filter(({ row, mapping }) => !mapping?.confirmedAt || !same(row, rowSet(mapping)));
  const told = { settings: settingsDifferences(from, to), rows: writes.map((one) => rowDifferences(one, words)) };
  const dropped = kept.map((one) => (one.why === 'statuses' ? { ...one, statuses: statusNames(one.statuses, from.statuses) } : one));
  const plan = {
    ...{ from: nameOf(from), to: nameOf(to), dropped, ...told },
    warnings: modeWarnings(afterwards(there, writes), from.settings.payment),
    stamp: stampOf([from.id, to.id, told, dropped, writes.map(({ method, row }) => [method, row])]),
  };
  return { plan, writes, words };
}

function valuesOf({ method, title, statuses, cod, paymentType, deliveryType }: PaymentRow): Omit<Writing, 'mapping'> {
  const types = { ...(paymentType && { paymentType }), ...(deliveryType && { deliveryType }) };
  return { method, title, row: { statuses: [...statuses], cod, ...types } };
}

/** In whatever order the statuses were chosen. */
const same = (one: RowValues, other: RowValues) => text(one) === text(other);
const text = ({ statuses, cod, paymentType, deliveryType }: RowValues) =>
  JSON.stringify([statuses.toSorted(), cod, paymentType ?? null, deliveryType ?? null]);

/** The prefix stays: two stores with the same one would have the same order numbers. */
const settingsDifferences = (from: Store, to: Store): Difference[] =>
  listed(differences(settingsInWords(to), settingsInWords({ settings: from.settings, orderPrefix: to.orderPrefix })));

function rowDifferences({ title, row, mapping }: Writing, words: RowWords): CopyPlan['rows'][number] {
  const set = mapping?.confirmedAt ? rowInWords(rowSet(mapping), words) : {};
  return { title: mapping?.title ?? title, fresh: !mapping?.confirmedAt, differences: listed(differences(set, rowInWords(row, words))) };
}

const listed = ({ before, after }: { before: ChangeValues; after: ChangeValues }): Difference[] =>
  Object.keys(after).map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));

/** The rows of the store as they would be. */
const afterwards = (there: readonly PaymentMapping[], writes: readonly Writing[]): PaymentRow[] => [
  ...there.filter(({ method, vanishedAt }) => !vanishedAt && !writes.some((one) => one.method === method)).map(ruleRow),
  ...writes.map(({ method, title, row }) => ({ method, title, ...row, confirmed: true })),
];

const stampOf = (parts: unknown) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
const nameOf = ({ name, handle }: Store) => ({ name, handle });
