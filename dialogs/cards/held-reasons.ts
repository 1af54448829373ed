import type { StatusRecord } from '../../connectors/records.ts';
import type { HeldExamples, RunResult } from '../../db/rules/run-result.ts';
import type { SkuProblem } from '../../db/rules/skus.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import type { Action, Item } from '../card.ts';
import { slug } from '../find-instrument.ts';
import type { StoreName } from '../services.ts';
import { skuProblems, syncMends } from '../sku-words.ts';
import { count, digits, list, money, plain } from '../words.ts';
import { codUnpaid, statusNames } from './payment-warnings.ts';

/** By what the reasons are named, as the store calls it: its statuses, and the payment methods by code. With `store` each has its button. */
export type HeldNames = {
  statuses?: readonly StatusRecord[];
  methods?: Record<string, string>;
  store?: StoreName;
  examples?: RunResult['examples'];
};

/** `other`: a reason that only another version knows. */
type Kind = HeldReason['kind'] | 'other';
/** The orders of one kind of reason, and what of it they have together: the payment method or the status, by code and by name. */
type Group = { kind: Kind; orders: number; code: string; name: string; stays: boolean; examples?: HeldExamples };

/** Every reason has its words: what is said of a number of orders, why they wait, and what lets them in. */
const words: Record<Kind, { one: string; many: string; why: (group: Group) => string; way: (group: Group) => string }> = {
  'no row': {
    one: 'waits for a row',
    many: 'wait for a row',
    why: ({ name }) => `${name} is not mapped yet`,
    way: ({ name }) => `Say once how orders with ${name} come in, and they do.`,
  },
  'contradictory row': {
    one: 'waits for a row that contradicts itself',
    many: 'wait for a row that contradicts itself',
    why: () => 'their row is cash on delivery and paid at once',
    way: () => codUnpaid,
  },
  status: {
    one: 'waits for its status',
    many: 'wait for their status',
    why: ({ name }) => (name ? `in status ${name}` : 'not in Processing or Completed'),
    way: ({ stays }) =>
      stays ? 'Nobody sends them; there is nothing to do.' : 'They come in when they reach a status in which orders are transferred.',
  },
  'no lines': {
    one: 'has no products',
    many: 'have no products',
    why: () => 'no products in them',
    way: () => 'There is nothing to send in them.',
  },
  'no SKU': {
    one: 'has no SKU',
    many: 'have no SKU',
    why: () => 'a product has no SKU',
    way: () => 'Give the product an SKU in the store, then sync.',
  },
  'unknown SKU': {
    one: 'has an SKU that is not synced',
    many: 'have an SKU that is not synced',
    why: () => 'an SKU is not synced',
    way: () => 'Sync the products, or look whether two products share that SKU.',
  },
  amounts: {
    one: 'does not add up',
    many: 'do not add up',
    why: () => 'amounts don’t add up',
    way: () => 'The total differs from its lines, shipping and fees; please look at them in the store.',
  },
  other: {
    one: 'waits for another reason',
    many: 'wait for another reason',
    why: () => 'another reason',
    way: () => 'Please look at them.',
  },
};

const kinds = Object.keys(words);
const isKind = (kind: string): kind is Kind => Object.hasOwn(words, kind);

/** One entry for each reason, the commonest first: how many orders wait, why, what lets them in, and the button for it. */
export const heldItems = (held: Record<string, number>, names: HeldNames = {}): Item[] =>
  groupsOf(held, names).map((group) => ({
    tone: group.stays ? 'neutral' : 'warning',
    label: `${count(group.orders, 'order')} ${verb(group)}: ${words[group.kind].why(group)}`,
    text: [words[group.kind].way(group), ...examplesText(group)].join(' '),
    ...(names.store && !group.stays && !inRows(group) && { actions: [mendsGroup(group, names.store)] }),
  }));

/** The one button for all groups that wait because of what the rows say; several of the same name would leave one guessing. */
export const heldActions = (held: Record<string, number>, names: HeldNames & { store: StoreName }): Action[] =>
  groupsOf(held, names)
    .filter((group) => inRows(group) && !group.stays)
    .slice(0, 1)
    .map((group) => mendsGroup(group, names.store));

const inRows = ({ kind }: Group) => kind === 'status' || kind === 'contradictory row';
const mendsGroup = ({ kind, code, name }: Group, store: StoreName) => mends({ kind, method: code, title: name }, store);

/** "Without SKU: *Gift card*. Orders 1201 and 1205." */
function examplesText({ kind, orders, examples }: Group): string[] {
  if (!examples || examples.orders.length === 0) return [];
  const shown = examples.orders.map((number) => plain(number, 40));
  const more = orders > shown.length ? [`${digits(orders - shown.length)} more`] : [];
  const about = list(examples.about.map((name) => `*${plain(name, 40)}*`));
  return [
    ...(about ? [`${kind === 'no SKU' ? 'Without SKU' : 'Not known'}: ${about}.`] : []),
    `${orders === 1 ? 'Order' : 'Orders'} ${list([...shown, ...more])}.`,
  ];
}

const verb = ({ orders, stays }: Group) => {
  if (stays) return orders === 1 ? 'stays in the store' : 'stay in the store';
  return orders === 1 ? 'waits' : 'wait';
};

/** "21 wait for a row (Klarna)", "4 have no SKU": one for each kind of reason. */
export function heldParts(held: Record<string, number>, names: HeldNames = {}): string[] {
  const groups = groupsOf(held, names);
  const waiting = groups.filter(({ stays }) => !stays);
  const parts = [...new Set(waiting.map(({ kind }) => kind))].map((kind) => {
    const same = waiting.filter((group) => group.kind === kind);
    return part(same, ordersIn(same) === 1 ? words[kind].one : words[kind].many);
  });
  const staying = groups.filter(({ stays }) => stays);
  return staying.length > 0 ? [...parts, part(staying, ordersIn(staying) === 1 ? 'stays in the store' : 'stay in the store')] : parts;
}

const ordersIn = (groups: readonly Group[]) => groups.reduce((sum, { orders }) => sum + orders, 0);

function part(groups: readonly Group[], what: string): string {
  const named = groups.flatMap(({ name }) => (name ? [name] : []));
  return `${digits(ordersIn(groups))} ${what}${named.length ? ` (${few(named)})` : ''}`;
}

/** How many orders wait for something; those that are over in the store wait for nothing. */
export const waitingCount = (held: Record<string, number>, statuses: readonly StatusRecord[] = []): number =>
  ordersIn(groupsOf(held, { statuses }).filter(({ stays }) => !stays));

export const heldCount = (held: Record<string, number>): number => Object.values(held).reduce((sum, orders) => sum + orders, 0);

/** `problems`: what is wrong with the SKUs of its lines, where that was looked up. */
type Of = { statuses?: readonly StatusRecord[]; currency: string; problems?: readonly SkuProblem[] };

/** Why one order waits, in a sentence. */
export function heldText(reason: HeldReason, { statuses = [], currency, problems = [] }: Of): string {
  if (problems.length > 0 && (reason.kind === 'no SKU' || reason.kind === 'unknown SKU')) return skuProblems(problems);
  switch (reason.kind) {
    case 'no row':
      return `It is not confirmed yet how orders with *${nameOf('no row', reason.method, { statuses, methods: { [reason.method]: reason.title } })}* come in.`;
    case 'contradictory row':
      return `The row of *${plain(reason.title || reason.method)}* is cash on delivery and has a payment type. ${codUnpaid}`;
    case 'status': {
      const [name = ''] = statusNames([reason.status], statuses);
      if (stays(reason, statuses)) return `Its status in the store is *${name}*. In this status orders stay in the store.`;
      const those = reason.method === undefined ? '' : ' of its payment instrument';
      return `Its status in the store is *${name}*, and orders${those} in that status are not transferred.`;
    }
    case 'no lines':
      return 'It has no products, so there is nothing to send.';
    case 'no SKU':
      return `${named(reason.lines)} ${reason.lines.length === 1 ? 'has' : 'have'} no SKU in the store.`;
    case 'unknown SKU':
      return reason.skus.length === 1
        ? `The SKU ${named(reason.skus)} is not known here: it is not synced, or two products share it.`
        : `The SKUs ${named(reason.skus)} are not known here: they are not synced, or two products share them.`;
    case 'amounts':
      return amountsText(reason.difference, currency);
  }
}

/** What the total is more or less than it should be. */
export function amountsText(difference: string, currency: string): string {
  const amount = money(difference.replace(/^-/, ''), currency);
  return `Its total is ${amount} ${difference.startsWith('-') ? 'less' : 'more'} than its lines, shipping, fees and taxes come to. Please look at it in the store.`;
}

/** Nobody sends what was cancelled or given back: such an order waits for nothing. */
export function stays(reason: HeldReason | undefined, statuses: readonly StatusRecord[]): boolean {
  return reason?.kind === 'status' && isOver(statuses.find(({ code }) => code === reason.status));
}

/** Whether an order that stands so in the store is over without having been sent. */
export const isOver = (status?: StatusRecord): boolean => status?.meaning === 'cancelled' || status?.meaning === 'refunded';

/** The button for one order; none where nothing here mends it. */
export function mendsOne(reason: HeldReason, store: StoreName, { statuses = [], problems = [] }: Partial<Of>): Action | undefined {
  if (stays(reason, statuses)) return undefined;
  return reason.kind === 'no SKU' || reason.kind === 'unknown SKU'
    ? syncMends(problems)
      ? mends(reason, store)
      : undefined
    : mends(reason, store);
}

/** The same in as few words as a table has room for: "Klarna is not mapped yet". */
export function heldBriefly(reason: HeldReason, statuses: readonly StatusRecord[] = []): string {
  const kind = isKind(reason.kind) ? reason.kind : 'other';
  const [code, title] = reason.kind === 'no row' ? [reason.method, reason.title] : [reason.kind === 'status' ? reason.status : '', ''];
  const name = nameOf(kind, code, { statuses, methods: { [code]: title } });
  return words[kind].why({ kind, orders: 1, code, name, stays: false });
}

/** The button that mends why an order, or several, wait. */
export function mends({ kind, method = '', title = '' }: { kind: Kind; method?: string; title?: string }, { handle }: StoreName): Action {
  switch (kind) {
    case 'no row':
      return { label: `Map ${plain(title || method || 'No payment method', 30)}`, command: `map ${wordFor(method, title)} ${handle}` };
    case 'contradictory row':
    case 'status':
      return { label: 'Payment instruments', command: `payments ${handle}` };
    case 'no SKU':
    case 'unknown SKU':
      return { label: 'Sync products', command: `sync ${handle}` };
    case 'no lines':
    case 'amounts':
    case 'other':
      return { label: 'Waiting orders', command: `orders held ${handle}` };
  }
}

/** What one types for an instrument of which only the store's words are known. */
const wordFor = (method: string, title: string) => (method === '' ? 'no-payment' : slug(method) || slug(title) || 'method');

/** Held keys are "status:on-hold", "no row:klarna", "no SKU"; those of earlier versions have nothing after the kind. */
function groupsOf(held: Record<string, number>, { statuses = [], methods = {}, examples }: HeldNames): Group[] {
  const groups = Object.entries(held).map(([key, orders]): Group => {
    const [kind = '', code = ''] = key.split(/:(.*)/s);
    const status = statuses.find((one) => one.code === code);
    const stays = kind === 'status' && isOver(status);
    return {
      kind: isKind(kind) ? kind : 'other',
      orders,
      code,
      name: nameOf(kind, code, { statuses, methods }),
      stays,
      examples: examples?.[key],
    };
  });
  const place = ({ kind }: Group) => kinds.indexOf(kind);
  return groups.filter(({ orders }) => orders > 0).sort((one, other) => other.orders - one.orders || place(one) - place(other));
}

function nameOf(kind: string, code: string, { statuses, methods }: Required<Pick<HeldNames, 'statuses' | 'methods'>>): string {
  if (kind === 'no row') return plain(methods[code] || code || '“No payment method”', 40);
  return kind === 'status' && code ? (statusNames([code], statuses)[0] ?? code) : '';
}

const named = (names: readonly string[]) => few([...new Set(names)].map((name) => `*${plain(name, 40)}*`));
const few = (names: readonly string[]) => list(names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names);
