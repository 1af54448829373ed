import type { Card, Item } from '../card.ts';
import { changedValue } from '../overtaken.ts';
import type { CopyPlan, Difference, Dropped } from '../services/settings.ts';
import type { StoreName } from '../services.ts';
import { count, list, plain } from '../words.ts';
import { warningItems } from './payment-warnings.ts';

/** Whether there is anything to copy. */
export const isSame = ({ settings, rows }: CopyPlan): boolean => settings.length + rows.length === 0;

/** Everything that a copy changes, what stays behind and why, and what would look wrong then. */
export const planItems = ({ settings, rows, dropped, warnings, to }: CopyPlan): Item[] => [
  ...settings.map((one): Item => ({ tone: 'neutral', label: plain(one.field), text: fromTo(one) })),
  ...rows.map(
    ({ title, fresh, differences }): Item => ({
      tone: 'neutral',
      label: plain(title),
      text: fresh ? `New row: ${list(differences.map(set))}.` : list(differences.map((one) => `${plain(one.field)} ${fromTo(one)}`)),
    }),
  ),
  ...dropped.map((one): Item => ({ tone: 'warning', label: plain(one.title), text: droppedText(one, to) })),
  ...warningItems(warnings, []),
];

const fromTo = ({ before, after }: Difference) => `${changedValue(before)} → ${changedValue(after)}`;
const set = ({ field, after }: Difference) => `${plain(field)} ${changedValue(after)}`;

/** Every reason why something stays behind. */
function droppedText(dropped: Dropped, { name }: StoreName): string {
  if (dropped.why === 'unconfirmed') return 'Stays behind: nobody has confirmed it.';
  const statuses = list(dropped.statuses.map((status) => `“${plain(status, 40)}”`));
  return dropped.left
    ? `Comes without ${statuses}, which ${plain(name)} does not have.`
    : `Stays behind: ${plain(name)} does not have ${statuses}.`;
}

/** The prefix is what tells two stores' orders apart. */
export const prefixStays = 'The order prefix is never copied, because the order numbers of two stores would clash.';

/** Settings were copied. */
export const settingsCopied = ({ from, to, settings, rows }: CopyPlan): Card => ({
  title: `${plain(to.name)} is set like ${plain(from.name)}`,
  tone: 'good',
  text: `${list([...counted(settings.length, 'setting'), ...counted(rows.length, 'row')])} ${settings.length + rows.length === 1 ? 'was' : 'were'} copied. ${prefixStays} If orders that wait may come in now, they do, and I tell you how many.`,
  actions: after(to),
});

const counted = (amount: number, one: string) => (amount > 0 ? [count(amount, one)] : []);

/** Both stores are set alike, as far as it can be copied. */
export const nothingToCopy = (plan: CopyPlan): Card => ({
  title: `${plain(plan.to.name)} is set like ${plain(plan.from.name)} already`,
  text: `There is nothing to copy. ${prefixStays}`,
  items: planItems(plan),
  actions: after(plan.to),
});

/** A store was changed while the differences were looked at: these are the new ones. */
export const planChanged = (plan: CopyPlan): Card => ({
  title: 'Nothing was copied yet: something changed meanwhile',
  tone: 'warning',
  text: `This is what would be copied from ${plain(plan.from.name)} to ${plain(plan.to.name)} now. ${prefixStays}`,
  items: planItems(plan),
  actions: [{ label: 'Copy', command: `copy settings from ${plan.from.handle} to ${plan.to.handle}`, style: 'primary' }, ...after(plan.to)],
});

export const notCopied = ({ to }: CopyPlan): Card => ({
  title: 'Nothing was copied',
  text: `${plain(to.name)} stays as it is.`,
  actions: after(to),
});

/** One store cannot be copied to itself. */
export const sameStore = ({ name, handle }: StoreName): Card => ({
  title: `That is ${plain(name)} twice`,
  text: 'Please name two stores: the one to copy from, and the one to copy to.',
  actions: [
    { label: 'Choose the stores', command: 'copy settings', style: 'primary' },
    { label: 'Settings', command: `settings ${handle}` },
  ],
});

/** With one store there is nowhere to copy to. */
export const onlyOneStore = ({ name, handle }: StoreName): Card => ({
  title: `${plain(name)} is your only store`,
  text: 'Settings can be copied once a second store is connected.',
  actions: [
    { label: 'Connect a store', command: 'connect', style: 'primary' },
    { label: 'Settings', command: `settings ${handle}` },
  ],
});

const after = ({ handle }: StoreName) => [
  { label: 'Settings', command: `settings ${handle}` },
  { label: 'Payment instruments', command: `payments ${handle}` },
];
