import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join, resolve } from 'node:path';
import { tls } from '../../fakes/tls.ts';

/** The answer of a real server, as it was written down. */
export type Recording = { name: string; status: number; headers: Record<string, string>; body: string; json: () => unknown };

/** One request to the replaying server: its path is the REST route, whichever way it was asked for. */
export type Asked = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers'] };
type Choose = (asked: Asked) => Recording;
/** "GET /wp-json/wc/v3/orders" → what is answered; "GET" may be left out. A 404 of the web server for all others. */
export type Routes = Record<string, Recording | Choose>;

const folder = resolve(process.env.RECORDINGS ?? '../shared/recordings');
const pathOf = (shop: string) => join(folder, shop);
export const haveRecordings = (shop: string): boolean => existsSync(pathOf(shop));
export const recordingsOf = (shop: string): string[] =>
  (haveRecordings(shop) ? readdirSync(pathOf(shop)) : [])
    .filter((file) => file.endsWith('.http'))
    .map((file) => file.replace(/(\.request)?\.http$/, ''));

export function recording(shop: string, name: string): Recording {
  const text = readFileSync(join(pathOf(shop), `${name}.http`), 'utf8');
  const gap = /\r?\n\r?\n/.exec(text);
  if (!gap) throw new Error(`${name} has no body`);
  const [line = '', ...lines] = text.slice(0, gap.index).split(/\r?\n/);
  const body = text.slice(gap.index + gap[0].length);
  const headers = Object.fromEntries(
    lines.map((header) => [header.slice(0, header.indexOf(':')).toLowerCase(), header.slice(header.indexOf(':') + 1).trim()]),
  );
  return { name, status: Number(line.split(' ')[1]), headers, body, json: () => JSON.parse(body) };
}

/** One order, or any one thing, as the list that a connector reads. */
export const asList = (one: Recording): Recording => ({
  ...one,
  headers: { 'content-type': one.headers['content-type'] ?? '', 'x-wp-total': '1' },
  body: `[${one.body}]`,
  json: () => [one.json()],
});

/** Only what says something about the answer; the rest belongs to the connection. */
const told = [
  ...['content-type', 'x-wp-total', 'x-wp-totalpages', 'link', 'allow', 'retry-after', 'www-authenticate', 'server', 'location'],
  ...['access-time', 'psws-version', 'x-powered-by'],
];

export type Replay = { url: string; asked: Asked[]; close: () => Promise<void> };

/** Serves recordings on loopback, over TLS unless `plain`. */
export async function replay(routes: Routes, { plain = false } = {}): Promise<Replay> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    const one = readRequest(request);
    asked.push(one);
    const found = routes[`${one.method} ${one.path}`] ?? (one.method === 'GET' ? routes[one.path] : undefined) ?? routes['*'];
    answer(response, typeof found === 'function' ? found(one) : (found ?? notFound));
  };
  const server = plain ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    url: `${plain ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const notFound: Recording = {
  name: '',
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Not found</body></html>',
  json: () => undefined,
};

function answer(response: ServerResponse, { status, headers, body }: Recording) {
  response.writeHead(status, Object.fromEntries(Object.entries(headers).filter(([name]) => told.includes(name))));
  response.end(body);
}

function readRequest({ method = 'GET', url = '/', headers }: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(url, 'http://shop');
  const route = searchParams.get('rest_route');
  return { method, path: route === null ? pathname : `?rest_route=${route}`, query: searchParams, headers };
}
