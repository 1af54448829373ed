import { text } from '../words.ts';
import { type Api, listOf } from './api.ts';
import { utc } from './times.ts';
import { members, type Value } from './xmlrpc-reading.ts';

type Row = { [name: string]: Value };
type Options = { now?: number; timeout?: number };

const hour = 3_600_000;
/** Back to so many hours ago: a list has no limit but time, and every order in it is 11 kB. */
const steps = [6, 48, 14 * 24, 90 * 24];

/** The latest order of the last three months, as lists tell it. */
export async function latestOrder(api: Api, options: Options = {}): Promise<Row | undefined> {
  for await (const rows of backwards(api, options)) {
    const latest = rows.toSorted((one, other) => (text(one.created_at) < text(other.created_at) ? 1 : -1))[0];
    if (latest) return latest;
  }
}

/** Statuses that orders of the last three months have, beside those that are known: each with the state that Magento ties to it. */
export async function otherStatuses(api: Api, known: readonly string[], options: Options = {}): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const others = () => ({ status: { nin: [...known, ...found.keys()] } });
  for await (const rows of backwards(api, options, others))
    for (const { status, state } of rows) if (text(status)) found.set(text(status), text(state));
  return found;
}

async function* backwards(api: Api, { now = Date.now(), timeout }: Options, filter: () => Filter = () => ({})): AsyncGenerator<Row[]> {
  let to: number | undefined;
  for (const step of steps) {
    const from = now - step * hour;
    const created_at = { from: utc(from), ...(to !== undefined && { to: utc(to - 1000) }) };
    yield listOf(await api.call('sales_order.list', [{ ...filter(), created_at }], { timeout })).map(members);
    to = from;
  }
}

type Filter = { [field: string]: { [operator: string]: string[] } };
