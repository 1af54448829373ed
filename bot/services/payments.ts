import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { readInstruments } from '../../db/read-instruments.ts';
import { methodHandle } from '../../db/rules/payment-names.ts';
import type { PaymentServices } from '../../dialogs/services/payments.ts';
import type { Asked } from './context.ts';
import { onceMore } from './once-more.ts';
import { paymentRowsOf } from './payment-rows.ts';
import { runsOf } from './runs.ts';

type Added = Parameters<PaymentServices['addInstrument']>[0];

/** Looks at payment instruments, and changes them. */
export function paymentsOf(asked: Asked): PaymentServices {
  const { orm, who, now } = asked;
  const instruments: PaymentServices['instruments'] = async (handle) => {
    const em = orm.em.fork();
    const store = await em.findOne(Store, { workspace: who.workspace, handle }, { fields: ['id'] });
    return store ? readInstruments(em.fork(), store.id, now()) : undefined;
  };
  return {
    instruments,
    startReading: runsOf(asked).startReading,
    async addInstrument(given) {
      // A sync may meet the same method at the same moment; then it is found at the second look.
      const { id, state } = await onceMore(() => orm.em.fork().transactional((em) => add(em, asked, given)));
      const instrument = (await instruments(given.store))?.instruments.find((one) => one.id === id);
      if (!instrument) throw new Error(`The payment instrument ${given.method} was not kept.`);
      return { state, instrument };
    },
    ...paymentRowsOf(asked),
  };
}

async function add(em: EntityManager, { who, now }: Asked, { store: handle, method, title }: Added) {
  const store = await em.findOneOrFail(Store, { workspace: who.workspace, handle });
  const rows = await em.find(PaymentMapping, { store });
  const known = rows.find((row) => row.method === method);
  if (known) {
    // Somebody knows better than the last reading.
    if (known.vanishedAt) em.assign(known, { byHand: true, vanishedAt: null });
    return { id: known.id, state: 'there' as const };
  }
  const id = randomUUID();
  const taken = new Set(rows.map((row) => row.handle));
  em.create(PaymentMapping, { id, store, method, handle: methodHandle(method, taken), title, byHand: true, createdAt: now() });
  em.create(Change, {
    ...{ workspace: store.workspace, store, kind: 'row', subject: title, person: who.person, key: `row-added:${id}`, at: now() },
    after: { 'Added by hand': method },
  });
  return { id, state: 'added' as const };
}
