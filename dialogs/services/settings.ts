import type { PaymentWarning } from '../../db/rules/payments.ts';
import type { StoreSettings } from '../../db/rules/settings.ts';
import type { StoreName } from '../services.ts';
import type { Overtaken } from './payments.ts';

/** A store's transfer settings as they are. Plain JSON. `codTitles`: instruments that are cash on delivery. */
export type SettingsState = {
  store: StoreName;
  settings: StoreSettings;
  orderPrefix: string;
  version: number;
  codTitles: string[];
  warnings: PaymentWarning[];
};

export type SettingsValues = { settings: StoreSettings; orderPrefix: string };

/** What a copy would change in the store `to`, as people read it. `dropped`: what cannot be taken over, and why. */
export type CopyPlan = {
  from: StoreName;
  to: StoreName;
  settings: { field: string; before: string; after: string }[];
  rows: { handle: string; title: string; before: string; after: string }[];
  dropped: { title: string; why: 'statuses' | 'unconfirmed' }[];
  /** Says which state of both stores this plan was made from. */
  stamp: string;
};

/** What dialogs may ask about transfer settings. Stores are named by handle. */
export interface SettingsServices {
  settings(store: string): Promise<SettingsState | undefined>;
  /** The other store whose orders would have the same numbers. */
  prefixClash(given: { store: string; orderPrefix: string }): Promise<StoreName | undefined>;
  settingsOvertaken(given: { store: string; version: number }): Promise<{ version: number; by: Overtaken } | undefined>;
  /** Saves, brings the schedule in line, and lets orders in that need not wait any more. The same `turn` saves once. */
  saveSettings(
    given: SettingsValues & { store: string; version: number; turn: string },
  ): Promise<{ state: 'saved'; now: SettingsState } | { state: 'changed'; by: Overtaken }>;
  copyPlan(given: { from: string; to: string }): Promise<CopyPlan | undefined>;
  /** `changed`: the stores are no longer as they were when the plan was shown; nothing was copied. */
  copySettings(given: { from: string; to: string; stamp: string; turn: string }): Promise<{ state: 'copied' | 'changed'; plan: CopyPlan }>;
}
