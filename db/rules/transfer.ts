import type { OrderRecord, StatusRecord } from '../../connectors/records.ts';

/** Why an order waits: a closed list, so that every reason has its sentence. */
export type HeldReason = { kind: 'status'; status: string } | { kind: 'no lines' } | { kind: 'no SKU'; lines: string[] } | { kind: 'unknown SKU'; skus: string[] };

export type Transfer = { state: 'imported' } | { state: 'held'; reason: HeldReason };

/** What the decision looks at besides the order: the store's statuses, and which SKUs OM knows. */
export type TransferSettings = { statuses: StatusRecord[] };

export type Decide = (order: OrderRecord, settings: TransferSettings, knows: (sku: string) => boolean) => Transfer;
