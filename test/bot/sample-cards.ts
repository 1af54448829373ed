import { AuthenticationError } from '../../connectors/errors.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import type { Card } from '../../dialogs/card.ts';
import { checkResult } from '../../dialogs/cards/check-result.ts';
import { connectionGreen } from '../../dialogs/cards/connection-green.ts';
import { connectionRed } from '../../dialogs/cards/connection-red.ts';
import * as ended from '../../dialogs/cards/conversation-ended.ts';
import { elsewhere } from '../../dialogs/cards/elsewhere.ts';
import { greeting } from '../../dialogs/cards/greeting.ts';
import { help } from '../../dialogs/cards/help.ts';
import { importFinished } from '../../dialogs/cards/import-finished.ts';
import { importPreview } from '../../dialogs/cards/import-preview.ts';
import { importProgress } from '../../dialogs/cards/import-progress.ts';
import { noStores } from '../../dialogs/cards/no-stores.ts';
import { unknownSentence, unknownStore, unknownWord } from '../../dialogs/cards/not-understood.ts';
import { ordersReleased } from '../../dialogs/cards/orders-released.ts';
import { pastedKey } from '../../dialogs/cards/pasted-key.ts';
import { notYours, questionOpen } from '../../dialogs/cards/question-open.ts';
import { notStarted, started } from '../../dialogs/cards/run-started.ts';
import { skuReport } from '../../dialogs/cards/sku-report.ts';
import { storeConnected } from '../../dialogs/cards/store-connected.ts';
import { disabled } from '../../dialogs/cards/store-disabled.ts';
import { storeList } from '../../dialogs/cards/store-list.ts';
import { storeStatus } from '../../dialogs/cards/store-status.ts';
import { syncFailed } from '../../dialogs/cards/sync-failed.ts';
import { syncProgress } from '../../dialogs/cards/sync-progress.ts';
import type { StoreStatus } from '../../dialogs/services.ts';
import { alertCards } from './sample-alert-cards.ts';
import { orderCards } from './sample-order-cards.ts';
import { paymentCards } from './sample-payment-cards.ts';
import { peopleCards } from './sample-people-cards.ts';
import { rowCards } from './sample-row-cards.ts';
import { settingsCards } from './sample-settings-cards.ts';

const since = new Date('2026-11-23T09:15:00Z');
const timeZone = 'Europe/Ljubljana';
const reason = {
  kind: 'authentication',
  text: 'The store no longer accepts our key.',
  advice: ['Open *WooCommerce → Settings → Advanced → REST API*', 'Make a new key'],
};
const store: StoreStatus = {
  ...{
    name: 'Demo Shop ž & "quotes"',
    handle: 'demo-shop',
    platform: 'woocommerce',
    url: 'https://demo.example',
    currency: 'EUR',
    timeZone,
    orderPrefix: 'D-',
  },
  ...{ health: 'red', reason, since, syncedAt: since, checkedAt: since, today: { imported: 12, held: 2 }, running: ['products'] },
  ...{
    version: '10.5.2',
    plainHttp: true,
    refused: ['write back'],
    products: 132,
    orders: 2140,
    held: { 'no SKU': 3 },
    malformed: { orders: 1, products: 0 },
  },
};
const green: StoreStatus = { ...store, health: 'green', reason: undefined, name: 'Olive & Oil', handle: 'olive-oil' };
const result = {
  ...emptyResult(),
  ...{ read: 1234, total: 2140, imported: 180, sums: { EUR: '12345.6', USD: '20' }, existing: 13, held: { 'no SKU': 3, status: 18 } },
  ...{ malformed: 1, malformedExamples: [{ name: '#1001', reason: 'the total is not a number' }], products: 132, archived: 2 },
};
const entry = (title: string) => ({ title, variant: 'Size: L', editUrl: 'https://demo.example/wp-admin/post.php?post=12&action=edit' });
const report = {
  ...{
    products: 132,
    synced: 119,
    withoutSku: [entry('Sandal')],
    withoutSkuCount: 9,
    sharing: [{ sku: 'A-1', entries: [entry('Boot'), entry('Shoe')] }],
  },
  ...{ sharingCount: 4, inherited: [entry('Slipper')], inheritedCount: 1 },
};
const check = {
  rights: [
    { right: 'reach', state: 'allowed' },
    { right: 'products', state: 'refused', problem: new AuthenticationError('The key is not known.', { advice: ['Make a new key'] }) },
    { right: 'orders', state: 'unknown' },
  ] as const,
};

/** Every card of dialogs/cards/, by its file, with something in each of its slots. */
export const sampleCards: Record<string, Card[]> = {
  'check-result': [checkResult({ rights: [...check.rights] }, store)],
  'connection-green': [connectionGreen({ store, since, timeZone })],
  'connection-red': [
    connectionRed({ store, reason, since, timeZone }),
    connectionRed({ store, reason: { kind: 'disabled', text: 'Disabled by Ana.' }, since, timeZone }),
  ],
  'conversation-ended': [
    ended.expired('connect'),
    ended.cancelled(),
    ended.cancelDone(),
    ended.nothingToCancel(),
    ended.tooLateToCancel(),
    ended.unknownDialog(),
    ended.wentWrong('a1b2c3d4', 'stores'),
  ],
  elsewhere: [elsewhere(connectionRed({ store, reason, since, timeZone }), '#orders')],
  greeting: [greeting()],
  help: [help([{ usage: 'import [days] [store]', help: 'Brings the orders of the last days.' }])],
  'import-finished': [importFinished({ store, days: 14, result })],
  'import-preview': [importPreview({ store, days: 14, result })],
  'import-progress': [importProgress({ store, days: 14, dryRun: false, result, waiting: 'the store’s limit, 20 s' })],
  'no-stores': [noStores()],
  'not-understood': [
    unknownWord('imprt', 'import'),
    unknownSentence('how is my shop doing today?'),
    unknownStore('demmo', [store, green], (handle) => `sync ${handle}`),
  ],
  'orders-released': [
    ordersReleased({ store, released: { orders: 12, sums: { EUR: '480.5' } }, cause: { kind: 'rows', titles: ['Klarna'] } }),
    ordersReleased({ store, released: { orders: 1, sums: { EUR: '9' } }, cause: { kind: 'products' } }),
  ],
  'pasted-key': [pastedKey()],
  ...alertCards,
  ...paymentCards,
  ...peopleCards,
  ...orderCards,
  ...rowCards,
  ...settingsCards,
  'question-open': [
    questionOpen({ title: 'Connect WooCommerce', text: 'Where is your store?' }, '01234567-89ab-cdef-0123-456789abcdef'),
    notYours(),
  ],
  'run-started': [
    started('The sync has begun', 'It takes a minute.'),
    notStarted({ state: 'running', days: 14 }, store, 'import 14'),
    notStarted({ state: 'no products', syncing: false }, store, 'import 14'),
  ],
  'sku-report': [
    skuReport({ store, automatic: 5, unmapped: true, result, report }),
    skuReport({ store: green, automatic: 0, unmapped: false, result, report }),
  ],
  'store-connected': [storeConnected(green)],
  'store-disabled': [disabled({ ...store, disabledBy: 'Ana' })],
  'store-list': [storeList([green, store]), storeList([])],
  'store-status': [storeStatus(store), storeStatus(green)],
  'sync-failed': [syncFailed({ store, kind: 'import', text: reason.text, advice: reason.advice })],
  'sync-progress': [syncProgress({ store, result: { ...result, total: undefined } })],
};

/** Files of dialogs/cards/ that hold parts of cards, and no whole one. */
export const partsOfCards = ['held-reasons', 'malformed', 'payment-warnings', 'proposal-reasons', 'waiting'];
