import type { Json } from '../woocommerce/json.ts';
import { internal, noAttribute, noCriteria, pageTooLarge, type Told, told } from './refusals.ts';

type Value = string | number | null | undefined;
type Filter = { field: string; is: string; value: string };

/** One list: its rows by the columns that can be filtered by, and how each is written. */
export type Table<T> = {
  rows: readonly T[];
  columns: (row: T) => Record<string, Value>;
  payload: (row: T) => Json;
  /** Unknown columns are an SQL error, unknown attributes of products a refusal. */
  attributes?: true;
};

export type Limits = { repeatsLastPage?: boolean; most?: number; tooManyAt?: number };

export type Criteria = { groups: Filter[][]; sort?: string; descending: boolean; size: number; page: number };

/** Answers a list as Magento does: searchCriteria, then `fields`. */
export function search<T>(table: Table<T>, query: URLSearchParams, limits: Limits = {}): Told {
  const criteria = criteriaOf(query);
  if (!criteria) return noCriteria;
  if (limits.most && criteria.size > limits.most) return pageTooLarge(limits.most);
  if (limits.tooManyAt && criteria.size > limits.tooManyAt) return internal;
  const unknown = unknownField(table, criteria);
  if (unknown) return table.attributes ? noAttribute(unknown) : internal;
  const found = table.rows.filter((row) => {
    const columns = table.columns(row);
    return criteria.groups.every((group) => group.some((filter) => matches(columns[filter.field], filter)));
  });
  if (criteria.sort) sortBy(found, table, criteria.sort, criteria.descending);
  const pages = Math.max(1, Math.ceil(found.length / criteria.size));
  const page = limits.repeatsLastPage ? Math.min(criteria.page, pages) : criteria.page;
  const items = found.slice((page - 1) * criteria.size, page * criteria.size).map(table.payload);
  return told(only({ items, search_criteria: criteriaJson(criteria), total_count: found.length }, query.get('fields')));
}

/** Nothing at all in the query that is named `searchCriteria…` is an error. Camel case or not is all the same. */
export function criteriaOf(query: URLSearchParams): Criteria | undefined {
  const groups: Filter[][] = [];
  const criteria: Criteria = { groups, descending: true, size: Number.MAX_SAFE_INTEGER, page: 1 };
  let any = false;
  for (const [name, value] of query) {
    if (!name.startsWith('searchCriteria')) continue;
    any = true;
    const path = [...name.matchAll(/\[(\w+)\]/g)].map(([, part = '']) =>
      part.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    const [what, at, , place, part = ''] = path;
    if (what === 'filterGroups') {
      groups[Number(at)] ??= [];
      const group = groups[Number(at)] ?? [];
      group[Number(place)] ??= { field: '', is: 'eq', value: '' };
      Object.assign(group[Number(place)] ?? {}, part === 'conditionType' ? { is: value } : { [part]: value });
    } else if (what === 'sortOrders') Object.assign(criteria, path[2] === 'field' ? { sort: value } : { descending: value !== 'ASC' });
    else if (what === 'pageSize') criteria.size = Number(value);
    else if (what === 'currentPage') criteria.page = Math.max(1, Number(value));
  }
  return any ? criteria : undefined;
}

function unknownField<T>({ rows, columns }: Table<T>, { groups, sort }: Criteria): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const known = columns(first);
  return [...groups.flat().map(({ field }) => field), ...(sort ? [sort] : [])].find((field) => !(field in known));
}

/** As MySQL compares: capitals do not count, numbers are numbers, moments are texts. */
function matches(column: Value, { is, value }: Filter): boolean {
  if (column === null || column === undefined) return false;
  const list = () => value.split(',').map((one) => compare(column, one) === 0);
  const order = compare(column, value);
  switch (is) {
    case 'eq':
      return order === 0;
    case 'neq':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'gteq':
    case 'from':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'lteq':
    case 'to':
      return order <= 0;
    case 'in':
      return list().includes(true);
    case 'nin':
      return !list().includes(true);
    default:
      return false;
  }
}

function compare(column: string | number, value: string): number {
  if (typeof column === 'number') return column - Number.parseFloat(value);
  const other = value.replace(/^(\d{4}-\d\d-\d\d)T([\d:]+)Z?$/, '$1 $2').toLowerCase();
  const own = column.toLowerCase();
  return own === other ? 0 : own < other ? -1 : 1;
}

function sortBy<T>(rows: T[], { columns }: Table<T>, field: string, descending: boolean) {
  const keyed = rows.map((row) => ({ row, key: columns(row)[field] ?? '' }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (descending ? -1 : 1));
  keyed.forEach(({ row }, at) => {
    rows[at] = row;
  });
}

function criteriaJson({ groups, sort, descending, size, page }: Criteria): Json {
  return {
    filter_groups: groups.map((filters) => ({
      filters: filters.map(({ field, is, value }) => ({ field, value, condition_type: is })),
    })),
    ...(sort && { sort_orders: [{ field: sort, direction: descending ? 'DESC' : 'ASC' }] }),
    ...(size < Number.MAX_SAFE_INTEGER && { page_size: size }),
    ...(page > 1 && { current_page: page }),
  };
}

type Wanted = Map<string, Wanted | undefined>;

/** Magento's `fields`: names with what is wanted inside in brackets. What is spelled wrongly gives an empty list; an empty list becomes null. */
export function only(json: Json, fields: string | null): Json {
  if (fields === null) return json;
  if (!/^[\w[\],]*$/.test(fields)) return [];
  const wanted = parse(fields);
  return wanted ? pick(json, wanted) : [];
}

function parse(fields: string): Wanted | undefined {
  const stack: Wanted[] = [new Map()];
  let last = '';
  for (const [sign] of fields.matchAll(/\w+|[[\],]/g)) {
    const top = stack.at(-1);
    if (!top) return undefined;
    if (sign === '[') {
      const inner: Wanted = new Map();
      top.set(last, inner);
      stack.push(inner);
    } else if (sign === ']') stack.pop();
    else if (sign !== ',') {
      last = sign;
      top.set(sign, undefined);
    }
  }
  return stack.length === 1 ? stack[0] : undefined;
}

function pick(json: Json, wanted: Wanted): Json {
  if (Array.isArray(json)) return json.map((item) => pick(item, wanted));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]): [string, Json][] => {
      if (!wanted.has(key)) return [];
      const inner = wanted.get(key);
      if (!inner) return [[key, value]];
      return [[key, Array.isArray(value) && value.length === 0 ? null : pick(value, inner)]];
    }),
  );
}
