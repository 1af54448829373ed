import type { Reply } from '../server.ts';
import type { Key, Method } from './keys.ts';
import { type Complaint, select } from './query.ts';
import type { Row } from './rows.ts';
import { atLeast, type Site } from './site.ts';
import { listsOf, tableOf } from './tables.ts';
import { write } from './writing.ts';

/** `path` is what comes after /api/. */
export type Asked = { method: string; path: string; query: URLSearchParams; key?: string; body: string; home: string };

const realm = 'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."';

/** Answers as the web service would. */
export function respond(site: Site, asked: Asked): Reply {
  if (asked.key === undefined) {
    // The key is looked for before anything else of the web service begins.
    return { status: 401, headers: { 'Content-Type': 'text/html; charset=utf-8', 'WWW-Authenticate': realm }, body: '401 Unauthorized' };
  }
  const key = site.keys.find((one) => one.key === asked.key && one.active);
  const refused = refuse(key, asked, site);
  if (refused) return complain(refused, asked, site);
  const [list = '', id] = asked.path.split('/');
  if (list === '') return frontPage(site, asked, key);
  if (asked.method !== 'GET') {
    const done = write(site, { ...asked, list, id });
    if ('errors' in done) return complain(done, asked, site);
    if ('text' in done) return { status: done.status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: done.text };
    return tell(done.status, { [list.replace(/ies$/, 'y').replace(/s$/, '')]: done.row }, site);
  }
  const table = tableOf(list, site, asked.query);
  if (!table) return complain({ status: 400, errors: [{ code: 27, message: `Resource of type "${list}" does not exists.` }] }, asked, site);
  if (id !== undefined && !table.rows.some((row) => String(row.id) === id)) return { status: 404, headers: own(site), body: '' };
  const rows = select(table, asked.query, site);
  return 'errors' in rows ? complain(rows, asked, site) : tell(200, rows.length > 0 ? { [table.key]: rows } : [], site);
}

function refuse(key: Key | undefined, { key: given = '', method, path }: Asked, site: Site): Complaint | undefined {
  const say = (status: number, ...errors: [code: number, message: string][]) => ({
    status,
    errors: errors.map(([code, message]) => ({ code, message })),
  });
  if (given === '') return say(401, [17, 'Authentication key is empty']);
  if (given.length !== 32) return say(401, [18, 'Invalid authentication key format']);
  if (!key) return say(401, [20, 'Authentification key is not active'], [21, 'No permission for this authentication key']);
  if (Object.keys(key.methods).length === 0) return say(401, [21, 'No permission for this authentication key']);
  if (key.shops === false) return say(403, [132, 'No permission for this authentication key']);
  const [list = ''] = path.split('/');
  const word = method.toLowerCase() as Method;
  const may = key.methods[list];
  if (list === '' || !listsOf(site.version).includes(list)) return undefined;
  if (!may) return say(401, [26, `Resource of type "${list}" is not allowed with this authentication key`]);
  if (!may.includes(word)) return say(405, [25, `Method ${method} is not allowed for the resource ${list} with this authentication key`]);
  return undefined;
}

/** Up to 1.7 the version is told to anybody, later to good keys. */
const own = ({ version }: Site, refused = false): Record<string, string> => ({
  'Access-Time': String(Math.floor(Date.now() / 1000)),
  'X-Powered-By': 'PrestaShop Webservice',
  ...(!(refused && atLeast(version, '8')) && { 'PSWS-Version': version }),
});

const json = (site: Site, refused?: boolean) => ({ 'Content-Type': 'application/json', ...own(site, refused) });
const xml = (site: Site, refused?: boolean) => ({ 'Content-Type': 'text/xml;charset=utf-8', ...own(site, refused) });

const tell = (status: number, body: Row | [], site: Site): Reply => ({
  status,
  headers: json(site),
  body: JSON.stringify(body).replaceAll('/', '\\/'),
});

const document = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n${inside}\n</prestashop>\n`;

export function complain({ status, errors }: Complaint, { query }: Pick<Asked, 'query'>, site: Site): Reply {
  const more: Record<string, string> = status === 401 ? { 'WWW-Authenticate': realm } : {};
  if (query.get('output_format') === 'JSON')
    return { status, headers: { ...json(site, status === 401), ...more }, body: JSON.stringify({ errors }) };
  const told = errors.map(
    ({ code, message }) => `<error>\n<code><![CDATA[${code}]]></code>\n<message><![CDATA[${message}]]></message>\n</error>`,
  );
  return { status, headers: { ...xml(site, status === 401), ...more }, body: document(`<errors>\n${told.join('\n')}\n</errors>`) };
}

/** What the key may do, list by list. As JSON it broke from 8.0 on. */
function frontPage(site: Site, { query, home }: Asked, key: Key | undefined): Reply {
  const lists = listsOf(site.version).filter((list) => key?.methods[list]);
  if (query.get('output_format') === 'JSON') {
    if (atLeast(site.version, '8')) return { status: 500, headers: { 'Content-Type': 'text/html' }, body: '' };
    return { status: 200, headers: json(site), body: JSON.stringify(lists) };
  }
  const resources = lists.map((list) => {
    const may = (['get', 'put', 'post', 'delete', 'head'] as const)
      .map((method) => `${method}="${key?.methods[list]?.includes(method)}"`)
      .join(' ');
    const link = `xlink:href="${home}/api/${list}" ${may}`;
    return `<${list} ${link}>\n<description ${link}>\nThe ${list}</description>\n<schema xlink:href="${home}/api/${list}?schema=blank" type="blank"/>\n</${list}>`;
  });
  const name = site.shop.name.replaceAll('&', '&amp;');
  return { status: 200, headers: xml(site), body: document(`<api shopName="${name}">\n${resources.join('\n')}\n</api>`) };
}
