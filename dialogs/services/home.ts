import type { StatusRecord } from '../../connectors/records.ts';
import type { PaymentTransfer } from '../../db/rules/settings.ts';
import type { StoreSummary } from '../services.ts';

/** One store as the first page shows it: with what is not done yet. */
export type HomeStore = StoreSummary & {
  mode: PaymentTransfer;
  paymentsRead: boolean;
  /** Payment instruments that somebody has still to confirm. */
  toMap: number;
  /** Orders that wait, by `HeldKey`; what the store calls the payment methods among them, by code, and its statuses. */
  held: Record<string, number>;
  methods: Record<string, string>;
  statuses: StatusRecord[];
};

export interface HomeServices {
  /** All stores of the workspace, oldest first. */
  home(): Promise<HomeStore[]>;
}
