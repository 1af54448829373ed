import type { Row, Table } from './rows.ts';
import type { Site } from './site.ts';

export type Complaint = { status: number; errors: { code: number; message: string }[] };

const complaint = (code: number, message: string, { version }: Site): Complaint => ({
  // 1.6 says 400 where newer shops stumble over their own check as well.
  status: version.startsWith('1.7') ? 500 : 400,
  errors: [
    { code, message },
    ...(version.startsWith('1.7')
      ? [
          {
            code: 5,
            message:
              '[PHP Notice #8] Trying to access array offset on value of type bool (/srv/site/classes/webservice/WebserviceRequest.php, line 1307)',
          },
        ]
      : []),
  ],
});

const isDate = (field: string) => /^date_(add|upd)$/.test(field);

/** The rows that were asked for: filtered, sorted, cut and shown as told. */
export function select(table: Table, query: URLSearchParams, site: Site): Row[] | Complaint {
  const dates = query.get('date') === '1';
  const known = (field: string) => table.fields.includes(field) && field !== 'associations' && (dates || !isDate(field));
  let rows = table.rows;
  for (const [name, wanted] of query) {
    const [, field] = /^filter\[(\w+)\]$/.exec(name) ?? [];
    if (!field) continue;
    if (!known(field))
      return complaint(32, `This filter does not exist. Did you mean: "note"? The full list is: "${table.fields.join('", "')}"`, site);
    rows = rows.filter(matcher(field, wanted));
  }
  const sort = /^\[?(.*?)\]?$/.exec(query.get('sort') ?? '')?.[1] ?? '';
  for (const part of sort.split(',').filter(Boolean).reverse()) {
    const [, field = '', direction] = /^(.*?)_(ASC|DESC)$/.exec(part) ?? [];
    if (!known(field)) return complaint(38, 'Unable to filter by this field. However, these are available: id', site);
    rows = rows.toSorted((one, other) => compare(one[field], other[field]) * (direction === 'DESC' ? -1 : 1));
  }
  return show(cut(rows, query.get('limit')), table, query, site);
}

/** How PrestaShop reads a filter: `[a]`, `[a|b]`, `[a,b]`, `>[a]`, `<[a]`, `%[a]%`, or the value alone. */
function matcher(field: string, wanted: string): (row: Row) => boolean {
  const [, before = '', list = wanted, after = ''] = /^([<>%!]?)\[(.*)\](%?)$/.exec(wanted) ?? [];
  const value = (row: Row) => String(row[field] ?? '').toLowerCase();
  if (before === '>') return (row) => compare(row[field], list) > 0;
  if (before === '<') return (row) => compare(row[field], list) < 0;
  if (list.includes(',') && !before && !after) {
    const [from = '', to = ''] = list.split(',').sort(compare);
    return (row) => compare(row[field], from) >= 0 && compare(row[field], to) <= 0;
  }
  const values = list.toLowerCase().split('|');
  if (before === '!') return (row) => !values.includes(value(row));
  if (before === '%' || after)
    return (row) =>
      values.some((part) =>
        before && after ? value(row).includes(part) : before ? value(row).endsWith(part) : value(row).startsWith(part),
      );
  const exact = new Set(values);
  if (values.every((one) => /^\d*$/.test(one))) return (row) => exact.has(value(row));
  // The database sees no difference in accents and capitals.
  const bare = new Set(values.map(withoutAccents));
  return (row) => bare.has(withoutAccents(value(row)));
}

const withoutAccents = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

function compare(one: unknown, other: unknown): number {
  const [a, b] = [String(one ?? ''), String(other ?? '')];
  if (a !== '' && b !== '' && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b))) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A limit that is none finds nothing. */
function cut(rows: Row[], limit: string | null): Row[] {
  if (limit === null) return rows;
  const [first, second] = limit.split(',').map(Number);
  if (first === undefined || Number.isNaN(first)) return [];
  return second === undefined ? rows.slice(0, first) : rows.slice(first, first + second);
}

function show(rows: Row[], table: Table, query: URLSearchParams, site: Site): Row[] | Complaint {
  const display = query.get('display');
  if (!display) return rows.map(({ id }) => ({ id }));
  const language = query.get('language');
  if (language && Number(language) > site.languages) return { status: 400, errors: [{ code: 81, message: 'language is not available' }] };
  const wanted = display === 'full' ? table.fields : display.replace(/^\[|\]$/g, '').split(',');
  const unknown = wanted.find((field) => !table.fields.includes(field));
  if (unknown)
    return complaint(35, `Unable to display this field "${unknown}". However, these are available: ${table.fields.join(', ')}`, site);
  const chosen = table.fields.filter((field) => wanted.includes(field));
  return rows.map((row) => Object.fromEntries(chosen.flatMap((field) => (field in row ? [[field, told(row, field)]] : []))));

  /** With several languages a text comes once for each, unless one is asked for. */
  function told(row: Row, field: string): unknown {
    const value = row[field];
    if (!table.translated?.includes(field) || site.languages === 1 || language) return value;
    return Array.from({ length: site.languages }, (_, at) => ({ id: String(at + 1), value: at === 0 ? value : `${value} (sl)` }));
  }
}
