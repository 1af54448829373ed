import type { TypeEntry } from '../../db/rules/payments.ts';
import type { StoreName } from '../services.ts';

export type TypeKind = 'payment' | 'delivery';

/** A confirmed row that names a type. */
export type UsedBy = { store: StoreName; instrument: { title: string; handle: string } };

/** A type with the rows that use it. */
export type ListedType = TypeEntry & { usedBy: UsedBy[] };

/** `taken`: another one, perhaps a retired one, is called that. `in use`: rows still name it. `gone`: there is none with this id. */
export type TypeChange = { state: 'done' | 'taken' | 'in use'; type: ListedType } | { state: 'gone' };

/** What dialogs may ask about the workspace's payment and delivery types. The same change twice is one. */
export interface TypeServices {
  /** In the order the list grew. */
  types(kind: TypeKind): Promise<ListedType[]>;
  addType(given: { kind: TypeKind; name: string }): Promise<TypeChange>;
  renameType(given: { kind: TypeKind; id: string; name: string }): Promise<TypeChange>;
  /** It stays on old orders, and can be chosen no more. */
  retireType(given: { kind: TypeKind; id: string }): Promise<TypeChange>;
  restoreType(given: { kind: TypeKind; id: string }): Promise<TypeChange>;
}
