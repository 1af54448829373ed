import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  ConnectorError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ResponseError,
} from '../../connectors/errors.ts';
import { createHttp, type Http, refusal, retryAfter, send, userAgent } from '../../connectors/http.ts';
import { tls } from '../fakes/tls.ts';

const http = createHttp({ allowPrivate: true, timeout: 2_000, ca: tls.cert });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

type Server = { url: URL; seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] };
type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A server that lives as long as the test. */
async function serve(answer: Answer, options: { secure?: boolean } = {}): Promise<Server> {
  const seen: Server['seen'] = [];
  const listener: RequestListener = (request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers });
    answer(request, response, seen.length);
  };
  const server = options.secure ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return { url: new URL(`http${options.secure ? 's' : ''}://127.0.0.1:${port}/`), seen };
}

const says = (status: number, headers: Record<string, string> = {}, body = '{}'): Answer => {
  return (_, response) => response.writeHead(status, headers).end(body);
};
const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('one request', () => {
  it('says who asks, and brings back status, headers and text as they came', async () => {
    const { url, seen } = await serve(says(418, { 'X-WP-Total': '3' }, '<html>teapot</html>'));
    expect(await send(http, url)).toMatchObject({ status: 418, headers: { 'x-wp-total': '3' }, text: '<html>teapot</html>', url });
    expect(seen[0]?.headers).toMatchObject({ 'user-agent': userAgent, accept: 'application/json' });
  });

  it('sends a body as JSON', async () => {
    let body = '';
    const { url, seen } = await serve((request, response) => {
      request.on('data', (part) => (body += part));
      request.on('end', () => response.end('{}'));
    });
    await send(http, url, { method: 'POST', body: '{"a":"č"}' });
    expect([seen[0]?.method, seen[0]?.headers['content-type'], body]).toEqual(['POST', 'application/json', '{"a":"č"}']);
  });

  it('reads what was packed', async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"packed":true}')));
    expect((await send(http, url)).text).toBe('{"packed":true}');
  });

  it('keeps connections open, and asks again where one was closed meanwhile', async () => {
    const ports = new Set<number | undefined>();
    const { url, seen } = await serve((request, response, count) => {
      ports.add(request.socket.remotePort);
      if (count === 3) request.socket.destroy();
      else response.end('{}');
    });
    for (const _ of [1, 2, 3]) expect((await send(http, url)).status).toBe(200);
    expect([seen.length, ports.size]).toEqual([4, 2]);
  });

  it('reads the charset that the answer names, and UTF-8 where it names none that we know', async () => {
    const latin = Buffer.from('Žiga Č', 'utf8').toString('latin1');
    const bytes = Buffer.from([0x44, 0xfc, 0x72, 0x65, 0x6e]);
    const { url } = await serve((_, response, count) => {
      const [type, body] = [
        ['text/xml; charset=ISO-8859-1', bytes],
        ['text/xml; charset="x-unheard-of"', Buffer.from(latin, 'latin1')],
      ][count - 1] ?? ['', ''];
      response.writeHead(200, { 'Content-Type': String(type) }).end(body);
    });
    expect((await send(http, url)).text).toBe('Düren');
    expect((await send(http, url)).text).toBe('Žiga Č');
  });

  it('asks again with a POST only where that is said to do no harm', async () => {
    const { url, seen } = await serve((request, response, count) => {
      if (count === 2) request.socket.destroy();
      else response.end('{}');
    });
    await send(http, url, { method: 'POST', body: '1' });
    expect((await send(http, url, { method: 'POST', body: '2', repeatable: true })).text).toBe('{}');
    expect(seen).toHaveLength(3);
  });

  it('never writes twice', async () => {
    const { url, seen } = await serve((request) => request.socket.destroy());
    expect(await failureOf(send(http, url, { method: 'POST', body: '{}' }))).toBeInstanceOf(NetworkError);
    expect(seen).toHaveLength(1);
  });
});

describe('what it may cost', () => {
  it('is limited in time, from the first byte to the last', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const failure = await failureOf(send(http, url, { timeout: 150 }));
    expect(failure).toMatchObject({ name: 'NetworkError', message: expect.stringContaining('did not answer in time'), tooMuch: true });
    expect(failure).toMatchObject({ advice: [expect.stringContaining('in a browser'), expect.stringContaining('firewall')] });
  });

  it.each(['as it is', 'packed'])('is limited in size: %s', async (how) => {
    const body = Buffer.alloc(3_000_000, ' ');
    const { url } = await serve((_, response) => {
      if (how === 'packed') response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body));
      else response.end(body);
    });
    const small = createHttp({ allowPrivate: true, maxBytes: 1_000_000 });
    expect(await failureOf(send(small, url))).toMatchObject({ name: 'ResponseError', message: expect.stringContaining('1 MB') });
  });

  it('ends at once when it is told to, with the reason that was told', async () => {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort(new Error('enough')));
    await expect(send(http.with({ signal: stop.signal }), url)).rejects.toThrow('enough');
    await expect(send(http.with({ signal: stop.signal }), url)).rejects.toThrow('enough');
  });
});

describe('addresses inside private networks', () => {
  const careful = createHttp({ allowPrivate: false, timeout: 2_000 });
  const inside = [
    ...[
      '127.0.0.1',
      'localhost',
      '[::1]',
      '0.0.0.0',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:10.0.0.1]',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
    ],
    ...[
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.169.254',
      '[fd00:ec2::254]',
      '[fe80::1]',
      '168.63.129.16',
      '[::10.0.0.1]',
    ],
    ...['192.0.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
  ];

  it.each(inside)('%s is refused', async (host) => {
    for (const scheme of ['http', 'https']) {
      const failure = await failureOf(send(careful, new URL(`${scheme}://${host}:9/`)));
      expect(failure).toMatchObject({ name: 'NetworkError', message: expect.stringContaining('inside a private network') });
    }
  });

  it('a name is looked up, and refused when it leads there; where to is not told', async () => {
    const failure = await failureOf(send(careful, new URL('http://localhost:9/')));
    expect(inspect(failure)).toContain('localhost');
    expect(inspect(failure)).not.toMatch(/127\.0\.0\.1|::1/);
  });

  it('are refused after a redirect, too', async () => {
    const only = { allowIPAddressList: ['127.0.0.1'] };
    const agents = { httpAgent: new RequestFilteringHttpAgent(only), httpsAgent: new RequestFilteringHttpsAgent(only) };
    const { url } = await serve(says(302, { Location: 'http://169.254.169.254/latest/meta-data/' }));
    const failure = await failureOf(send({ ...careful, agents }, url));
    expect(failure).toMatchObject({ message: expect.stringContaining('169.254.169.254 is an address inside a private network') });
  });

  it('are asked where that is allowed', async () => {
    const { url } = await serve(says(200));
    expect((await send(http, url)).status).toBe(200);
  });
});

describe('redirects', () => {
  const authorize = (url: URL) => ({
    url: new URL(`${url.href}${url.search ? '&' : '?'}key=ck_secret`),
    headers: { Authorization: 'Basic cs_secret' },
  });
  const toOther =
    (target: () => string, status = 301): Answer =>
    (_, response) =>
      response.writeHead(status, { Location: target() }).end();

  it('are followed, and the last address is told without credentials', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.url?.startsWith('/old')) response.writeHead(301, { Location: `/new/?a=1&key=ck_secret` }).end();
      else response.end('{}');
    });
    const answer = await send(http, new URL('/old?a=1', url), { authorize });
    expect(answer.url.href).toBe(`${url.origin}/new/?a=1`);
    expect(seen.map((one) => [one.url, one.headers.authorization])).toEqual([
      ['/old?a=1&key=ck_secret', 'Basic cs_secret'],
      ['/new/?a=1&key=ck_secret', 'Basic cs_secret'],
    ]);
  });

  it.each([301, 302, 303, 307, 308])('to another host carry no credentials (%i)', async (status) => {
    const other = await serve(says(200));
    const { url } = await serve((request, response) => {
      const back = encodeURIComponent(`http://x/${request.url}`);
      response.writeHead(status, { Location: `${other.url.href}landing${request.url?.slice(1)}&back=${back}` }).end();
    });
    const answer = await send(http, new URL('/?a=1', url), { authorize });
    expect(answer.url.host).toBe(other.url.host);
    expect(other.seen).toHaveLength(1);
    expect(JSON.stringify(other.seen)).not.toMatch(/_secret|authorization/);
    expect(answer.url.href).not.toContain('_secret');
  });

  it('from https to http carry none either', async () => {
    const plain = await serve(says(200));
    const { url } = await serve(
      toOther(() => plain.url.href),
      { secure: true },
    );
    await send(http, url, { authorize });
    expect(JSON.stringify(plain.seen)).not.toMatch(/_secret|authorization/);
  });

  it('are not followed when something is written', async () => {
    const other = await serve(says(200));
    const { url } = await serve(toOther(() => other.url.href, 307));
    expect((await send(http, url, { method: 'POST', body: '{}' })).status).toBe(307);
    expect(other.seen).toEqual([]);
  });

  it('round in circles end', async () => {
    const { url, seen } = await serve(says(302, { Location: '/again' }));
    expect(await failureOf(send(http, url))).toMatchObject({ name: 'ResponseError', message: expect.stringContaining('circles') });
    expect(seen.length).toBeLessThan(8);
  });

  it('to something that is no web address are left alone', async () => {
    for (const Location of ['file:///etc/passwd', 'gopher://127.0.0.1/', 'http://%zz']) {
      const { url } = await serve(says(302, { Location }));
      expect((await send(http, url)).status).toBe(302);
    }
  });
});

describe('why nothing came back is told in plain words', () => {
  const told = async (url: string, on: Http = http) => {
    const failure = await failureOf(send(on, new URL(url), { headers: { Authorization: 'Basic cs_secret' } }));
    expect(failure).toBeInstanceOf(NetworkError);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('cs_secret');
    expect(failure).toMatchObject({ advice: expect.arrayContaining([expect.any(String)]) });
    return failure instanceof Error ? failure.message : '';
  };

  it('no such name', async () =>
    expect(await told('https://no-such-shop.invalid/?key=cs_secret')).toMatch(
      /no server with the name no-such-shop.invalid|could not be looked up/,
    ));

  it('nobody listens', async () => {
    const { url } = await serve(says(200));
    await closing.pop()?.();
    expect(await told(`${url.href}?key=cs_secret`)).toContain('refused the connection');
  });

  it('the connection is broken off', async () => {
    const { url } = await serve((request) => request.socket.destroy());
    expect(await told(`${url.href}?key=cs_secret`)).toContain('broke off the connection');
  });

  it('a certificate that nobody signed', async () => {
    const { url } = await serve(says(200), { secure: true });
    expect(await told(`${url.href}?key=cs_secret`, createHttp({ allowPrivate: true }))).toContain('certificate of 127.0.0.1');
  });

  it('a certificate of another name', async () => {
    const { url } = await serve(says(200), { secure: true });
    expect(await told(`https://0.0.0.0:${url.port}/?key=cs_secret`)).toContain('belongs to another name');
  });

  it('no https on this port', async () => {
    const { url } = await serve(says(200));
    expect(await told(`https://127.0.0.1:${url.port}/?key=cs_secret`)).toMatch(/does not speak https|broke off/);
  });
});

describe('a refusal that needs no knowledge of the platform', () => {
  it.each([
    [400, ResponseError],
    [401, AuthenticationError],
    [403, PermissionError],
    [404, ResponseError],
    [429, RateLimitError],
    [500, NetworkError],
    [503, NetworkError],
  ])('%i', (status, kind) => {
    const error = refusal({ status, headers: {}, text: 'cs_secret', url: new URL('https://shop.example.com/?key=cs_secret') });
    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(inspect(error)).not.toContain('cs_secret');
  });
});

describe('limits', () => {
  const limited = async (allowed: (count: number) => boolean, headers: Record<string, string> = {}, status = 429) =>
    serve((_, response, count) => response.writeHead(allowed(count) ? 200 : status, allowed(count) ? {} : headers).end('{}'));
  const waits = (onto: number[] = []) => ({ told: onto, with: http.with({ onWait: (seconds) => onto.push(seconds) }) });

  it('are waited for in place, and the waiting is told', async () => {
    const { url, seen } = await limited((count) => count !== 1, { 'Retry-After': '1' });
    const { told, with: waiting } = waits();
    const before = performance.now();
    expect((await send(waiting, url)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(950);
    expect([seen.length, told]).toEqual([2, [1]]);
  });

  it('without a word how long, are tried again after a second', async () => {
    const { url } = await limited((count) => count !== 1);
    const { told, with: waiting } = waits();
    expect((await send(waiting, url)).status).toBe(200);
    expect(told).toEqual([1]);
  });

  it('of a busy server (503) as well, when it says so', async () => {
    const { url } = await limited((count) => count !== 1, { 'Retry-After': '1' }, 503);
    expect((await send(http, url)).status).toBe(200);
  });

  it('that last too long are told as an error that says how long', async () => {
    const { url, seen } = await limited(() => false, { 'Retry-After': '120' });
    expect(await failureOf(send(http, url))).toMatchObject({ name: 'RateLimitError', retryAfter: 120 });
    expect(seen).toHaveLength(1);
  });

  it('maintenance of ten minutes is no short wait', async () => {
    const { url, seen } = await limited(() => false, { 'Retry-After': '600' }, 503);
    expect((await send(http, url)).status).toBe(503);
    expect(seen).toHaveLength(1);
  });

  it('stop being waited for when told to', async () => {
    const { url } = await limited(() => false, { 'Retry-After': '20' });
    const stop = new AbortController();
    const asked = send(http.with({ signal: stop.signal, onWait: () => stop.abort(new Error('enough')) }), url);
    await expect(asked).rejects.toThrow('enough');
  });

  it('hold for all that ask the same store', async () => {
    const { url, seen } = await limited((count) => count !== 1, { 'Retry-After': '1' });
    const before = performance.now();
    await Promise.all([send(http, url), send(http, url), send(http.with({}), url)]);
    await send(http, url);
    expect(performance.now() - before).toBeGreaterThan(950);
    expect(seen.length).toBeLessThanOrEqual(5);
  });

  it('may be told in seconds or as a moment by the server’s own clock', () => {
    const secondsOf = (headers: Record<string, string>) => retryAfter({ status: 429, headers, text: '', url: new URL('http://x') });
    expect(secondsOf({ 'retry-after': '7' })).toBe(7);
    expect(secondsOf({ 'retry-after': 'Mon, 23 Nov 2026 10:00:20 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' })).toBe(20);
    expect(secondsOf({ 'retry-after': 'Mon, 23 Nov 2026 10:00:00 GMT', date: 'Mon, 23 Nov 2026 10:00:09 GMT' })).toBe(0);
    expect([secondsOf({}), secondsOf({ 'retry-after': 'soon' })]).toEqual([undefined, undefined]);
  });

  it.each([
    ['in any second', slidingWindow],
    ['in each second of the clock', fixedWindow],
    ['from a bucket that fills up again', bucket],
  ])('are learned, so that hardly a request is refused: 10 %s', async (_, limiter) => {
    const allows = limiter(10);
    const { url, seen } = await serve((_, response) =>
      allows() ? response.end('{}') : response.writeHead(429, { 'Retry-After': '1' }).end(),
    );
    const own = createHttp({ allowPrivate: true });
    for (let count = 0; count < 25; count++) await send(own, url);
    expect(seen.length - 25).toBeLessThanOrEqual(4);
  });
});

function slidingWindow(most: number): () => boolean {
  let passed: number[] = [];
  return () => {
    const now = performance.now();
    passed = passed.filter((moment) => now - moment < 1000);
    return passed.length < most && passed.push(now) > 0;
  };
}

function fixedWindow(most: number): () => boolean {
  let [second, passed] = [0, 0];
  return () => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, passed] = [now, 0];
    return ++passed <= most;
  };
}

function bucket(most: number): () => boolean {
  let [filled, at] = [most, performance.now()];
  return () => {
    const now = performance.now();
    [filled, at] = [Math.min(most, filled + ((now - at) * most) / 1000), now];
    if (filled < 1) return false;
    filled--;
    return true;
  };
}
