/** How often a method may be called for one workspace, a minute (https://docs.slack.dev/apis/web-api/rate-limits): those that jobs call. */
const perMinute = { 'chat.update': 50 };

export type TieredMethod = keyof typeof perMinute;

/** Keeps within Slack's tiers, as far as this process knows; for the rest Slack itself asks to wait. */
export function createTiers(now: () => number = Date.now) {
  const calls = new Map<string, number[]>();
  return {
    /** In how many seconds the method may be called for a workspace; 0, and counted as called, when at once. */
    wait(team: string, method: TieredMethod): number {
      const key = `${team}:${method}`;
      const lately = (calls.get(key) ?? []).filter((at) => at > now() - 60_000);
      calls.set(key, lately);
      const [first = 0] = lately;
      if (lately.length >= perMinute[method]) return (first + 60_000 - now()) / 1_000;
      lately.push(now());
      return 0;
    },
  };
}
