import { type Refusal, refusal } from './auth.ts';
import { atLeast, localTime, offsetOf } from './json.ts';
import type { Writing } from './orders.ts';

/** What a list may be asked for. Whatever else stands in the query is ignored, as WordPress does. */
export type Asked = {
  page: number;
  perPage: number;
  order: 'asc' | 'desc';
  orderBy: string;
  statuses?: string[];
  include?: number[];
  search?: string;
  window: Window;
  fields?: string[];
};
/** Bounds in milliseconds, both exclusive. */
export type Window = { created: [number, number]; modified: [number, number] };

export type ListRules = { orderBy: string[]; statuses: string[]; listOfStatuses: boolean; modified: boolean; gmt: boolean };

/** What `orders` and `products` accept, by version; 3.9.1 knew neither `modified_after` nor `dates_are_gmt`, and said nothing. */
export function rulesOf(kind: 'orders' | 'products', version: string, statuses: string[]): ListRules {
  const dated = atLeast(version, '5.8');
  const shared = { modified: dated, gmt: dated };
  const names = ['date', 'id', 'include', 'title', 'slug'];
  if (kind === 'orders') {
    const known = ['any', 'trash', ...(dated ? ['auto-draft'] : []), ...statuses];
    return { ...shared, orderBy: dated ? [...names, 'modified'] : names, statuses: known, listOfStatuses: true };
  }
  const states = ['any', 'future', ...(dated ? ['trash'] : []), 'draft', 'pending', 'private', 'publish'];
  const orderBy = [...names, ...(dated ? ['modified'] : []), 'menu_order', 'price', 'popularity', 'rating'];
  return { ...shared, orderBy, statuses: states, listOfStatuses: false };
}

/** Reads the query as WordPress checks it: the first thing that is wrong is a 400. */
export function asked(query: URLSearchParams, rules: ListRules, { timeZone }: Pick<Writing, 'timeZone'>): Asked | Refusal {
  const wrong = problem(query, rules);
  if (wrong) return wrong;
  const gmt = rules.gmt && ['true', '1'].includes(query.get('dates_are_gmt') ?? '');
  const bound = (name: string, none: number) => (query.has(name) ? moment(query.get(name) ?? '', gmt, timeZone) : none);
  const window = (after: string, before: string): [number, number] => [
    bound(after, Number.NEGATIVE_INFINITY),
    bound(before, Number.POSITIVE_INFINITY),
  ];
  const statuses = words(query, 'status')?.filter((status) => status !== 'any');
  return {
    page: Number(query.get('page') ?? 1),
    perPage: Number(query.get('per_page') ?? 10),
    order: query.get('order') === 'asc' ? 'asc' : 'desc',
    orderBy: query.get('orderby') ?? 'date',
    statuses: statuses?.length ? statuses : undefined,
    include: words(query, 'include')?.map(Number),
    search: query.get('search')?.trim().toLowerCase() || undefined,
    window: { created: window('after', 'before'), modified: rules.modified ? window('modified_after', 'modified_before') : open },
    fields: fieldsOf(query),
  };
}

const open: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

export const fieldsOf = (query: URLSearchParams) => words(query, '_fields')?.map((field) => field.trim());

/** A comma list, or PHP's `name[]=a&name[]=b`. */
function words(query: URLSearchParams, name: string): string[] | undefined {
  const several = [...query].filter(([key]) => key.replace(/\[\d*\]$/, '') === name).map(([, value]) => value);
  const list = several.flatMap((value) => value.split(',')).filter((word) => word !== '');
  return list.length > 0 ? list : undefined;
}

function problem(query: URLSearchParams, rules: ListRules): Refusal | undefined {
  const oneOf = (name: string, value: string | null, known: string[]) =>
    value === null || known.includes(value)
      ? undefined
      : invalid(name.replace(/\[\d+\]$/, ''), 'rest_not_in_enum', `${name} is not one of ${sentence(known)}.`);
  const dates = ['after', 'before', ...(rules.modified ? ['modified_after', 'modified_before'] : [])];
  const statuses = words(query, 'status') ?? [];
  return (
    whole(query, 'page', 1) ??
    whole(query, 'per_page', 1, 100) ??
    dates
      .map((name) =>
        query.has(name) && !date.test(query.get(name) ?? '') ? invalid(name, 'rest_invalid_date', 'Invalid date.') : undefined,
      )
      .find(Boolean) ??
    oneOf('order', query.get('order'), ['asc', 'desc']) ??
    oneOf('orderby', query.get('orderby'), rules.orderBy) ??
    statuses.map((status, at) => oneOf(rules.listOfStatuses ? `status[${at}]` : 'status', status, rules.statuses)).find(Boolean)
  );
}

const date = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:\d{2})?)?$/i;

function whole(query: URLSearchParams, name: string, from: number, to?: number) {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^-?\d+$/.test(value)) return invalid(name, 'rest_invalid_type', `${name} is not of type integer.`, { param: name });
  if (Number(value) >= from && (to === undefined || Number(value) <= to)) return undefined;
  const range = to === undefined ? `must be greater than or equal to ${from}` : `must be between ${from} (inclusive) and ${to} (inclusive)`;
  return invalid(name, 'rest_out_of_bounds', `${name} ${range}`);
}

export function invalid(name: string, code: string, message: string, data: { param: string } | null = null): Refusal {
  return refusal(400, 'rest_invalid_param', `Invalid parameter(s): ${name}`, {
    params: { [name]: message },
    details: { [name]: { code, message, data } },
  });
}

export const sentence = (words: string[]) => `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;

/** A date with a zone says its moment; one without is in the shop's time, or in UTC where `dates_are_gmt` is known and given. */
function moment(text: string, gmt: boolean, timeZone: string): number {
  if (/(Z|[+-]\d{2}(:\d{2})?)$/i.test(text.slice(19))) {
    const exact = new Date(text);
    // WordPress turns it into the shop's time, and compares that with the UTC column: gmt and a zone together are off by the shop's offset.
    return gmt ? Date.parse(`${localTime(exact, timeZone)}Z`) : exact.getTime();
  }
  const utc = new Date(`${text.slice(0, 19)}Z`);
  return gmt ? utc.getTime() : utc.getTime() - offsetOf(new Date(utc.getTime() - offsetOf(utc, timeZone)), timeZone);
}

/** Is a moment inside, to the second? Both bounds are exclusive. */
export const within = (time: number, [after, before]: [number, number]) => time > after && time < before;

export type Listed = { id: number; created: Date; modified: Date };

/** Filters, sorts and cuts one page; `total` counts all that match. Ties go by id, as dates do in WordPress; `modified` has no tie-break. */
export function listPage<T extends Listed>(
  all: T[],
  asked: Asked,
  statusOf: (item: T) => string,
  any: (status: string) => boolean,
  holds: (item: T, search: string) => boolean = () => true,
) {
  const matching = all.filter((item) => {
    const status = statusOf(item);
    if (!(asked.statuses ? asked.statuses.includes(status) : any(status))) return false;
    if (asked.include && !asked.include.includes(item.id)) return false;
    if (asked.search && !holds(item, asked.search)) return false;
    return within(item.created.getTime(), asked.window.created) && within(item.modified.getTime(), asked.window.modified);
  });
  const by: Record<string, (item: T) => number> = { id: ({ id }) => id, modified: ({ modified }) => modified.getTime() };
  const value = by[asked.orderBy] ?? (({ created }) => created.getTime());
  const sign = asked.order === 'asc' ? 1 : -1;
  matching.sort((one, other) => sign * (value(one) - value(other) || one.id - other.id));
  return { items: matching.slice((asked.page - 1) * asked.perPage, asked.page * asked.perPage), total: matching.length };
}

/** Where a list stands: with plain permalinks the query says which one. */
export const listAddress = ({ root, home }: Writing, query: URLSearchParams, list: string) =>
  query.has('rest_route') ? `${home}/index.php` : `${root}${list}`;

/** The `Link` of a page: WordPress' own words, with the parameters that a list adds for itself at the end. */
export function pageLinks(
  address: string,
  query: URLSearchParams,
  page: number,
  pages: number,
  extra: [string, string][],
): string | undefined {
  const given = [...query].filter(([name]) => !/^(status|page)(\[\d*\])?$/.test(name));
  const at = query.has('page') ? [...query.keys()].indexOf('page') : -1;
  const to = (number: number, rel: string) => {
    const parameters: [string, string][] = [
      ...given.map(([name, value]): [string, string] => [name, name === 'dates_are_gmt' && value === 'true' ? '1' : value]),
      ...extra,
    ];
    parameters.splice(at < 0 ? parameters.length : at, 0, ['page', String(number)]);
    return `<${address}?${new URLSearchParams(parameters)}>; rel="${rel}"`;
  };
  const links = [...(page > 1 ? [to(Math.min(page - 1, pages), 'prev')] : []), ...(page < pages ? [to(page + 1, 'next')] : [])];
  return links.length > 0 ? links.join(', ') : undefined;
}
