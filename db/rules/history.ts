import type { HeldReason } from './transfer.ts';

/** Who or what did something: a job, and the person who asked for it. */
export type By = { job?: string; person?: string };

/**
 * What happened to an order: it waits (why), came in, or its status or total in the store changed afterwards (`from` before). `at` is ISO.
 */
export type OrderEvent = {
  at: string;
  what: 'held' | 'imported' | 'status' | 'total';
  reason?: HeldReason;
  status?: string;
  total?: string;
  from?: string;
  by: By;
};

/** What was changed: `row` a payment instrument, `type` a payment or delivery type, `release` orders that no longer wait, `manager` who may change things. */
export type ChangeKind = 'connection' | 'settings' | 'row' | 'type' | 'import' | 'release' | 'manager';

/** By field, as people read it at that time: names, not ids. */
export type ChangeValues = Record<string, string | number | boolean | string[] | null>;
