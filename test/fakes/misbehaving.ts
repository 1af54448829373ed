import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Reply, send, sendHalf } from './server.ts';

/** How any store can be out of order; a platform's own ways may be told with them. */
export type Misbehaviour = {
  /** Only requests whose path and query match. */
  only?: RegExp;
  /** Only so many of them; then the store behaves again. */
  times?: number;
  /** This status, with these headers and this body. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** 200, but only the beginning of an answer. */
  garbage?: true;
  /** The connection stays open and nothing comes. */
  silence?: true;
  /** The connection is cut before, or in the middle of, the answer. */
  reset?: true;
  truncated?: true;
  /** Milliseconds before each answer. */
  latency?: number;
  /** The body comes so many bytes at a time, one piece in ten milliseconds. */
  drip?: number;
  /** Another address answers: the same path there, or exactly `to` where it holds a path. */
  redirect?: { to: string; status?: 301 | 302 | 307 | 308 };
  /** Asked for what comes after the last page, it gives the last page again, as some platforms do. */
  repeatsLastPage?: true;
  /** At most so many requests in any second; 429 above, with `Retry-After` in seconds (0 for none). */
  limit?: { perSecond: number; retryAfter?: number };
};

type State<M extends Misbehaviour> = { how: M; left: number };

/** Keeps what is wrong with a store at the moment. */
export function createMisbehaving<M extends Misbehaviour>(first: M) {
  const state: State<M> = { how: first, left: first.times ?? Number.POSITIVE_INFINITY };
  const tooMany = limiter();
  return {
    /** From now on like this, and like nothing told before. */
    set(how: M) {
      Object.assign(state, { how, left: how.times ?? Number.POSITIVE_INFINITY });
    },
    /** What is wrong for this request; each one it applies to uses up one of `times`. */
    for(uri: string): Partial<M> {
      if (state.left <= 0 || (state.how.only && !state.how.only.test(uri))) return {};
      state.left--;
      return state.how;
    },
    /** Answers in the store's place, or with what the store says, spoiled as told. */
    async answer(how: Partial<M>, uri: string, response: ServerResponse, answer: () => Reply): Promise<number> {
      if (how.latency) await pause(how.latency);
      if (how.silence) return 0;
      if (how.reset) {
        response.socket?.destroy();
        return 0;
      }
      const reply = instead(how, uri, tooMany) ?? spoiled(answer(), how);
      if (how.truncated) sendHalf(response, reply);
      else if (how.drip) await sendSlowly(response, reply, how.drip);
      else send(response, reply);
      return reply.status;
    },
  };
}

function instead(how: Misbehaviour, uri: string, tooMany: (perSecond: number) => boolean): Reply | undefined {
  if (how.redirect) return redirect(how.redirect, uri);
  if (how.limit && tooMany(how.limit.perSecond)) return slowDown(how.limit.retryAfter ?? 1);
  if (!how.status) return undefined;
  return {
    status: how.status,
    headers: { 'Content-Type': 'text/html', ...how.headers },
    body: how.body ?? page(`${how.status} Out of order`),
  };
}

const spoiled = (reply: Reply, { garbage }: Misbehaviour): Reply =>
  garbage ? { ...reply, status: 200, body: reply.body.slice(0, 12) } : reply;

function redirect({ to, status = 301 }: NonNullable<Misbehaviour['redirect']>, uri: string): Reply {
  const Location = new URL(to).pathname === '/' ? to.replace(/\/$/, '') + uri : to;
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8', Location }, body: '' };
}

const slowDown = (retryAfter: number): Reply => ({
  status: 429,
  headers: { 'Content-Type': 'text/html', ...(retryAfter > 0 && { 'Retry-After': String(retryAfter) }) },
  body: page('429 Too Many Requests'),
});

const page = (title: string) => `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

async function sendSlowly(response: ServerResponse, { status, headers, body }: Reply, bytes: number) {
  const whole = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': whole.length });
  for (let at = 0; at < whole.length && !response.destroyed; at += bytes) {
    response.write(whole.subarray(at, at + bytes));
    await pause(10);
  }
  response.end();
}

/** Counts requests of the last second; tells whether one more is too many. Those refused do not count. */
export function limiter(now: () => number = () => performance.now()) {
  let passed: number[] = [];
  return (perSecond: number): boolean => {
    const time = now();
    passed = passed.filter((moment) => time - moment < 1000);
    if (passed.length >= perSecond) return true;
    passed.push(time);
    return false;
  };
}
