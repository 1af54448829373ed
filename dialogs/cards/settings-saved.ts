import type { Card } from '../card.ts';
import type { Overtaken } from '../services/payments.ts';
import type { SettingsState, SettingsValues } from '../services/settings.ts';
import { settingsFacts } from '../settings-words.ts';
import { moment, plain } from '../words.ts';
import { settingsActions, storeSettings } from './store-settings.ts';

/** Settings are saved; `prefixChanged` since they were opened. */
export const settingsSaved = (now: SettingsState, prefixChanged: boolean): Card => ({
  ...storeSettings(now),
  title: `The settings of ${plain(now.store.name)} are saved`,
  tone: now.warnings.length > 0 ? 'warning' : 'good',
  text: [
    'Orders that came in before stay as they are.',
    ...(prefixChanged ? ['The new prefix counts for new orders only.'] : []),
    'If orders that wait may come in now, they do, and I tell you how many.',
  ].join(' '),
});

/** Something stood in the way at the last moment: nothing typed is lost. `why` says what. */
const notSaved = ({ store }: SettingsState, chosen: SettingsValues, why: string): Card => ({
  title: `The settings of ${plain(store.name)} were not saved`,
  tone: 'warning',
  text: `${why} This is what you chose.`,
  facts: settingsFacts(chosen),
  actions: settingsActions(store.handle),
});

/** Somebody changed the settings once more while they were being saved. */
export const settingsChanged = (state: SettingsState, chosen: SettingsValues, by: Overtaken): Card =>
  notSaved(
    state,
    chosen,
    `${plain(by.person)} changed them meanwhile: ${moment(new Date(by.at), state.store.timeZone)}. Press *Change* to see theirs, and to decide.`,
  );

/** Another store got the same order prefix while the settings were being saved. */
export const prefixClashed = notSaved;

/** The settings stay as somebody else set them. */
export const settingsLeft = ({ store }: SettingsState): Card => ({
  title: `The settings of ${plain(store.name)} stay as they are`,
  text: 'Nothing was changed.',
  actions: [{ label: 'Settings', command: `settings ${store.handle}` }, ...settingsActions(store.handle).slice(1)],
});
