import type { StoreName } from '../services.ts';

/** Where the alerts of a store go: the name of a channel. `here`: it is the one in which that is asked. */
export type AlertPlace = { store: StoreName; channel: string; here: boolean };

/** `only channel`: there is no other, so all alerts come here already. `not in channel`: we cannot post here; nothing was changed. */
export type AlertsMoved =
  | { state: 'here'; channel: string; stores: StoreName[] }
  | { state: 'not in channel'; channel: string; stores: StoreName[] }
  | { state: 'only channel' };

/** What dialogs may ask about alerts: everything that is told without being asked for. Stores are named by handle. */
export interface AlertServices {
  /** Of all stores, oldest first. `oneChannel`: this chat has no other. */
  alertPlaces(): Promise<{ oneChannel: boolean; places: AlertPlace[] }>;
  /** Posts a test message in the channel one speaks in; when that worked, the alerts of these stores go there. The same `turn` twice is one. */
  alertsHere(given: { stores: string[]; turn: string }): Promise<AlertsMoved>;
}
