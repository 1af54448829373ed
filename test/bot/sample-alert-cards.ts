import { newStoreSettings } from '../../db/rules/settings.ts';
import type { Card } from '../../dialogs/card.ts';
import { alertList, onlyChannel } from '../../dialogs/cards/alert-list.ts';
import { alertsComeHere, alertsMoved } from '../../dialogs/cards/alerts-moved.ts';
import { connectionRed } from '../../dialogs/cards/connection-red.ts';
import { connectionSolved } from '../../dialogs/cards/connection-solved.ts';
import { home } from '../../dialogs/cards/home.ts';
import type { HomeStore } from '../../dialogs/services/home.ts';

const at = new Date('2026-11-23T09:15:00Z');
const timeZone = 'Europe/Ljubljana';
const store = { name: 'Demo Shop ž & "quotes"', handle: 'demo-shop' };
const others = ['Olive & <Oil>', 'Tea', 'Socks', 'Mugs'].map((name) => ({ name, handle: name.toLowerCase() }));
const reason = { kind: 'authentication', text: 'The store no longer accepts our key.', advice: ['Make a new key'] };
const stores: HomeStore[] = [
  {
    ...{ ...store, platform: 'woocommerce', url: 'https://demo.example', currency: 'EUR', timeZone, orderPrefix: 'D-' },
    ...{ health: 'green', since: at, syncedAt: at, firstSyncedAt: at, checkedAt: at, today: { imported: 12, held: 2 }, running: [] },
    ...{ mode: newStoreSettings.payment, paymentsRead: true, toMap: 2, statuses: [] },
    ...{ held: { 'no row:klarna': 2, 'no SKU': 1, 'unknown SKU': 1, amounts: 3 }, methods: { klarna: 'Klarna & <more>' } },
  },
  {
    ...{ name: 'Olive & <Oil>', handle: 'olive-oil', platform: 'woocommerce', url: 'https://olives.example', currency: 'EUR', timeZone },
    ...{ orderPrefix: '', health: 'red', reason, since: at, today: { imported: 0, held: 0 }, running: ['products'] },
    ...{ mode: 'never', paymentsRead: false, toMap: 0, statuses: [], held: {}, methods: {} },
  },
];
const place = { store, channel: '#<orders> & more', here: false };

/** The cards about alerts, and the first page, by their file. */
export const alertCards: Record<string, Card[]> = {
  'alert-list': [
    alertList({ oneChannel: false, places: [place, { ...place, here: true }, { ...place, channel: 'Ana in person' }] }),
    alertList({ oneChannel: false, places: [{ ...place, here: true }] }),
    onlyChannel(),
  ],
  'alerts-moved': [
    alertsComeHere([store]),
    alertsComeHere([store, ...others]),
    alertsMoved({ state: 'here', channel: place.channel, stores: [store] }),
    alertsMoved({ state: 'not in channel', channel: place.channel, stores: [store, ...others] }),
    alertsMoved({ state: 'only channel' }),
  ],
  'connection-solved': [
    connectionSolved({ alert: connectionRed({ store, reason, since: at, timeZone }), store, at, timeZone, by: 'Žiga *the* <b>' }),
    connectionSolved({ store, at, timeZone }),
  ],
  home: [...home(stores), ...home(stores.slice(0, 1).map((one) => ({ ...one, toMap: 0, held: {} }))), ...home([])],
};
