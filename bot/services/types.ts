import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import type { ChangeValues } from '../../db/rules/history.ts';
import { readTypes, typeEntity } from '../../db/type-lists.ts';
import type { ListedType, TypeChange, TypeKind, TypeServices } from '../../dialogs/services/types.ts';
import { sameName, typeWords } from '../../dialogs/type-names.ts';
import type { Asked } from './context.ts';
import { onceMore } from './once-more.ts';

/** The workspace's own lists of payment and delivery types. */
export function typesOf(asked: Asked): TypeServices {
  const { orm, who, now } = asked;
  const list = (em: EntityManager, kind: TypeKind) => listTypes(em, who.workspace, kind);
  const told = async (kind: TypeKind, id: string, state: 'done' | 'taken' | 'in use'): Promise<TypeChange> => {
    const type = (await list(orm.em.fork(), kind)).find((one) => one.id === id);
    return type ? { state, type } : { state: 'gone' };
  };
  const write = (em: EntityManager, kind: TypeKind, name: string, values: { before?: string; after: string }) => {
    const { label } = typeWords[kind];
    const before: ChangeValues = values.before === undefined ? {} : { [label]: values.before };
    const line = { kind: 'type', subject: name, before, after: { [label]: values.after }, person: who.person, at: now() } as const;
    em.create(Change, { workspace: who.workspace, ...line, key: `type:${randomUUID()}` });
  };

  return {
    types: (kind) => list(orm.em.fork(), kind),

    async addType({ kind, name }) {
      // Two may add the same name at the same moment; then it is found at the second look.
      const { id, state } = await onceMore(() =>
        orm.em.fork().transactional(async (em) => {
          const there = (await list(em, kind)).find((one) => sameName(one.name, name));
          if (there) return { id: there.id, state: 'taken' as const };
          const id = randomUUID();
          em.create(typeEntity[kind], { id, workspace: who.workspace, name, createdAt: now() });
          write(em, kind, name, { after: 'added' });
          return { id, state: 'done' as const };
        }),
      );
      return told(kind, id, state);
    },

    async renameType({ kind, id, name }) {
      const renamed = await onceMore(() =>
        orm.em.fork().transactional(async (em) => {
          const type = await locked(em, who.workspace, kind, id);
          const other = (await list(em, kind)).find((one) => one.id !== id && sameName(one.name, name));
          if (other) return { id: other.id, state: 'taken' as const };
          if (type && type.name !== name) {
            write(em, kind, name, { before: type.name, after: name });
            type.name = name;
          }
          return { id, state: 'done' as const };
        }),
      );
      return told(kind, renamed.id, renamed.state);
    },

    async retireType({ kind, id }) {
      const state = await orm.em.fork().transactional(async (em) => {
        const type = await locked(em, who.workspace, kind, id);
        const inUse = (await list(em, kind)).some((one) => one.id === id && one.usedBy.length > 0);
        if (inUse) return 'in use';
        if (type && !type.retiredAt) {
          type.retiredAt = now();
          write(em, kind, type.name, { before: 'offered', after: 'retired' });
        }
        return 'done';
      });
      return told(kind, id, state);
    },

    async restoreType({ kind, id }) {
      await orm.em.fork().transactional(async (em) => {
        const type = await locked(em, who.workspace, kind, id);
        if (!type?.retiredAt) return;
        type.retiredAt = null;
        write(em, kind, type.name, { before: 'retired', after: 'offered' });
      });
      return told(kind, id, 'done');
    },
  };
}

/** Nobody else changes it before the transaction ends. */
const locked = (em: EntityManager, workspace: string, kind: TypeKind, id: string) =>
  em.findOne(typeEntity[kind], { id, workspace }, { lockMode: LockMode.PESSIMISTIC_WRITE });

async function listTypes(em: EntityManager, workspace: string, kind: TypeKind): Promise<ListedType[]> {
  const rows = await em.find(
    PaymentMapping,
    { store: { workspace }, confirmedAt: { $ne: null }, [typeOf[kind]]: { $ne: null } },
    { populate: ['store'], orderBy: { store: { createdAt: 'asc' }, title: 'asc' } },
  );
  const usedBy = (id: string) =>
    rows
      .filter((row) => row[typeOf[kind]]?.id === id)
      .map(({ store, title, handle }) => ({ store: { name: store.name, handle: store.handle }, instrument: { title, handle } }));
  return (await readTypes(em, workspace, kind)).map((type) => ({ ...type, usedBy: usedBy(type.id) }));
}

const typeOf = { payment: 'paymentType', delivery: 'deliveryType' } as const;
