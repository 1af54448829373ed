import type { Card } from '../card.ts';
import type { SettingsState } from '../services/settings.ts';
import { settingsFacts } from '../settings-words.ts';
import { plain } from '../words.ts';
import { warningItems } from './payment-warnings.ts';

/** How the orders of a store are transferred, as it is set. */
export function storeSettings(state: SettingsState): Card {
  const { store, warnings } = state;
  return {
    title: `Settings of ${plain(store.name)}`,
    tone: warnings.length > 0 ? 'warning' : 'neutral',
    text: 'This is how orders come in. Those that came in before stay as they are.',
    facts: settingsFacts(state),
    items: warningItems(warnings, []),
    actions: settingsActions(store.handle),
  };
}

export const settingsActions = (handle: string) => [
  { label: 'Change', command: `change settings ${handle}`, style: 'primary' as const },
  { label: 'Payment instruments', command: `payments ${handle}` },
  { label: 'History', command: `history ${handle}` },
];
