import type { Card } from '../card.ts';
import type { StoreSummary } from '../services.ts';
import { moment, plain } from '../words.ts';
import { enable } from './connection-red.ts';

/** A person has switched a connection off. */
export const disabled = (store: StoreSummary): Card => ({
  title: `${plain(store.name)} is switched off`,
  tone: 'bad',
  text: `Disabled by ${plain(store.disabledBy ?? 'you')}. New orders do not come in until it is enabled again; nothing was deleted.`,
  facts: [['Since', moment(store.since, store.timeZone)]],
  actions: [enable(store)],
});
