import { setTimeout as sleep } from 'node:timers/promises';

/** One request: when it went out (ms), later than that where its answer says so. */
type Turn = { at: number };

/** What a host was seen to allow: so many requests (`most`) in so long (`span`, ms); seen at `since`. */
type Limit = { most: number; span: number; since: number };

type Host = { turns: Turn[]; limit?: Limit; pausedUntil: number };

/** Who waits: `onWait` is told how many seconds, when it is one or more. */
export type Waiting = { signal?: AbortSignal; onWait?: (seconds: number) => void };

/** How fast each host lets itself be asked: as fast as we can, until it says no. */
export type Paces = ReturnType<typeof createPaces>;

/** A limit not met again for so long is believed a bit less each time. */
const doubtAfter = 60_000;
const remembered = 30_000;
const mostHosts = 1_000;
/** A request reaches the store after it left us: how much later at most we reckon with. Each is as late as the others, more or less. */
const onTheWay = 15;

export function createPaces() {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const host = hosts.get(name) ?? { turns: [], pausedUntil: 0 };
    if (hosts.size >= mostHosts && !hosts.has(name)) dropIdle(hosts);
    hosts.set(name, host);
    return host;
  }

  return {
    /** Waits until the host may be asked again. */
    async turn(name: string, waiting: Waiting): Promise<Turn> {
      const host = hostOf(name);
      const turn = { at: nextMoment(host, Date.now()) };
      forget(host);
      host.turns.push(turn);
      try {
        await until(turn.at, waiting);
        while (host.pausedUntil > Date.now()) await until(host.pausedUntil, waiting);
      } catch (error) {
        host.turns.splice(host.turns.indexOf(turn), 1);
        throw error;
      }
      turn.at = Date.now();
      return turn;
    },

    /** The host answered: the request was there by now. */
    answered(turn: Turn): void {
      turn.at = Math.min(Date.now(), turn.at + onTheWay);
    },

    /** The host said that this was too fast, and to wait so many seconds: nobody asks it meanwhile, and then not as fast. */
    refused(name: string, turn: Turn, seconds: number, told: boolean): void {
      const host = hostOf(name);
      const now = Date.now();
      host.turns.splice(host.turns.indexOf(turn), 1);
      host.limit = learn(host, turn, now, told ? Math.max(1, seconds) * 1000 : 1000);
      host.pausedUntil = Math.max(host.pausedUntil, now + seconds * 1000);
    },
  };
}

/**
 * What went out in the `span` before a request that was refused is what the host allows in it, unless that is about what we believed
 * before: one more or less at the edge says only that they came a little closer to each other than they left us.
 */
function learn({ turns, limit }: Host, refused: Turn, now: number, span: number): Limit {
  const most = Math.max(1, turns.filter(({ at }) => at > refused.at - span && at <= now).length);
  const slower = !limit || most / span < (0.75 * limit.most) / limit.span;
  return slower ? { most, span, since: now } : { ...limit, span: limit.span * 1.03, since: now };
}

/** Not more than `most` in any `span`, and evenly rather than at a blow. */
function nextMoment(host: Host, now: number): number {
  const { limit, turns } = host;
  let moment = Math.max(now, host.pausedUntil);
  if (!limit) return moment;
  if (now - limit.since > doubtAfter) host.limit = { ...limit, most: Math.ceil(limit.most * 1.25), since: now };
  const earlier = turns.at(-limit.most);
  if (earlier) moment = Math.max(moment, earlier.at + limit.span + 5);
  const last = turns.at(-1);
  return last && limit.most > 1 ? Math.max(moment, last.at + (0.8 * limit.span) / limit.most) : moment;
}

/** Those without a limit that were not asked lately are as if they had never been. */
function dropIdle(hosts: Map<string, Host>) {
  const horizon = Date.now() - remembered;
  for (const [name, { limit, turns }] of hosts) if (!limit && (turns.at(-1)?.at ?? 0) < horizon) hosts.delete(name);
}

function forget({ turns, limit }: Host) {
  const horizon = Date.now() - Math.max(remembered, limit?.span ?? 0);
  while (turns[0] && turns[0].at < horizon) turns.shift();
}

async function until(moment: number, { signal, onWait }: Waiting): Promise<void> {
  signal?.throwIfAborted();
  const wait = moment - Date.now();
  if (wait <= 0) return;
  if (wait >= 950) onWait?.(Math.ceil(wait / 1000));
  await sleep(wait, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}
