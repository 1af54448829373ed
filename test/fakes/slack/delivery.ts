import { createHmac } from 'node:crypto';
import { type Json, parse, record, string } from './json.ts';
import type { Sockets } from './socket.ts';
import type { World } from './world.ts';

export type Retry = { num: number; reason: 'http_timeout' | 'http_error' | 'connection_failed' | 'too_many_redirects' | 'unknown_error' };
/** How something is brought to the app. `secret` and `skew` (seconds) forge its signature. */
export type DeliveryOptions = { secret?: string; skew?: number; retry?: Retry; mode?: 'http' | 'socket' };

/** Something brought to the app, and what it said. Status 0: nothing, or not in time. Over a socket an acknowledgement is 200. */
export type Delivered = {
  status: number;
  text: string;
  body: unknown;
  ms: number;
  headers: Record<string, string>;
  payload: Json;
};

type Thing = { kind: 'command' | 'interaction' | 'event'; payload: Json; after?: (answer: Delivered) => void };
type Raw = { body: string; headers: Record<string, string> };

export type Settings = {
  /** Where the app takes commands, interactions and events: its Request URL. */
  requestUrl: string;
  /** How many milliseconds Slack waits for an answer. */
  patience: number;
};
export type Delivery = ReturnType<typeof createDelivery>;

export function createDelivery(world: World, sockets: Sockets, settings: Settings) {
  const before = new WeakMap<Delivered, { thing: Thing; raw: Raw | undefined; retries: number }>();

  async function deliver(thing: Thing, options: DeliveryOptions = {}, exactly?: Raw): Promise<Delivered> {
    const mode = options.mode ?? (settings.requestUrl ? 'http' : 'socket');
    const raw = mode === 'http' ? (exactly ?? signed(thing, options)) : undefined;
    const from = performance.now();
    const answer = raw ? await overHttp(raw) : await overSocket(thing, options);
    const delivered = { ...answer, ms: Math.round(performance.now() - from), payload: thing.payload };
    before.set(delivered, { thing, raw, retries: options.retry?.num ?? 0 });
    thing.after?.(delivered);
    return delivered;
  }

  function signed({ kind, payload }: Thing, options: DeliveryOptions): Raw {
    const body =
      kind === 'event'
        ? JSON.stringify(payload)
        : new URLSearchParams(kind === 'command' ? strings(payload) : { payload: JSON.stringify(payload) }).toString();
    return signedBody(body, kind === 'event' ? types.json : types.form, options);
  }

  function signedBody(body: string, contentType: string, { secret = world.app.signingSecret, skew = 0, retry }: DeliveryOptions): Raw {
    const timestamp = String(Math.floor(Date.now() / 1_000) + skew);
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return {
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...(retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {}),
      },
    };
  }

  async function overHttp({ body, headers }: Raw) {
    if (!settings.requestUrl) throw new Error('Slack does not know the app: set slack.requestUrl.');
    try {
      const signal = AbortSignal.timeout(settings.patience);
      const response = await fetch(settings.requestUrl, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const text = await response.text();
      return { status: response.status, text, body: parse(text), headers: Object.fromEntries(response.headers) };
    } catch {
      return nothing;
    }
  }

  async function overSocket({ kind, payload }: Thing, { retry }: DeliveryOptions) {
    const type = ({ command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const)[kind];
    const accepts = kind === 'command' || ['view_submission', 'block_suggestion'].includes(string(payload.type));
    const acknowledged = await sockets.send({ type, payload, accepts, retry }, settings.patience);
    if (!acknowledged) return nothing;
    const said = Object.keys(acknowledged.payload).length > 0;
    return { status: 200, text: said ? JSON.stringify(acknowledged.payload) : '', body: acknowledged.payload, headers: {} };
  }

  return {
    deliver,
    /** The same once more: byte for byte with its old signature, or signed anew when options are told. */
    async again(delivered: Delivered, options: DeliveryOptions = {}): Promise<Delivered> {
      const { thing, raw } = known(delivered);
      return deliver(thing, options, Object.keys(options).length ? undefined : raw);
    },
    /** The same with something changed, and signed well: what a thief of the secret or another app could send. */
    async forged(delivered: Delivered, change: (payload: Json) => void, options: DeliveryOptions = {}): Promise<Delivered> {
      const { thing } = known(delivered);
      const payload = structuredClone(thing.payload);
      change(payload);
      return deliver({ kind: thing.kind, payload }, options);
    },
    /** Any body, signed: a url_verification, an ssl_check, or what Slack would never send. */
    raw(body: string, { form = false, ...options }: DeliveryOptions & { form?: boolean } = {}): Promise<Delivered> {
      const raw = signedBody(body, form ? types.form : types.json, options);
      return deliver({ kind: 'event', payload: record(parse(body)) }, { mode: 'http' }, raw);
    },
    /** Slack's own redelivery of an event that was not taken in time: three times at most, and only then. */
    async retry(delivered: Delivered, options: DeliveryOptions = {}): Promise<Delivered> {
      const { thing, retries } = known(delivered);
      if (thing.kind !== 'event') throw new Error('Slack redelivers events only.');
      if (delivered.status >= 200 && delivered.status < 300) throw new Error('Slack does not redeliver what was taken.');
      if (delivered.headers['x-slack-no-retry'] === '1') throw new Error('The app asked for no redelivery.');
      if (retries >= 3) throw new Error('Slack redelivers three times only.');
      const reason = delivered.status === 0 ? 'http_timeout' : 'http_error';
      return deliver(thing, { retry: { num: retries + 1, reason }, ...options });
    },
  };

  function known(delivered: Delivered) {
    const found = before.get(delivered);
    if (!found) throw new Error('That was not delivered by this Slack.');
    return found;
  }
}

const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' };
const nothing = { status: 0, text: '', body: undefined, headers: {} };
const strings = (payload: Json) => Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, string(value)]));
