import type { AutomaticMinutes, PaymentTransfer, StoreSettings } from '../db/rules/settings.ts';
import type { Option } from './fields.ts';
import type { SettingsValues } from './services/settings.ts';
import { plain } from './words.ts';

/** What is transferred additionally, each on or off. */
export const additionalKeys = ['reservations', 'orderDescriptions', 'productDescriptions', 'buyerContact'] as const;
export type Additional = (typeof additionalKeys)[number];

export const settingLabels = {
  reservations: 'Include reservations',
  orderDescriptions: 'Additional order descriptions',
  productDescriptions: 'Additional product descriptions',
  buyerContact: 'Buyer’s contact to the recipient',
  transferStatus: 'Transfer status',
  orderPrefix: 'Order prefix',
  automatic: 'Automatic transfer',
  payment: 'Payment transfer',
} as const;

/** What each means when it is on, and when it is off. */
const additional: Record<Additional, { on: string; off: string }> = {
  reservations: {
    on: 'stock is told less what orders hold that are not shipped yet',
    off: 'stock is told as the store has it',
  },
  orderDescriptions: {
    on: 'the buyer’s note, gift message and checkout fields become notes of the order',
    off: 'the buyer’s note, gift message and checkout fields stay in the store',
  },
  productDescriptions: {
    on: 'options and personalisation become the line’s description',
    off: 'options and personalisation stay in the store',
  },
  buyerContact: {
    on: 'a recipient without phone or e-mail gets the buyer’s; what is there is never overwritten',
    off: 'a recipient without phone or e-mail comes without',
  },
};

const startMeanings: Record<StoreSettings['transferStatus'], { name: string; meaning: string }> = {
  received: { name: 'Received', meaning: 'nobody has looked at a new order yet' },
  confirmed: { name: 'Confirmed', meaning: 'a new order can be worked on at once' },
  'on hold': { name: 'On hold', meaning: 'a new order is here, but rests until somebody decides' },
};

const rhythms: Record<AutomaticMinutes, { name: string; meaning: string }> = {
  5: { name: 'Every 5 minutes', meaning: 'new orders come in by themselves' },
  15: { name: 'Every 15 minutes', meaning: 'new orders come in by themselves' },
  60: { name: 'Every 60 minutes', meaning: 'new orders come in by themselves' },
  0: { name: 'Off', meaning: 'new orders come in only when you import them' },
};

const modes: Record<PaymentTransfer, { name: string; meaning: string }> = {
  adjusted: { name: 'Adjusted', meaning: 'each payment instrument has its own row that says which orders come in, paid or not' },
  always: { name: 'Always', meaning: 'every order is marked as paid, cash on delivery too' },
  never: { name: 'Never', meaning: 'no order is marked as paid' },
};

type Words = { name: string; meaning: string };
const said = ({ name, meaning }: Words) => `${name}: ${meaning}`;
const option = (value: string, { name, meaning }: Words): Option => ({ value, label: name, help: upperFirst(meaning) });
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const additionalOptions: Option[] = additionalKeys.map((key) =>
  option(key, { name: settingLabels[key], meaning: additional[key].on }),
);
export const startOptions: Option[] = Object.entries(startMeanings).map(([value, words]) => option(value, words));
/** The most frequent first, off at the end. */
export const automaticOptions: Option[] = ([5, 15, 60, 0] as const).map((minutes) => option(String(minutes), rhythms[minutes]));
export const paymentOptions: Option[] = Object.entries(modes).map(([value, words]) => option(value, words));

/** The name of a mode as people read it. */
export const modeName = (payment: PaymentTransfer): string => modes[payment].name;

/** The same with what it means. */
export const modeMeaning = (payment: PaymentTransfer): string => said(modes[payment]);

/** All settings as they are, each with what it means. */
export function settingsFacts({ settings, orderPrefix }: SettingsValues): [string, string][] {
  const { transferStatus, automatic, payment } = settings;
  const onOff = (key: Additional): [string, string] => [
    settingLabels[key],
    settings[key] ? `Yes: ${additional[key].on}` : `No: ${additional[key].off}`,
  ];
  return [
    ...additionalKeys.map(onOff),
    [settingLabels.transferStatus, said(startMeanings[transferStatus])],
    [settingLabels.orderPrefix, prefixMeaning(orderPrefix)],
    [settingLabels.automatic, said(rhythms[automatic])],
    [settingLabels.payment, said(modes[payment])],
  ];
}

const prefixMeaning = (prefix: string) =>
  prefix ? `${plain(prefix)}: order 1001 is ${plain(prefix)}1001 here` : 'None: orders have the store’s own numbers';

/** The settings by field, in as few words as the history keeps. */
export function settingsInWords({ settings, orderPrefix }: SettingsValues) {
  const { reservations, orderDescriptions, productDescriptions, buyerContact, transferStatus, automatic, payment } = settings;
  return {
    [settingLabels.reservations]: reservations,
    [settingLabels.orderDescriptions]: orderDescriptions,
    [settingLabels.productDescriptions]: productDescriptions,
    [settingLabels.buyerContact]: buyerContact,
    [settingLabels.transferStatus]: startMeanings[transferStatus].name,
    [settingLabels.orderPrefix]: orderPrefix || null,
    [settingLabels.automatic]: rhythms[automatic].name,
    [settingLabels.payment]: modes[payment].name,
  };
}
