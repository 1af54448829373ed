import { z } from 'zod';
import type { PaymentTransfer, StartStatus, StoreSettings } from '../db/rules/settings.ts';
import { aboutStore, chosen, type Meant } from './about-store.ts';
import { noStores } from './cards/no-stores.ts';
import { warningItems } from './cards/payment-warnings.ts';
import { prefixClashed, settingsChanged, settingsLeft, settingsSaved } from './cards/settings-saved.ts';
import { storeSettings } from './cards/store-settings.ts';
import { Invalid } from './dialog.ts';
import { choice, choices, text } from './fields.ts';
import { prefixSchema, prefixTaken } from './order-prefix.ts';
import { changedValue, overtakenNotice, whose } from './overtaken.ts';
import type { Overtaken } from './services/payments.ts';
import type { SettingsState, SettingsValues } from './services/settings.ts';
import type { Services } from './services.ts';
import {
  type Additional,
  additionalKeys,
  additionalOptions,
  automaticOptions,
  modeName,
  paymentOptions,
  settingLabels,
  settingsInWords,
  startOptions,
} from './settings-words.ts';
import { list, plain } from './words.ts';

type Minutes = '5' | '15' | '60' | '0';
type Answers = {
  additional: string[];
  transferStatus: StartStatus;
  orderPrefix: string;
  automatic: Minutes;
  payment: PaymentTransfer;
};
type Known = Meant & { store?: { handle: string }; found: { state?: SettingsState } };
type Sure = { codTitles: string[] };
type Meanwhile = { version: number; by?: Overtaken; now?: SettingsValues };

/** Shows the settings of a store when it had to be asked which. */
export const showSettings = aboutStore('show-settings').finish('Looking them up…', async (known, services) => {
  const state = await services.settings(chosen(known).handle);
  return state ? storeSettings(state) : noStores();
});

/** How the orders of a store are transferred: one form, one warning, and who changed it meanwhile. */
export const changeSettings = aboutStore('change-settings', { role: 'manager' })
  .wait('found', 'Looking at the settings…', async (known: Meant & { store?: { handle: string } }, services: Services) => ({
    state: await services.settings(chosen(known).handle),
  }))
  .ask('values', (known: Known) => valuesForm(opened(known)), { unless: ({ found }) => !found.state })
  // It stands where the answer to the next question will, so that what was answered to an earlier warning is forgotten.
  .wait('sure', 'Looking whether this fits…', look, { unless: ({ found }) => !found.state })
  .ask('sure', ({ sure }) => sureForm(sure), { unless: ({ found, sure }) => !found.state || sure.codTitles.length === 0 })
  .wait('meanwhile', 'Looking whether somebody changed them meanwhile…', lookAgain, { unless: ({ found }) => !found.state })
  .ask('whose', (known) => whoseForm(opened(known), valuesOf(known.values), known.meanwhile.by), {
    unless: ({ meanwhile }) => !meanwhile?.by,
  })
  .finish('Saving…', async (known, services, { id }) => {
    const { state } = known.found;
    if (!state) return noStores();
    if (known.whose?.whose === 'theirs') return settingsLeft(state);
    const values = merged(state, valuesOf(known.values), known.meanwhile.now);
    const saved = await services.saveSettings({ ...values, store: state.store.handle, version: known.meanwhile.version, turn: id });
    if (saved.state === 'changed') return settingsChanged(state, values, saved.by);
    if (saved.state === 'clash') return prefixClashed(state, values, prefixTaken(values.orderPrefix, saved.other));
    return settingsSaved(saved.now, saved.now.orderPrefix !== state.orderPrefix);
  });

function opened({ found: { state } }: Known): SettingsState {
  if (!state) throw new Error('Settings were opened without their store.');
  return state;
}

const valuesForm = ({ store, settings, orderPrefix }: SettingsState) => ({
  title: `Settings of ${plain(store.name)}`,
  text: 'Orders that came in before stay as they are.',
  fields: {
    additional: choices('Transferred additionally', additionalOptions, {
      initial: additionalKeys.filter((key) => settings[key]),
      schema: z.array(z.enum(additionalKeys)).default([]),
      help: 'You may choose none of them.',
    }),
    transferStatus: choice<StartStatus>(settingLabels.transferStatus, startOptions, {
      initial: settings.transferStatus,
      help: 'The status here with which an order begins.',
    }),
    orderPrefix: text(settingLabels.orderPrefix, {
      initial: orderPrefix,
      placeholder: 'DS-',
      schema: prefixSchema,
      help: 'Put before the store’s order numbers. A change counts for new orders only.',
    }),
    automatic: choice<Minutes>(settingLabels.automatic, automaticOptions, { initial: minutes[settings.automatic] }),
    payment: choice<PaymentTransfer>(settingLabels.payment, paymentOptions, { initial: settings.payment }),
  },
  submit: 'Save',
});

const minutes: Record<StoreSettings['automatic'], Minutes> = { 5: '5', 15: '15', 60: '60', 0: '0' };
const automatic: Record<Minutes, StoreSettings['automatic']> = { 5: 5, 15: 15, 60: 60, 0: 0 };

function valuesOf(answers: Answers): SettingsValues {
  const on = (key: Additional) => answers.additional.includes(key);
  const { transferStatus, orderPrefix, payment } = answers;
  return {
    settings: {
      reservations: on('reservations'),
      orderDescriptions: on('orderDescriptions'),
      productDescriptions: on('productDescriptions'),
      buyerContact: on('buyerContact'),
      transferStatus,
      automatic: automatic[answers.automatic],
      payment,
    },
    orderPrefix,
  };
}

/** Whether the prefix is free, and whether cash on delivery would be marked as paid. */
async function look(known: Known & { values: Answers }, services: Services): Promise<Sure | Invalid> {
  const { store, orderPrefix: before } = opened(known);
  const { orderPrefix, payment } = known.values;
  const other = orderPrefix === before ? undefined : await services.prefixClash({ store: store.handle, orderPrefix });
  if (other) return new Invalid({ orderPrefix: prefixTaken(orderPrefix, other) }, undefined, 'values');
  const now = await services.settings(store.handle);
  return { codTitles: payment === 'always' ? (now?.codTitles ?? []) : [] };
}

const sureForm = ({ codTitles }: Sure) => ({
  title: `Payment transfer ${modeName('always')}, with cash on delivery?`,
  notice: {
    tone: 'warning' as const,
    text: 'The carrier collects this money later, so the order is not paid yet.',
    items: warningItems([{ kind: 'always with cod', titles: codTitles }], []),
  },
  fields: {
    choice: choice<'save' | 'change'>('What shall I do?', [
      { value: 'save', label: `Save it: orders of ${list(codTitles.map((title) => plain(title, 40)))} are marked as paid, too` },
      { value: 'change', label: 'Change something' },
    ]),
  },
  submit: 'Go on',
});

async function lookAgain(known: Known & { sure: Sure & { choice?: 'save' | 'change' } }, services: Services): Promise<Meanwhile | Invalid> {
  if (known.sure.choice === 'change') return new Invalid({}, undefined, 'values');
  const { store, version } = opened(known);
  return (await services.settingsOvertaken({ store: store.handle, version })) ?? { version };
}

const whoseForm = (state: SettingsState, values: SettingsValues, by: Overtaken | undefined) => ({
  title: `Settings of ${plain(state.store.name)}`,
  text: youChose(changes(state, values)),
  notice: by && overtakenNotice(by, state.store.timeZone),
  fields: { whose: whose() },
  submit: 'Go on',
});

const youChose = (changed: readonly string[]) =>
  changed.length > 0 ? `You chose: ${list(changed)}. Whatever you did not change stays as it is now.` : 'You changed nothing yourself.';

/** What a person changed, in what the settings are by `now`: nobody takes back what they did not even see. */
function merged(from: SettingsValues, to: SettingsValues, now: SettingsValues = from): SettingsValues {
  const before = new Map<string, unknown>(Object.entries(from.settings));
  const mine = Object.entries(to.settings).filter(([key, value]) => value !== before.get(key));
  return {
    settings: { ...now.settings, ...Object.fromEntries(mine) },
    orderPrefix: to.orderPrefix === from.orderPrefix ? now.orderPrefix : to.orderPrefix,
  };
}

/** "Order prefix DS-", for each field that a person changed. */
function changes(from: SettingsValues, to: SettingsValues): string[] {
  const before: Record<string, unknown> = settingsInWords(from);
  return Object.entries(settingsInWords(to))
    .filter(([field, value]) => value !== before[field])
    .map(([field, value]) => `${field} ${changedValue(value)}`);
}
