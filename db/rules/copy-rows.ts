import type { StatusRecord } from '../../connectors/records.ts';
import type { PaymentRow } from './transfer.ts';

/** A row that stays behind, or comes without these statuses, by the store's codes; with none `left` it stays behind. */
export type Kept = { title: string; why: 'unconfirmed' } | { title: string; why: 'statuses'; statuses: string[]; left: boolean };

/** What of these rows another store can have: the confirmed ones, with the statuses that it knows, in its order. */
export function copyRows(rows: readonly PaymentRow[], statuses: readonly StatusRecord[]): { rows: PaymentRow[]; kept: Kept[] } {
  const known = statuses.map(({ code }) => code);
  const copied = rows
    .filter(({ confirmed }) => confirmed)
    .map((row) => ({ row, here: known.filter((code) => row.statuses.includes(code)) }));
  return {
    rows: copied.filter(({ here }) => here.length > 0).map(({ row, here }) => ({ ...row, statuses: here })),
    kept: [
      ...rows.filter(({ confirmed }) => !confirmed).map(({ title }) => ({ title, why: 'unconfirmed' as const })),
      ...copied
        .map(({ row, here }) => ({ title: row.title, left: here.length > 0, gone: row.statuses.filter((code) => !here.includes(code)) }))
        .filter(({ gone }) => gone.length > 0)
        .map(({ title, left, gone }) => ({ title, why: 'statuses' as const, statuses: gone, left })),
    ],
  };
}
