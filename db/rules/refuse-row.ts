import type { StatusRecord } from '../../connectors/records.ts';
import type { RowRefusal, RowValues } from '../../dialogs/services/payments.ts';
import type { TypeEntry } from './payments.ts';
import { contradicts } from './transfer.ts';

/** What a row may name. Types in `set` may be retired: the row has them already. */
export type Choosable = {
  statuses: readonly StatusRecord[];
  paymentTypes: readonly TypeEntry[];
  deliveryTypes: readonly TypeEntry[];
  set: { paymentType?: string | null; deliveryType?: string | null };
};

/** Why a row cannot be saved, the first reason; nothing where it can. */
export function refuseRow(row: RowValues, { statuses, paymentTypes, deliveryTypes, set }: Choosable): RowRefusal | undefined {
  if (contradicts(row)) return { kind: 'cod with payment type' };
  if (row.statuses.length === 0) return { kind: 'no status' };
  const unknown = row.statuses.filter((code) => !statuses.some((status) => status.code === code));
  if (unknown.length > 0) return { kind: 'unknown status', statuses: unknown };
  if (!choosable(row.paymentType, paymentTypes, set.paymentType)) return { kind: 'unknown type', field: 'paymentType' };
  if (!choosable(row.deliveryType, deliveryTypes, set.deliveryType)) return { kind: 'unknown type', field: 'deliveryType' };
}

const choosable = (id: string | undefined, types: readonly TypeEntry[], set?: string | null): boolean =>
  !id || types.some((type) => type.id === id && (!type.retired || id === set));
