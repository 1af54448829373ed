import { takenActions, takenText, typeAdded, typeTaken } from './cards/type-changed.ts';
import { dialog, Invalid } from './dialog.ts';
import { text } from './fields.ts';
import type { ListedType, TypeKind } from './services/types.ts';
import type { Services } from './services.ts';
import { findType, typeName, typeWords } from './type-names.ts';
import { plain } from './words.ts';

/** Which of the two lists is meant. */
export type ListGiven = { list: { kind: TypeKind } };

/** A new payment or delivery type. */
export const addType = dialog<Services, ListGiven>('add-type', { role: 'manager' })
  .ask('type', ({ list: { kind } }) => ({
    title: `Add a ${typeWords[kind].one}`,
    fields: { name: text('Name', { help: 'As you call it.', schema: typeName }) },
    submit: 'Add',
  }))
  .wait('fits', 'Looking whether this fits…', async ({ list: { kind }, type }, services) => {
    const other = findType(type.name, await services.types(kind));
    return other ? nameTaken(kind, other) : {};
  })
  .finish('Adding…', async ({ list: { kind }, type: { name } }, services) => {
    const added = await services.addType({ kind, name });
    if (added.state === 'gone') throw new Error(`The new ${typeWords[kind].one} is not there.`);
    // Added a moment ago, perhaps by this very question: it is there, as was wanted.
    return added.type.retired ? typeTaken(kind, added.type) : typeAdded(kind, added.type);
  });

/** Back to the name, with the reason, and a button where it can be restored. */
export const nameTaken = (kind: TypeKind, other: ListedType) =>
  new Invalid(
    { name: takenText(kind, other) },
    other.retired
      ? {
          tone: 'warning',
          text: 'This name is taken.',
          items: [{ tone: 'neutral', label: plain(other.name), text: 'Retired', actions: takenActions(kind, other) }],
        }
      : undefined,
  );
