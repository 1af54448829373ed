import type { Card } from '../../dialogs/card.ts';
import { managerChanged, whomToChange } from '../../dialogs/cards/manager-changed.ts';
import { managerList, noAccounts } from '../../dialogs/cards/manager-list.ts';
import { membersOnly } from '../../dialogs/cards/members-only.ts';
import { notAllowed } from '../../dialogs/cards/not-allowed.ts';
import type { Managers } from '../../dialogs/services/people.ts';

const admins = 'workspace admins and owners';
const name = 'Bine *the* <b>';
const nobody: Managers = { accounts: true, admins, managers: [], ask: ['Ana & Žiga'], you: 'Cene <i>', timeZone: 'Europe/Ljubljana' };
const at = new Date('2026-11-23T09:15:00Z');
const some: Managers = { ...nobody, managers: [{ name, mention: '@U2', by: 'Ana & Žiga', at }], ask: [name] };

/** The cards about who may change things, by their file. */
export const peopleCards: Record<string, Card[]> = {
  'manager-changed': [
    managerChanged({ state: 'added', name }, '@U2'),
    managerChanged({ state: 'already', name }, '@U2'),
    managerChanged({ state: 'removed', name }, '@U2'),
    managerChanged({ state: 'removed', name, admins }, '@U2'),
    managerChanged({ state: 'not a manager', name }, '@U2'),
    managerChanged({ state: 'is admin', name, admins }, '@U1'),
    managerChanged({ state: 'unknown person' }, '@<nobody>'),
    managerChanged({ state: 'no accounts' }, '@U2'),
    whomToChange('add'),
    whomToChange('remove'),
  ],
  'manager-list': [managerList(some), managerList(nobody), noAccounts()],
  'members-only': [membersOnly()],
  'not-allowed': [notAllowed(some, 'payment types add <b>'), notAllowed(nobody), notAllowed({ ...nobody, ask: [] }, 'disable')],
};
