import { newStoreSettings } from '../../db/rules/settings.ts';
import type { Card } from '../../dialogs/card.ts';
import * as copied from '../../dialogs/cards/copy-plan.ts';
import { prefixClashed, settingsChanged, settingsLeft, settingsSaved } from '../../dialogs/cards/settings-saved.ts';
import { storeSettings } from '../../dialogs/cards/store-settings.ts';
import * as changed from '../../dialogs/cards/type-changed.ts';
import { typeList } from '../../dialogs/cards/type-list.ts';
import type { CopyPlan, SettingsState } from '../../dialogs/services/settings.ts';
import type { ListedType } from '../../dialogs/services/types.ts';

const store = { name: 'Demo Shop ž & "quotes"', handle: 'demo-shop', timeZone: 'Europe/Ljubljana' };
const other = { name: 'Olive & <Oil>', handle: 'olive-oil' };
const always = { ...newStoreSettings, payment: 'always' as const, automatic: 0 as const, buyerContact: false };
const state: SettingsState = {
  ...{ store, settings: newStoreSettings, orderPrefix: '', version: 3, codTitles: [], warnings: [] },
};
const risky: SettingsState = {
  ...{ store, settings: always, orderPrefix: 'DS-', version: 4, codTitles: ['Po *povzetju*'] },
  warnings: [{ kind: 'always with cod', titles: ['Po *povzetju*', 'Contrassegno'] }],
};
const by = { person: 'Bine', at: '2026-11-23T09:15:00Z', before: {}, after: {} };
const plan: CopyPlan = {
  ...{ from: store, to: other, stamp: 'stamp', warnings: risky.warnings },
  settings: [{ field: 'Transfer status', before: 'Received', after: 'On hold' }],
  rows: [
    { title: 'PayPal', fresh: true, differences: [{ field: 'Payment type', before: null, after: 'PayPal' }] },
    { title: 'Plačilo *po povzetju*', fresh: false, differences: [{ field: 'Cash on delivery', before: false, after: true }] },
  ],
  dropped: [
    { title: 'Klarna', why: 'unconfirmed' },
    { title: 'Cheque', why: 'statuses', statuses: ['On hold', 'Packed'], left: false },
    { title: 'Bank transfer', why: 'statuses', statuses: ['On hold'], left: true },
  ],
};
const usedBy = ['PayPal', 'Stripe', 'Klarna', 'Bank'].map((title) => ({ store, instrument: { title, handle: title.toLowerCase() } }));
const used: ListedType = { id: '1', name: 'Credit card & *more*', retired: false, usedBy };
const retired: ListedType = { id: '2', name: 'Cheque', retired: true, usedBy: [] };

/** The cards about settings, and about payment and delivery types, by their file. */
export const settingsCards: Record<string, Card[]> = {
  'copy-plan': [
    copied.settingsCopied(plan),
    copied.nothingToCopy({ ...plan, settings: [], rows: [] }),
    copied.planChanged(plan),
    copied.notCopied(plan),
    copied.sameStore(store),
    copied.onlyOneStore(store),
  ],
  'settings-saved': [
    settingsSaved(state, true),
    settingsSaved(risky, false),
    settingsChanged(state, risky, by),
    prefixClashed(state, risky, 'The orders of Olive & Oil begin with DS- already.'),
    settingsLeft(state),
  ],
  'store-settings': [storeSettings(state), storeSettings(risky)],
  'type-changed': [
    changed.typeAdded('payment', used),
    changed.typeRenamed('delivery', used, 'Cards'),
    changed.typeRetired('payment', retired),
    changed.typeRestored('payment', used),
    changed.typeTaken('payment', retired),
    changed.typeTaken('payment', used),
    changed.typeInUse('payment', used),
    changed.unknownType('delivery', 'curier', [used], (name) => `delivery types retire ${name}`),
    changed.noTypes('payment', 'restore'),
  ],
  'type-list': [typeList('payment', [used, retired]), typeList('delivery', [])],
};
