import type { PaymentWarning } from '../../db/rules/payments.ts';
import type { StoreSettings } from '../../db/rules/settings.ts';
import type { StoreName } from '../services.ts';
import type { Overtaken } from './payments.ts';

/** A store's transfer settings as they are. Plain JSON. `codTitles`: instruments that are cash on delivery. */
export type SettingsState = {
  store: StoreName & { timeZone: string };
  settings: StoreSettings;
  orderPrefix: string;
  version: number;
  codTitles: string[];
  warnings: PaymentWarning[];
};

export type SettingsValues = { settings: StoreSettings; orderPrefix: string };

/** One field as people read it, from what to what. */
export type Difference = { field: string; before: unknown; after: unknown };

/** What cannot be taken over: a row that nobody confirmed; a row's statuses that the other store does not have (with none `left`, the row stays behind). */
export type Dropped = { title: string; why: 'unconfirmed' } | { title: string; why: 'statuses'; statuses: string[]; left: boolean };

/** What a copy would change in the store `to`. `fresh` rows are not confirmed there yet. Plain JSON. */
export type CopyPlan = {
  from: StoreName;
  to: StoreName;
  settings: Difference[];
  rows: { title: string; fresh: boolean; differences: Difference[] }[];
  dropped: Dropped[];
  /** What would look wrong in the store `to` afterwards. */
  warnings: PaymentWarning[];
  /** Says what exactly this plan would do. */
  stamp: string;
};

/** What dialogs may ask about transfer settings. Stores are named by handle. */
export interface SettingsServices {
  settings(store: string): Promise<SettingsState | undefined>;
  /** The other store whose orders would have the same numbers. */
  prefixClash(given: { store: string; orderPrefix: string }): Promise<StoreName | undefined>;
  /** `now` is how they are set by then. */
  settingsOvertaken(given: {
    store: string;
    version: number;
  }): Promise<{ version: number; by: Overtaken; now: SettingsValues } | undefined>;
  /**
   * Saves, brings the schedule in line, and lets orders in that need not wait any more. The same `turn` saves once.
   * `changed`, `clash`: nothing was saved.
   */
  saveSettings(
    given: SettingsValues & { store: string; version: number; turn: string },
  ): Promise<{ state: 'saved'; now: SettingsState } | { state: 'changed'; by: Overtaken } | { state: 'clash'; other: StoreName }>;
  copyPlan(given: { from: string; to: string }): Promise<CopyPlan | undefined>;
  /** `changed`: the copy would no longer do what was shown; nothing was copied. The same `turn` copies once. */
  copySettings(given: { from: string; to: string; stamp: string; turn: string }): Promise<{ state: 'copied' | 'changed'; plan: CopyPlan }>;
}
