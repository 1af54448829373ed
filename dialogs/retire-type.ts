import { noTypes, typeInUse, typeRestored, typeRetired } from './cards/type-changed.ts';
import { dialog } from './dialog.ts';
import { pickedType, type TypesGiven, whichForm } from './rename-type.ts';
import type { Services } from './services.ts';

/** A payment or delivery type that is offered no more. */
export const retireType = dialog<Services, TypesGiven>('retire-type', { role: 'manager' })
  .ask('which', ({ list: { kind }, types }) => whichForm(kind, 'retire', types.list), { unless: ({ types }) => types.list.length === 1 })
  .finish('Retiring…', async (known, services) => {
    const { kind } = known.list;
    const retired = await services.retireType({ kind, id: pickedType(known).id });
    if (retired.state === 'gone') return noTypes(kind, 'retire');
    return retired.state === 'in use' ? typeInUse(kind, retired.type) : typeRetired(kind, retired.type);
  });

/** One that is offered again. */
export const restoreType = dialog<Services, TypesGiven>('restore-type', { role: 'manager' })
  .ask('which', ({ list: { kind }, types }) => whichForm(kind, 'restore', types.list), { unless: ({ types }) => types.list.length === 1 })
  .finish('Restoring…', async (known, services) => {
    const { kind } = known.list;
    const restored = await services.restoreType({ kind, id: pickedType(known).id });
    return restored.state === 'gone' ? noTypes(kind, 'restore') : typeRestored(kind, restored.type);
  });
