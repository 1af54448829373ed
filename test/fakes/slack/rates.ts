import { problem } from './check.ts';
import { type Json, string } from './json.ts';
import { type Team, userOf } from './teams.ts';
import type { World } from './world.ts';

export type Limit = { retryAfter: number; times?: number; channel?: string };

/** Slack's rate limits: those a test asks for, and with `strict` those of messages. */
export function createRates(world: World) {
  const asked: { method: string; limit: Limit; left: number }[] = [];
  const posts = new Map<string, number[]>();
  const edits = new Map<string, number>();
  const rates = {
    strict: false,
    limit(method: string, limit: Limit) {
      asked.push({ method, limit, left: limit.times ?? 1 });
    },
    lift() {
      asked.length = 0;
    },
    /** In how many seconds to come again; undefined: now is fine. */
    wait(method: string, args: Json, team: Team): number | undefined {
      const hit = asked.find((one) => one.method === method && one.left > 0 && (!one.limit.channel || one.limit.channel === args.channel));
      if (hit) {
        hit.left--;
        return hit.limit.retryAfter;
      }
      return rates.strict ? tooFast(method, args, team) : undefined;
    },
  };

  /** One message a second into a channel, and now and then a second one. */
  function tooFast(method: string, args: Json, team: Team): number | undefined {
    const channel = string(args.channel);
    const now = world.now();
    if (method === 'chat.postMessage') {
      const place = `${team.id}/${userOf(team, channel) ? `D${channel.slice(1)}` : channel}`;
      const recent = (posts.get(place) ?? []).filter((at) => now - at < 1_000);
      if (recent.length >= 2) {
        problem(world, method, `more than one message a second into ${channel}`);
        return 1;
      }
      posts.set(place, [...recent, now]);
    }
    if (method === 'chat.update') {
      const message = `${team.id}/${channel}/${string(args.ts)}`;
      const before = edits.get(message);
      edits.set(message, now);
      // A tenth of a second for the way.
      if (before !== undefined && now - before < 2_900)
        problem(world, method, `${channel}/${string(args.ts)} was edited ${now - before} ms after its last edit; 3 s are asked for`);
    }
    return undefined;
  }
  return rates;
}
export type Rates = ReturnType<typeof createRates>;
