/** One name and value of a query, in its order: a signature is made over all of them. */
export type Query = readonly (readonly [name: string, value: string])[];

type Condition = 'eq' | 'gt' | 'gteq' | 'lteq' | 'in' | 'nin';
export type Filter = readonly [field: string, is: Condition, value: string | number];

/** `where`: every group must hold; of the filters in a group any one does. */
type Criteria = { where?: readonly (readonly Filter[])[]; sort?: string; descending?: true; size: number; page?: number; fields: string };

/**
 * What Magento is asked for in a list: never without `searchCriteria`, and always sorted, or pages overlap. Lists are named by numbers up to
 * 9 only, because servers sort "10" otherwise than signatures are sorted.
 * https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
 */
export function searchCriteria({ where = [], sort, descending, size, page = 1, fields }: Criteria): Query {
  const filters = where.flatMap((group, at) => group.flatMap((filter, place) => filterQuery(`[${at}][filters][${place}]`, filter)));
  const order: Query = sort
    ? [
        ['searchCriteria[sortOrders][0][field]', sort],
        ['searchCriteria[sortOrders][0][direction]', descending ? 'DESC' : 'ASC'],
      ]
    : [];
  return [
    ...filters,
    ...order,
    ['searchCriteria[pageSize]', String(size)],
    ['searchCriteria[currentPage]', String(page)],
    ['fields', fields],
  ];
}

const filterQuery = (place: string, [field, is, value]: Filter): Query => [
  [`searchCriteria[filterGroups]${place}[field]`, field],
  [`searchCriteria[filterGroups]${place}[conditionType]`, is],
  [`searchCriteria[filterGroups]${place}[value]`, String(value)],
];

/** The rows of a list, read by id from one on. */
export const after = (id: number): Filter => ['entity_id', 'gt', id];

/** The address of a question. Spaces as %20: what a "+" means to Magento depends on who reads it, and so its signatures. */
export function address(root: string, path: string, query: Query): URL {
  const pairs = query.map(([name, value]) => `${name}=${readable(value)}`);
  return new URL(`${root}${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`);
}

const readable = (value: string) => encodeURIComponent(value).replace(/%(2C|3A|2F|5B|5D)/g, (sign) => decodeURIComponent(sign));

/** A moment as Magento writes it: UTC, whole seconds, no zone. */
export const toSeconds = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ');
