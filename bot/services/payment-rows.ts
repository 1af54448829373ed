import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { readInstruments } from '../../db/read-instruments.ts';
import { lint } from '../../db/rules/payments.ts';
import { refuseRow } from '../../db/rules/refuse-row.ts';
import { inTransaction } from '../../db/sql.ts';
import { tryRow } from '../../db/try-row.ts';
import type { RowWords } from '../../dialogs/payment-row.ts';
import type { Instrument, PaymentServices, RowValues } from '../../dialogs/services/payments.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import type { Asked } from './context.ts';
import { changedSince, rowSet, rowWords, writeRow } from './write-row.ts';

const day = 86_400_000;

/** What is done with the rows of payment instruments. */
export function paymentRowsOf(asked: Asked): Pick<PaymentServices, 'tryRow' | 'overtaken' | 'saveRow' | 'confirmProposals'> {
  const { orm, who, now } = asked;
  const storeIn = (em: EntityManager, handle: string) => em.findOneOrFail(Store, { workspace: who.workspace, handle });
  const listed = async (em: EntityManager, store: string) => (await readInstruments(em, store, now())).instruments;
  const writing = async (em: EntityManager, store: Store, turn: string) => ({
    ...{ store, turn, person: who.person, now: now(), words: await rowWords(em, store) },
  });

  return {
    async tryRow({ store: handle, instrument, row }) {
      const em = orm.em.fork();
      const store = await storeIn(em, handle);
      const mapping = await em.findOneOrFail(PaymentMapping, { store, handle: instrument });
      const refused = refuse(mapping, row, await rowWords(em, store));
      if (refused) return { refused };
      const { method, title } = mapping;
      const tried = { method, title, ...row, confirmed: true };
      const { seen } = named(await listed(em, store.id), instrument);
      const since = new Date(now().getTime() - 60 * day);
      return {
        ...(await inTransaction(em, (sql) => tryRow(sql, { store: store.id, row: tried, since }))),
        warnings: lint([tried], { mode: store.settings.payment, statuses: store.statuses, seen: { [method]: seen } }),
      };
    },

    async overtaken({ store, instrument, version }) {
      const em = orm.em.fork();
      const mapping = await em.findOneOrFail(PaymentMapping, { store: await storeIn(em, store), handle: instrument });
      if (mapping.version === version) return undefined;
      return { version: mapping.version, by: await changedSince(em, mapping, version, now()) };
    },

    async saveRow({ store: handle, instrument, row, version, turn }) {
      const store = await storeIn(orm.em.fork(), handle);
      const stopped = await orm.em.fork().transactional(async (em) => {
        const [mapping] = await locked(em, store, [instrument]);
        if (!mapping) throw new Error(`There is no row ${instrument}.`);
        if (mapping.savedIn === turn) return;
        const ours = await writing(em, await storeIn(em, handle), turn);
        const refused = refuse(mapping, row, ours.words);
        if (refused) return { state: 'refused' as const, refused };
        if (mapping.version !== version) return { state: 'changed' as const, by: await changedSince(em, mapping, version, now()) };
        writeRow(em, mapping, { ...ours, row });
      });
      if (stopped) return stopped;
      const rows = await listed(orm.em.fork(), store.id);
      const mine = named(rows, instrument);
      await release(asked, store, turn, [mine]);
      // For one that the store no longer has, orders may wait still.
      const open = rows.filter(({ confirmed, vanished, waiting }) => !confirmed && (!vanished || waiting > 0));
      return { state: 'saved', instrument: mine, next: open[0] };
    },

    async confirmProposals({ store: handle, proposals, turn }) {
      const handles = proposals.map(({ instrument }) => instrument);
      const store = await storeIn(orm.em.fork(), handle);
      const written = await orm.em.fork().transactional(async (em) => {
        const mappings = await locked(em, store, handles);
        const ours = await writing(em, await storeIn(em, handle), turn);
        const rows = await listed(em, store.id);
        for (const { instrument, row, version } of proposals) {
          const mapping = mappings.find((one) => one.handle === instrument);
          const untouched = mapping && !mapping.confirmedAt && mapping.version === version;
          if (untouched && isProposed(row, named(rows, instrument)) && !refuse(mapping, row, ours.words))
            writeRow(em, mapping, { ...ours, row });
        }
        return mappings.filter(({ savedIn }) => savedIn === turn).map((one) => one.handle);
      });
      const rows = (await listed(orm.em.fork(), store.id)).filter((one) => handles.includes(one.handle));
      const confirmed = rows.filter((one) => written.includes(one.handle));
      if (confirmed.length > 0) await release(asked, store, turn, confirmed);
      return { confirmed, left: rows.filter((one) => !confirmed.includes(one)) };
    },
  };
}

/** Nobody else changes these rows before the transaction ends. Always in the same order, so that two never wait for each other. */
const locked = (em: EntityManager, { id }: Store, handles: string[]) =>
  em.find(PaymentMapping, { store: id, handle: { $in: handles } }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });

const refuse = (mapping: PaymentMapping, row: RowValues, words: RowWords) => refuseRow(row, { ...words, set: rowSet(mapping) });

function named(rows: readonly Instrument[], handle: string): Instrument {
  const found = rows.find((one) => one.handle === handle);
  if (!found) throw new Error(`There is no payment instrument ${handle}.`);
  return found;
}

/** Whether this is still what is proposed, and safe. */
function isProposed(row: RowValues, { proposal }: Instrument): boolean {
  const text = ({ statuses, cod, paymentType, deliveryType }: RowValues) =>
    JSON.stringify([statuses.toSorted(), cod, paymentType ?? null, deliveryType ?? null]);
  return proposal.safe && text(row) === text(proposal);
}

/** Asked for again after a crash it is the same release. */
const release = ({ enqueue, who }: Asked, store: Store, turn: string, rows: readonly Instrument[]) =>
  enqueue(
    releaseHeldOrders,
    {
      store: store.id,
      release: turn,
      cause: { kind: 'rows', titles: rows.map(({ title }) => title) },
      channel: who.channel,
      person: who.person,
    },
    { id: `${releaseHeldOrders.name}:${turn}` },
  );
