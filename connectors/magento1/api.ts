import { z } from 'zod';
import { passwordOf } from '../address.ts';
import { type Answer, type Http, send } from '../http.ts';
import { isPrivate } from '../https-first.ts';
import { type Fault, faulted, insecure, phpSource, spoiledAnswer, trouble } from './trouble.ts';
import { type Answered, members, readAnswer, type Value, XmlError } from './xmlrpc-reading.ts';
import { type Given, writeCall } from './xmlrpc-writing.ts';

export type Credentials = { url: string; apiUser: string; apiKey: string };

/** The way in that was found. Plain values, nothing secret: it is kept as the connection's `Access`. */
export const way = z.object({
  /** Where XML-RPC is spoken: https://shop.example.com/index.php/api/xmlrpc/ */
  root: z.url({ protocol: /^https?$/ }),
  /** How many calls are told at once: as a list, as a struct (OpenMage 20.11 to 20.18), or not at all. */
  many: z.enum(['list', 'struct', 'none']).optional(),
  /** Whether a shipment's mail may be sent later than the shipment is made. */
  mailsLater: z.boolean().optional(),
  version: z.string().optional(),
  openMage: z.boolean().optional(),
  name: z.string().optional(),
  currency: z.string().optional(),
  timeZone: z.string().optional(),
  /** The day on which all that was asked for. */
  asOf: z.string().optional(),
});
export type Way = z.infer<typeof way>;

export type Call = readonly [path: string, args: readonly Given[]];
/** What came of a call: its value, or Magento's refusal. */
export type Said = { value: Value; fault?: undefined } | { value?: undefined; fault: Fault };
/** `once`: asked twice it would be done twice. */
type Ask = { timeout?: number; once?: true };

export type Api = ReturnType<typeof magentoApi>;

/** Speaks XML-RPC with a shop. The session is begun when it is first needed, and again when Magento has forgotten it. */
export function magentoApi(credentials: Credentials, http: Http, { root, many: known }: Pick<Way, 'root' | 'many'>) {
  const url = new URL(root);
  let many = known ?? 'list';
  let session: Promise<string> | undefined;
  /** Who prints PHP messages before the answers. */
  let printer: string | undefined;

  async function ask(method: string, params: readonly Given[], { timeout, once }: Ask = {}): Promise<Answered> {
    if (!isPrivate(url, http)) throw insecure(url);
    const answer = await send(http, url, {
      method: 'POST',
      body: writeCall(method, params),
      headers: spoken,
      timeout,
      repeatable: !once,
      authorize: (hop) => ({ url: hop, headers: wallOf(credentials, hop, http) }),
    });
    const read = understand(answer);
    printer ??= phpSource(read.before);
    return read;
  }

  /** https://github.com/OpenMage/magento-lts : Mage_Api_Model_Server_Handler_Abstract::login */
  function login(): Promise<string> {
    session ??= begin();
    return session;
  }

  function begin(): Promise<string> {
    const begun = ask('login', [credentials.apiUser, credentials.apiKey]).then((read) => {
      if ('fault' in read) throw faulted(read.fault, undefined, url.host);
      return typeof read.value === 'string' ? read.value : '';
    });
    begun.catch(() => forget(begun));
    return begun;
  }

  function forget(one: Promise<string>) {
    if (session === one) session = undefined;
  }

  /** In a session; where Magento has forgotten that (fault 5), in a new one, once. */
  async function inSession(method: string, params: readonly Given[], options: Ask): Promise<Said> {
    for (let again = true; ; again = false) {
      const mine = login();
      const read = await ask(method, [await mine, ...params], options);
      if (!('fault' in read)) return { value: read.value };
      if (read.fault.code !== '5' || !again) return { fault: read.fault };
      forget(mine);
    }
  }

  const said = (path: string, args: readonly Given[] = [], options: Ask = {}) => inSession('call', [path, args], options);

  /** What was asked for, or what is in the way as a ConnectorError. */
  async function call(path: string, args: readonly Given[] = [], options: Ask = {}): Promise<Value> {
    const { value, fault } = await said(path, args, options);
    if (fault) throw faulted(fault, path, url.host);
    return value;
  }

  /** Several calls in one request, each with what came of it. A shop that takes no list of calls may take a struct of them. */
  async function all(calls: readonly Call[], options: Ask = {}): Promise<Said[]> {
    for (; many !== 'none' && calls.length > 0; many = many === 'list' ? 'struct' : 'none') {
      const given = calls.map(([path, args]): Given => [path, args]);
      const { value, fault } = await inSession('multiCall', [many === 'list' ? given : Object.fromEntries(given.entries())], options);
      if (fault && !/^62\d$/.test(fault.code)) throw faulted(fault, calls[0]?.[0], url.host);
      if (Array.isArray(value)) return value.map(each);
    }
    const one: Said[] = [];
    for (const [path, args] of calls) one.push(await said(path, args, options));
    return one;
  }

  return {
    said,
    call,
    all,
    host: url.host,
    /** What this user's role may do, as paths like "sales_order.list". */
    async allowed(options: Ask = {}): Promise<Set<string>> {
      const { value, fault } = await inSession('resources', [], options);
      if (fault) throw faulted(fault, 'resources', url.host);
      return new Set(listOf(value).flatMap((resource) => listOf(members(resource).methods).map((method) => String(members(method).path))));
    },
    /** Magento keeps sessions for an hour. Nothing depends on that this one is forgotten. */
    async leave(): Promise<void> {
      const open = await session?.catch(() => undefined);
      session = undefined;
      if (open) await ask('endSession', [open]).catch(() => undefined);
    },
    facts: () => ({ many, printer }),
  };
}

/** Asks a door who it is, without any credentials: whoever speaks XML-RPC there answers that it cannot read nothing (fault 630). */
export const knock = (credentials: Credentials, http: Http, door: string, timeout: number): Promise<Answer> =>
  send(http, new URL(door), { headers: spoken, timeout, authorize: (hop) => ({ url: hop, headers: wallOf(credentials, hop, http) }) });

export const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : Object.values(members(value)));

const spoken = { Accept: 'text/xml, */*', 'Content-Type': 'text/xml; charset=utf-8' };

function understand(answer: Answer): Answered {
  if (answer.status >= 300) throw trouble(answer);
  try {
    const read = readAnswer(answer.text);
    if (read) return read;
  } catch (error) {
    if (error instanceof XmlError) throw spoiledAnswer(answer, error.message, error.half);
    throw error;
  }
  throw trouble(answer);
}

/** Within `multiCall` a refusal is a value, its code a string, its text called otherwise. */
function each(value: Value): Said {
  const { isFault, faultCode, faultMessage } = members(value);
  return isFault === true ? { fault: { code: String(faultCode), text: String(faultMessage ?? '') } } : { value };
}

/** The web server of a staging copy asks for a name and password of its own, given with the address. */
function wallOf({ url }: Credentials, hop: URL, http: Http): Record<string, string> | undefined {
  const wall = isPrivate(hop, http) ? passwordOf(url) : undefined;
  return wall ? { Authorization: `Basic ${Buffer.from(wall).toString('base64')}` } : undefined;
}
