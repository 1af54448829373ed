import type { Action, Card, Item } from '../card.ts';
import type { ListedType, TypeKind, UsedBy } from '../services/types.ts';
import { typeWords } from '../type-names.ts';
import { count, list, plain } from '../words.ts';

/** The workspace's payment or delivery types; retired ones at the end. */
export function typeList(kind: TypeKind, types: readonly ListedType[]): Card {
  const retired = types.filter((type) => type.retired);
  const offered = types.filter((type) => !type.retired);
  return {
    title: kind === 'payment' ? 'Payment types' : 'Delivery types',
    text: `${meanings[kind]} A retired one stays on old orders, and is offered no more.`,
    items: [...offered, ...retired].map((type) => entry(kind, type)),
    actions: [{ label: 'Add', command: `${typeWords[kind].list} add`, style: 'primary' }],
  };
}

const meanings: Record<TypeKind, string> = {
  payment: 'How an order was paid. A row of a payment instrument names one, or none while its orders are not paid yet.',
  delivery: 'How an order is delivered. A row of a payment instrument may name one.',
};

const entry = (kind: TypeKind, type: ListedType): Item => ({
  tone: type.retired ? 'neutral' : 'good',
  label: plain(type.name),
  text: type.retired ? 'Retired' : usage(type.usedBy),
  actions: [rename(kind, type), type.retired ? restore(kind, type) : retire(kind, type)],
});

const usage = (usedBy: readonly UsedBy[]) => {
  if (usedBy.length === 0) return 'Used by no row';
  const shown = usedBy.slice(0, 3).map(rowName);
  return `Used by ${list(usedBy.length > 3 ? [...shown, count(usedBy.length - 3, 'more row')] : shown)}`;
};

/** "Demo Shop: PayPal". */
export const rowName = ({ store, instrument }: UsedBy): string => `${plain(store.name, 40)}: ${plain(instrument.title, 40)}`;

type Named = { name: string };

export const rename = (kind: TypeKind, { name }: Named): Action => ({
  label: 'Rename',
  command: `${typeWords[kind].list} rename ${name}`,
});
export const retire = (kind: TypeKind, { name }: Named): Action => ({
  label: 'Retire',
  command: `${typeWords[kind].list} retire ${name}`,
  confirm: `Retire *${plain(name)}*? It stays on old orders, and can be chosen no more.`,
});
export const restore = (kind: TypeKind, { name }: Named): Action => ({
  label: 'Restore',
  command: `${typeWords[kind].list} restore ${name}`,
});
export const toList = (kind: TypeKind): Action => ({
  label: kind === 'payment' ? 'Payment types' : 'Delivery types',
  command: typeWords[kind].list,
});
