import type { Card } from '../card.ts';
import type { ListedType, TypeKind } from '../services/types.ts';
import { typeWords } from '../type-names.ts';
import { count, plain } from '../words.ts';
import { rename, restore, retire, rowName, toList } from './type-list.ts';

type Named = { name: string };

export const typeAdded = (kind: TypeKind, type: Named): Card => ({
  title: `${plain(type.name)} is a ${typeWords[kind].one} now`,
  tone: 'good',
  text: 'Rows of payment instruments can name it.',
  actions: [rename(kind, type), toList(kind)],
});

/** `before` is what it was called. */
export const typeRenamed = (kind: TypeKind, type: Named, before: string): Card => ({
  title: `${plain(before)} is called ${plain(type.name)} now`,
  tone: 'good',
  text: 'On rows and on orders, on old ones as well.',
  actions: [toList(kind)],
});

export const typeRetired = (kind: TypeKind, type: Named): Card => ({
  title: `${plain(type.name)} is retired`,
  tone: 'good',
  text: 'It stays on old orders, and can be chosen no more.',
  actions: [restore(kind, type), toList(kind)],
});

export const typeRestored = (kind: TypeKind, type: Named): Card => ({
  title: `${plain(type.name)} can be chosen again`,
  tone: 'good',
  actions: [retire(kind, type), toList(kind)],
});

/** What is in the way of a name that another type has, with the buttons that help. */
export const takenText = (kind: TypeKind, { name, retired }: Named & { retired: boolean }): string =>
  retired
    ? `A ${typeWords[kind].one} ${plain(name)} was there before and is retired. You can restore it.`
    : `There is a ${typeWords[kind].one} ${plain(name)} already.`;
export const takenActions = (kind: TypeKind, type: Named & { retired: boolean }) => [
  ...(type.retired ? [restore(kind, type)] : []),
  toList(kind),
];

export const typeTaken = (kind: TypeKind, type: ListedType): Card => ({
  title: `The name ${plain(type.name)} is taken`,
  tone: 'warning',
  text: `${takenText(kind, type)} Nothing was changed.`,
  actions: takenActions(kind, type),
});

/** Rows name it still: each can be opened to choose another one. */
export const typeInUse = (kind: TypeKind, type: ListedType): Card => ({
  title: `${plain(type.name)} is in use`,
  tone: 'warning',
  text: `${count(type.usedBy.length, 'row names', 'rows name')} it, so it was not retired. Choose another ${typeWords[kind].one} there first.`,
  items: type.usedBy.map((row) => ({
    tone: 'warning',
    label: rowName(row),
    actions: [{ label: `Open ${plain(row.instrument.title, 40)}`, command: `map ${row.instrument.handle} ${row.store.handle}` }],
  })),
  actions: [toList(kind)],
});

/** A name that no type has: the nearest ones as buttons. `commandFor` says what was asked, of that one. */
export const unknownType = (kind: TypeKind, said: string, nearest: readonly Named[], commandFor: (name: string) => string): Card => ({
  title: `I know no ${typeWords[kind].one} “${plain(said, 30)}”`,
  text: nearest.length > 0 ? 'Did you mean one of these?' : 'This is where they all are.',
  actions: [...nearest.map(({ name }) => ({ label: plain(name, 40), command: commandFor(name) })), toList(kind)],
});

/** There is nothing to choose from. */
export const noTypes = (kind: TypeKind, act: 'rename' | 'retire' | 'restore'): Card => ({
  title: act === 'restore' ? `No ${typeWords[kind].one} is retired` : `There is no ${typeWords[kind].one} to ${act}`,
  text: 'Nothing was changed.',
  actions: [toList(kind)],
});
