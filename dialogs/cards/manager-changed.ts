import type { Card } from '../card.ts';
import type { ManagerAdded, ManagerRemoved } from '../services/people.ts';
import { plain } from '../words.ts';
import { noAccounts } from './manager-list.ts';

/** What became of giving somebody the role of a manager, or of taking it away; `said` is who was named. */
export function managerChanged(change: ManagerAdded | ManagerRemoved, said: string): Card {
  switch (change.state) {
    case 'added':
      return told(change, 'is a manager now', 'They may connect stores, change settings and payment rows, and import orders.', 'good');
    case 'already':
      return told(change, 'is a manager already', 'Nothing was changed.');
    case 'removed':
      return told(
        change,
        'is no manager any more',
        change.admins ? stillAdmin(change.admins) : 'They can still look at everything.',
        'good',
      );
    case 'not a manager':
      return told(change, 'is no manager', 'Nothing was changed.');
    case 'is admin':
      return told(change, 'has the role by themselves', `${through(change.admins)} It is neither given nor taken away here.`);
    case 'unknown person':
      return { title: `I know nobody called “${plain(said, 30)}” here`, text: `Nothing was changed. ${choose}`, actions: [list] };
    case 'no accounts':
      return noAccounts();
  }
}

/** How a person is named, when nobody was, or more than one. */
export const whomToChange = (act: 'add' | 'remove'): Card => ({
  title: act === 'add' ? 'Who shall be a manager?' : 'Who shall be no manager any more?',
  text: `Type */om managers ${act}* with one person after it. ${choose}`,
  actions: [list],
});

const told = ({ name }: { name: string }, what: string, text: string, tone?: 'good'): Card => ({
  title: `${plain(name, 40)} ${what}`,
  ...(tone && { tone }),
  text,
  actions: [list],
});

const through = (admins: string) => `As one of your ${admins}, who all have it.`;
const stillAdmin = (admins: string) => `As one of your ${admins} they may still change everything.`;
const choose = 'To name somebody, type @ and choose the person from the list.';
const list = { label: 'Managers', command: 'managers' };
