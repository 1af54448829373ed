import { managerChanged, whomToChange } from '../cards/manager-changed.ts';
import { managerList, noAccounts } from '../cards/manager-list.ts';
import type { Services } from '../services.ts';
import { bare } from '../understand.ts';
import { type Chapter, card, type Reply } from './command.ts';

/** Who may change things. */
export const people: Chapter = {
  dialogs: [],
  commands: [
    {
      words: ['managers', 'manager', 'roles', 'role', 'who may'],
      role: ([act = '']) => (acts.has(bare(act)) ? 'manager' : undefined),
      usage: 'managers',
      help: 'Who may change things. Also: “managers add @person”, “managers remove @person”.',
      answer: async ([act = '', ...said], services) => {
        const change = acts.get(bare(act));
        return change ? changed(change, said, services) : card(managerList(await services.managers()));
      },
    },
  ],
};

type Act = 'add' | 'remove';

const acts = new Map<string, Act>(Object.entries({ add: 'add', new: 'add', remove: 'remove', delete: 'remove' }));

async function changed(act: Act, words: string[], services: Services): Promise<Reply> {
  const said = words.join(' ').replace(/[.,!?]+$/, '');
  const several = words.filter((word) => word.startsWith('@')).length > 1;
  if (said === '' || several) return card((await services.managers()).accounts ? whomToChange(act) : noAccounts());
  return card(managerChanged(await (act === 'add' ? services.addManager(said) : services.removeManager(said)), said));
}
