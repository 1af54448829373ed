import type { TypeEntry } from '../../db/rules/payments.ts';

export type TypeKind = 'payment' | 'delivery';

/** A type with the rows that use it, as "Demo Shop: PayPal". */
export type ListedType = TypeEntry & { usedBy: string[] };

/** `taken`: another one, perhaps a retired one, is called that. `in use`: rows still name it. */
export type TypeChange = { state: 'done' | 'taken' | 'gone'; type?: ListedType } | { state: 'in use'; type: ListedType };

/** What dialogs may ask about the workspace's payment and delivery types. The same change twice is one. */
export interface TypeServices {
  types(kind: TypeKind): Promise<ListedType[]>;
  addType(given: { kind: TypeKind; name: string }): Promise<TypeChange>;
  renameType(given: { kind: TypeKind; id: string; name: string }): Promise<TypeChange>;
  /** It stays on old orders, and can be chosen no more. */
  retireType(given: { kind: TypeKind; id: string }): Promise<TypeChange>;
  restoreType(given: { kind: TypeKind; id: string }): Promise<TypeChange>;
}
