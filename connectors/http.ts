import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import axios from 'axios';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { sameShop } from './address.ts';
import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, RateLimitError, ResponseError } from './errors.ts';
import { brokeOff, fault, tooLate } from './faults.ts';
import { createPaces, type Paces } from './pace.ts';

/** What may differ from one use to the next. */
export type HttpOptions = {
  /** Ends what runs, and what waits. */
  signal?: AbortSignal;
  /** The merchant accepted that their orders travel readable. */
  plainHttp?: boolean;
  /** Told how many seconds we wait because the store wants us to. */
  onWait?: (seconds: number) => void;
};

/** How strangers' systems are asked. Immutable; `with` gives a variant that shares connections and pace. */
export type Http = HttpOptions & {
  readonly allowPrivate: boolean;
  /** For a whole request, in ms. */
  readonly timeout: number;
  readonly maxBytes: number;
  readonly agents: { httpAgent: RequestFilteringHttpAgent; httpsAgent: RequestFilteringHttpsAgent };
  readonly paces: Paces;
  with(options: HttpOptions): Http;
};

export type HttpRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'OPTIONS';
  body?: string;
  headers?: Record<string, string>;
  /** Asked twice it does no more than once, though it is no GET. */
  repeatable?: boolean;
  /** In ms, where it shall be shorter than usual. */
  timeout?: number;
  /** Adds the credentials to an address or its headers. Asked for every hop within the same shop, never for another host. */
  authorize?: (url: URL) => { url: URL; headers?: Record<string, string> };
};

/** What came back, whatever its status; `url` is where it came from, without credentials. */
export type Answer = { status: number; headers: Record<string, string | undefined>; text: string; url: URL };

/** Who we say we are; merchants name it to their firewall. */
export const userAgent = 'OM-Bot/1.0 (order management)';

/** Public by their number, but they lead to a cloud's own machinery (Azure), or say an IPv4 address in IPv6's oldest way. */
const notPublic = ['168.63.129.16', '::/96'];
/** Longer waits for a limit are the caller's business. */
const shortWait = 30;
const patience = 8;
const mostHops = 5;

/** `ca`: one more certificate to trust (PEM). Addresses inside private networks are refused unless `allowPrivate`. */
export function createHttp(options: { allowPrivate: boolean; timeout?: number; maxBytes?: number; ca?: string }): Http {
  const { allowPrivate, timeout = 60_000, maxBytes = 30_000_000, ca } = options;
  const filter = {
    keepAlive: true,
    allowPrivateIPAddress: allowPrivate,
    allowMetaIPAddress: allowPrivate,
    denyIPAddressList: allowPrivate ? [] : notPublic,
  };
  return {
    allowPrivate,
    timeout,
    maxBytes,
    agents: {
      httpAgent: new RequestFilteringHttpAgent(filter),
      httpsAgent: new RequestFilteringHttpsAgent({ ...filter, ...(ca && { ca: [...rootCertificates, ca] }) }),
    },
    paces: createPaces(),
    with(changes) {
      return { ...this, ...changes };
    },
  };
}

/** Asks, follows redirects (GET only), waits for limits. Throws a ConnectorError where nothing readable came back. */
export async function send(http: Http, url: URL, request: HttpRequest = {}): Promise<Answer> {
  let hop = url;
  for (let hops = 0; hops <= mostHops; hops++) {
    const allowed = sameShop(url, hop) ? request.authorize?.(hop) : undefined;
    const asked = allowed?.url ?? hop;
    const answer = await patiently(http, asked, { ...request, headers: { ...request.headers, ...allowed?.headers } });
    const next = redirect(answer, asked, hop, request);
    if (!next) return { ...answer, url: hop };
    hop = next;
  }
  throw new ResponseError(`${url.host} sends us round in circles.`, {
    advice: [
      'Open the address in a browser and give the one it ends up at.',
      'If the browser complains of too many redirects, a plugin or the hosting has to be mended.',
    ],
  });
}

/** A refusal that needs no knowledge of the platform. */
export function refusal({ status, url }: Answer): ConnectorError {
  const what = `${url.host} answered ${status}`;
  if (status === 401) return new AuthenticationError(`${what}: the credentials are not accepted.`);
  if (status === 403) return new PermissionError(`${what}: this is not allowed.`);
  if (status === 429) return new RateLimitError(`${what}: too many requests.`, 60);
  if (status >= 500) return new NetworkError(`${what}: the server is in trouble.`, { tooMuch: status !== 503 });
  return new ResponseError(`${what}.`);
}

/** Seconds that an answer asks to wait: a number, or a moment (counted from the server's own clock). */
export function retryAfter({ headers }: Answer, now = Date.now()): number | undefined {
  const said = headers['retry-after']?.trim();
  if (!said) return undefined;
  if (/^\d+(\.\d+)?$/.test(said)) return Number(said);
  const moment = Date.parse(said);
  const clock = Date.parse(headers.date ?? '');
  return Number.isNaN(moment) ? undefined : Math.max(0, Math.ceil((moment - (Number.isNaN(clock) ? now : clock)) / 1000));
}

async function patiently(http: Http, url: URL, request: HttpRequest): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const turn = await http.paces.turn(url.host, http);
    const answer = await once(http, url, request);
    const told = retryAfter(answer);
    const busy = answer.status === 429 || (answer.status === 503 && told !== undefined && told <= shortWait);
    if (!busy) {
      http.paces.answered(turn);
      return answer;
    }
    const seconds = told ?? Math.min(2 ** attempt, shortWait);
    http.paces.refused(url.host, turn, Math.min(seconds, shortWait), told !== undefined);
    if (seconds > shortWait || attempt >= patience) throw tooFast(url, Math.max(seconds, shortWait));
  }
}

const tooFast = ({ host }: URL, seconds: number) =>
  new RateLimitError(`${host} asks us to wait ${seconds} seconds before we go on.`, seconds);

async function once(http: Http, url: URL, request: HttpRequest): Promise<Answer> {
  http.signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(request.timeout ?? http.timeout);
  const signal = http.signal ? AbortSignal.any([http.signal, timeout]) : timeout;
  for (let again = request.repeatable || request.method === undefined || request.method === 'GET'; ; again = false) {
    try {
      const { status, text, headers } = await exchange(http, url, request, signal);
      return { status, text, headers: plain(headers), url };
    } catch (error) {
      http.signal?.throwIfAborted();
      if (again && brokeOff(error)) continue;
      throw failure(error, url, timeout.aborted, http.maxBytes);
    }
  }
}

async function exchange(http: Http, url: URL, { method = 'GET', body, headers }: HttpRequest, signal: AbortSignal) {
  const answer = await axios.request<Readable>({
    ...http.agents,
    url: url.href,
    method,
    data: body,
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'gzip, deflate, br',
      'User-Agent': userAgent,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    signal,
    maxContentLength: http.maxBytes,
    maxRedirects: 0,
    // A proxy of the environment would be asked instead of the store, past our look at its address.
    proxy: false,
    // Read by ourselves: axios holds a text for longer than it is needed, and pages are large.
    responseType: 'stream',
    transformRequest: [],
    transformResponse: [],
    validateStatus: null,
  });
  const parts: Buffer[] = [];
  for await (const part of answer.data) parts.push(part);
  return { status: answer.status, headers: answer.headers, text: decode(Buffer.concat(parts), String(answer.headers['content-type'])) };
}

/** Old shops may still write in their country's own charset. */
function decode(bytes: Buffer, type: string): string {
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(type) ?? [];
  if (/^utf-?8$/i.test(charset)) return bytes.toString();
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString();
  }
}

function plain(headers: object): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}

/** axios' errors hold the request with its credentials: nothing of them goes on. */
function failure(error: unknown, { host }: URL, late: boolean, maxBytes: number): ConnectorError {
  if (late) return tooLate(host);
  if (error instanceof Error && /maxContentLength/.test(error.message))
    return new ResponseError(`${host} answered more than ${Math.round(maxBytes / 1_000_000)} MB at once.`, { tooMuch: true });
  return fault(error, host);
}

/** Where we are sent on to, cleared of credentials that the answer repeats. */
function redirect({ status, headers }: Answer, asked: URL, hop: URL, { method = 'GET' }: HttpRequest): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !headers.location || method !== 'GET') return undefined;
  const next = URL.parse(headers.location, hop);
  if (!next || !/^https?:$/.test(next.protocol)) return undefined;
  const ours = new Set(hop.searchParams.keys());
  const secrets = [...asked.searchParams].filter(([name]) => !ours.has(name));
  next.search = pairs(next.search)
    .filter((pair) => !secrets.some(([name, value]) => pair.startsWith(`${name}=`) || pair.includes(value)))
    .join('&');
  next.username = '';
  next.password = '';
  next.hash = '';
  return next;
}

const pairs = (search: string) => search.replace(/^\?/, '').split('&').filter(Boolean);
