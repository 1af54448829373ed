import type { Card, Item } from '../card.ts';
import type { GivenManager, Managers } from '../services/people.ts';
import { moment, plain } from '../words.ts';

/** Who may change things, and who gave them the role. */
export function managerList({ accounts, admins, managers, timeZone }: Managers): Card {
  if (!accounts) return noAccounts();
  const given = managers.length > 0 ? 'So have these, who were given it:' : 'They can give it to others; nobody was given it yet.';
  return {
    title: 'Who may change things',
    text: `Everybody may look. Connecting and switching stores, settings, payment rows, imports and alerts need the role *manager*. Your ${admins} have it by themselves. ${given}`,
    items: managers.map((one) => entry(one, timeZone)),
    actions: [{ label: 'Add a manager', command: 'managers add', style: 'primary' }],
  };
}

const entry = ({ name, mention, by, at }: GivenManager, timeZone: string): Item => ({
  tone: 'good',
  label: plain(name, 40),
  text: `Given by ${plain(by, 40)}, ${moment(at, timeZone)}`,
  actions: [
    {
      label: 'Remove',
      command: `managers remove ${mention}`,
      style: 'danger',
      confirm: `Take the role *manager* from *${plain(name, 40)}*? They can still look at everything.`,
    },
  ],
});

/** On a chat that knows nobody by name. */
export const noAccounts = (): Card => ({
  title: 'Everybody here may change things',
  text: 'This chat has no accounts: everybody who can open it may do everything.',
});
