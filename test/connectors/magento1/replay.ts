import type { Access } from '../../../connectors/connector.ts';
import { createHttp } from '../../../connectors/http.ts';
import { magento1 } from '../../../connectors/magento1/index.ts';
import { readRecorded, readRequest, type Said, toPhp, writeResponse, writeValue } from '../../fakes/magento1/xml.ts';
import { listen } from '../../fakes/server.ts';
import { tls } from '../../fakes/tls.ts';
import { type Recording, recording } from '../recordings/replay.ts';

export const shop = 'openmage-20.0.20';
export const of = (name: string) => recording(shop, name);
/** The value that an answer holds, read without our own code. */
export const recorded = (name: string) => readRecorded(of(name).body);
/** The same as XML, to be put into another answer: what a list of several holds, each as it was recorded. */
export const xmlOf = (name: string): string => /<(?:param|fault)>([\s\S]*)<\/(?:param|fault)>/.exec(of(name).body)?.[1] ?? '';

/** Several recorded values as one answer to `multiCall`, or to a list. */
export const together = (values: readonly string[]): Recording => ({
  ...of('xmlrpc-login-ok'),
  body: writeResponse([]).replace('<array><data/></array>', `<array><data>${values.join('')}</data></array>`),
});
export const fault = (code: number, text: string) => writeValue({ isFault: true, faultCode: String(code), faultMessage: text });

/** "sales_order.list" → what is answered; `multiCall` is asked for by what it calls first. */
export type Routes = Record<string, Recording | ((args: unknown) => Recording)>;
export type Asked = { path: string; args: unknown };

const servers: (() => Promise<void>)[] = [];
export async function stopAll() {
  for (const close of servers.splice(0)) await close();
}

/** A good shop: whoever comes may log in and do everything. */
export const healthy = (): Routes => ({
  GET: of('xmlrpc-get-request'),
  login: of('xmlrpc-login-ok'),
  endSession: of('xmlrpc-endsession'),
  'multiCall core_magento.info': together([xmlOf('xmlrpc-magento-info'), xmlOf('xmlrpc-store-list')]),
  'catalog_product.list': of('xmlrpc-product-list-filter'),
  'catalog_product.info': of('xmlrpc-product-info-simple'),
  'sales_order.list': of('xmlrpc-order-list-updated-gt'),
});

/** Answers XML-RPC with recordings, over TLS on loopback. */
export async function start(routes: Routes) {
  const asked: Asked[] = [];
  const server = await listen({ protocol: 'https', port: 0 }, async ({ method, body }, response) => {
    const one = askedFor(method === 'GET' ? undefined : readRequest(body));
    asked.push(one);
    const route = routes[one.path] ?? of('xmlrpc-no-such-path');
    const { status, headers, body: text } = typeof route === 'function' ? route(one.args) : route;
    response.writeHead(status, { 'Content-Type': headers['content-type'] ?? 'text/html' }).end(text);
  });
  servers.push(server.close);
  return { url: `https://127.0.0.1:${server.port}`, asked };
}

function askedFor(read: { method: string; params: Said[] } | undefined): Asked {
  if (!read) return { path: 'GET', args: undefined };
  const [, first, args] = read.params.map(toPhp);
  if (read.method === 'call') return { path: String(first), args };
  const calls = Object.values(first ?? {});
  const [one] = read.method === 'multiCall' ? calls : [];
  return { path: Array.isArray(one) ? `multiCall ${one[0]}` : read.method, args: calls };
}

export const secrets = { apiUser: 'peer', apiKey: 'peer-api-key-123' };

/** Opened as after a check, so that nothing is asked before what is asked for. */
export const open = ({ url }: { url: string }, access: Access = { root: `${url}/api/xmlrpc/`, mailsLater: true, many: 'list' }) =>
  magento1.open({ url, ...secrets }, createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5000 }), access);
export const openNew = ({ url }: { url: string }) =>
  magento1.open({ url, ...secrets }, createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5000 }));
