import type { Action, Tone } from './card.ts';
import { heldText, isOver, mendsOne } from './cards/held-reasons.ts';
import { whyNowhere } from './cards/unknown-order.ts';
import { cameIn } from './order-history.ts';
import type { OrderTrace, StoreProblem, TracedOrder } from './services/orders.ts';
import type { StoreName } from './services.ts';
import { unreadable } from './unreadable.ts';
import { count, moment, plain } from './words.ts';

/** The one reason why an order did or did not come, and the button that mends it. */
export type Verdict = { title: string; tone: Tone; text: string; steps?: readonly string[]; mend?: Action };

/** An import reaches so far back. */
const longestImport = 365;

export function verdict(trace: OrderTrace): Verdict {
  const { order, problem, found } = trace;
  if (problem) return untold(trace, problem, `why ${trace.number} ${trace.store.handle}`);
  if (!order || found === 'nowhere') return notShown(trace);
  if (order.state === 'imported') return isHere(trace, order);
  return order.state === 'held' ? waits(trace, order) : notYet(trace, order);
}

type Asked = { store: StoreName; number: string };
const nameOf = ({ number, store }: Asked) => `Order ${plain(number, 40)} of ${plain(store.name)}`;

/** Why the store told nothing of an order. `again` asks once more. */
export function untold(about: Asked, problem: StoreProblem, again: string): Verdict {
  const [name, { handle }] = [nameOf(about), about.store];
  if (problem.kind === 'off') {
    const red = problem.disabledBy ? `was disabled by ${plain(problem.disabledBy, 40)}` : 'is red';
    const why = problem.text ? ` ${plain(problem.text, 300)}` : '';
    return {
      ...{ title: `${name} cannot be looked up`, tone: 'bad', steps: problem.advice, mend: turnOn(handle, problem.disabledBy) },
      text: `I have to ask the store for it, but its connection ${red}.${why} While it is red, no orders come in.`,
    };
  }
  if (problem.kind === 'trouble')
    return {
      ...{ title: `${name} cannot be looked up`, tone: 'bad', steps: problem.advice },
      text: `I asked the store for it just now. ${plain(problem.text, 600)}`,
      mend: { label: 'Try again', command: again },
    };
  return {
    ...{ title: `${name} cannot be read`, tone: 'bad' },
    text: `The store shows it, but not so that it can be read: ${unreadable(problem.reason)}. Often a plugin has changed it. Please look at it in the store; it is read again whenever it changes.`,
    mend: { label: 'Try again', command: again },
  };
}

/** Switched off by a person it is switched on; else it needs new keys, or whatever its reason says. */
export const turnOn = (store: string, disabledBy?: string): Action =>
  disabledBy ? { label: 'Switch on', command: `enable ${store}` } : { label: 'Reconnect', command: `reconnect ${store}` };

const notShown = (trace: OrderTrace): Verdict => ({
  title: `${plain(trace.store.name)} shows no order ${plain(trace.number, 40)}`,
  tone: 'warning',
  text: `I asked the store just now, and its API does not show it. ${whyNowhere}`,
  mend: { label: 'Check the connection', command: `check ${trace.store.handle}` },
});

function isHere(trace: OrderTrace, { omNumber, importedAt, importedBy, waitedFor }: TracedOrder): Verdict {
  const { store, number } = trace;
  const when = importedAt ? ` on ${moment(importedAt, store.timeZone)}` : '';
  const by = importedBy ? `, ${cameIn(importedBy, waitedFor)}` : '';
  return {
    ...{ title: `${nameOf(trace)} is here`, tone: 'good' },
    text: `It came in as *${plain(omNumber ?? number, 40)}*${when}${by}.`,
    mend: { label: 'Open', command: `order ${number} ${store.handle}` },
  };
}

function waits(trace: OrderTrace, order: TracedOrder): Verdict {
  const { reason } = order;
  const about = { title: `${nameOf(trace)} waits`, tone: 'warning' } as const;
  if (isOverThere(order)) return staying(trace, order);
  if (reason) return { ...about, text: heldText(reason, toldOf(order)), mend: mendOf(trace, order) };
  return { ...about, text: 'Nothing is in its way any more: the next import or order sync lets it in.', mend: bring(trace, order) };
}

/** It stands in the store only, or was only looked at. */
function notYet(trace: OrderTrace, order: TracedOrder): Verdict {
  const { reason, state } = order;
  const looked = state === 'seen' ? ' It was only looked at when the payment instruments were read.' : '';
  if (isOverThere(order)) return staying(trace, order);
  const { text, mend } = window(trace, order);
  const then = reason ? ` When it is brought, it waits. ${heldText(reason, toldOf(order))}` : '';
  return { title: `${nameOf(trace)} is not here yet`, tone: 'warning', text: `${text}${looked}${then}`, mend };
}

const staying = (trace: OrderTrace, { status }: TracedOrder): Verdict => ({
  title: `${nameOf(trace)} stays in the store`,
  tone: 'neutral',
  text: `Its status in the store is *${plain(status, 40)}*. In this status orders stay in the store; should it change there, I look at it again.`,
});

/** It was cancelled, given back or never paid, and its row, if one is confirmed, does not want such orders: nothing here has to be mended. */
export const isOverThere = ({ statusCode, statuses, statusFits, state }: TracedOrder): boolean =>
  state !== 'imported' && !statusFits && isOver(statuses.find(({ code }) => code === statusCode));

const toldOf = ({ statuses, currency, lines }: TracedOrder) => ({
  statuses,
  currency,
  problems: lines.flatMap(({ problem }) => problem ?? []),
});

/** Why nobody brought it. */
function window(trace: OrderTrace, order: TracedOrder): { text: string; mend?: Action } {
  const { store, connection, since, syncedUntil, automatic } = trace;
  const at = (time: Date) => moment(time, store.timeZone);
  if (connection.health === 'red')
    return { text: `${plain(store.name)} is red, so no orders come in.`, mend: turnOn(store.handle, connection.disabledBy) };
  if (!since)
    return {
      text: 'Orders come in once the products are synced, and the first product sync has not ended yet.',
      mend: { label: 'Sync products', command: `sync ${store.handle}` },
    };
  if (order.placedAt < since && order.daysBack > longestImport)
    return { text: `It is too old: it was placed on ${at(order.placedAt)}, and an import reaches ${longestImport} days back.` };
  if (order.placedAt < since)
    return {
      text: `It was placed before I began to bring new orders (${at(since)}). An import of ${count(order.daysBack, 'day')} brings it.`,
      mend: bring(trace, order),
    };
  if (automatic === 0)
    return { text: 'New orders come in only with an import, because automatic transfer is off.', mend: bring(trace, order) };
  if (!syncedUntil || order.placedAt > syncedUntil)
    return {
      text: `It is newer than the last order sync. The next one brings it; there is one every ${automatic} minutes.`,
      mend: bring(trace, order),
    };
  return {
    text: `Orders were brought up to ${at(syncedUntil)}, but the store did not show this one then. An import brings it.`,
    mend: bring(trace, order),
  };
}

const bring = ({ store }: OrderTrace, { daysBack }: TracedOrder): Action | undefined =>
  daysBack > longestImport ? undefined : { label: `Import ${count(daysBack, 'day')}`, command: `import ${daysBack} ${store.handle}` };

/** The row itself, where it is known which. */
export function mendOf({ store, number }: OrderTrace, order: TracedOrder): Action | undefined {
  const { reason, row, state } = order;
  if (!reason || isOverThere(order)) return undefined;
  if (row && (reason.kind === 'no row' || reason.kind === 'contradictory row' || (reason.kind === 'status' && reason.method !== undefined)))
    return { label: `${row.confirmed ? 'Change' : 'Map'} ${plain(row.title, 30)}`, command: `map ${row.handle} ${store.handle}` };
  if (reason.kind === 'amounts' || reason.kind === 'no lines')
    return { label: 'Look at it', command: `${state === 'unknown' ? 'simulate' : 'order'} ${number} ${store.handle}` };
  return mendsOne(reason, store, toldOf(order));
}
