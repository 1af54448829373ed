import { type ListGiven, nameTaken } from './add-type.ts';
import { noTypes, typeRenamed, typeTaken } from './cards/type-changed.ts';
import { dialog } from './dialog.ts';
import { choice, text } from './fields.ts';
import type { TypeKind } from './services/types.ts';
import type { Services } from './services.ts';
import { sameName, typeName, typeWords } from './type-names.ts';
import { plain } from './words.ts';

/** One that can be chosen in a form. Plain JSON. */
export type TypeChoice = { id: string; name: string };
export type TypesGiven = ListGiven & { types: { list: TypeChoice[] } };

type Known = TypesGiven & { which?: { id: string } };

/** Another name for a payment or delivery type. */
export const renameType = dialog<Services, TypesGiven>('rename-type', { role: 'manager' })
  .ask('which', ({ list: { kind }, types }) => whichForm(kind, 'rename', types.list), { unless: ({ types }) => types.list.length === 1 })
  .ask('to', (known) => ({
    title: `Rename ${plain(pickedType(known).name)}`,
    text: 'On old orders it is called so as well.',
    fields: { name: text('New name', { initial: pickedType(known).name, schema: typeName }) },
    submit: 'Rename',
  }))
  .wait('fits', 'Looking whether this fits…', async (known, services) => {
    const { kind } = known.list;
    const { id } = pickedType(known);
    const other = (await services.types(kind)).find((one) => one.id !== id && sameName(one.name, known.to.name));
    return other ? nameTaken(kind, other) : {};
  })
  .finish('Renaming…', async (known, services) => {
    const { kind } = known.list;
    const { id, name } = pickedType(known);
    const renamed = await services.renameType({ kind, id, name: known.to.name });
    if (renamed.state === 'gone') return noTypes(kind, 'rename');
    return renamed.state === 'taken' ? typeTaken(kind, renamed.type) : typeRenamed(kind, renamed.type, name);
  });

/** The type that was chosen, or the only one that could be meant. */
export function pickedType({ types, which }: Known): TypeChoice {
  const found = types.list.length === 1 ? types.list[0] : types.list.find(({ id }) => id === which?.id);
  if (!found) throw new Error('A dialog about a type began without one.');
  return found;
}

export const whichForm = (kind: TypeKind, act: 'rename' | 'retire' | 'restore', list: readonly TypeChoice[]) => ({
  title: `Which ${typeWords[kind].one} shall I ${act}?`,
  fields: {
    id: choice(
      typeWords[kind].label,
      list.map(({ id, name }) => ({ value: id, label: plain(name) })),
    ),
  },
});
