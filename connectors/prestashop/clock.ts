/** A shop's clock: it writes times without saying where it hangs, "2026-03-22 15:28:02". */
export type Clock = ReturnType<typeof createClock>;

const hour = 3_600_000;
const quarter = hour / 4;
const day = 24 * hour;
const mostRemembered = 20_000;

export function createClock(timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  });
  const offsets = new Map<number, number>();

  /** How far the clock is ahead of UTC, in ms. No zone changes within a quarter of an hour. */
  function offsetAt(time: number): number {
    const at = Math.floor(time / quarter) * quarter;
    const known = offsets.get(at);
    if (known !== undefined) return known;
    const shown = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    const offset = Date.parse(`${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:${shown.second}Z`) - at;
    if (offsets.size >= mostRemembered) offsets.clear();
    offsets.set(at, offset);
    return offset;
  }

  /** The moments that a time of this clock may mean: two, where it is set back; the first one is taken. */
  function moments(local: string): Date[] {
    const time = Date.parse(`${local.replace(' ', 'T')}Z`);
    if (Number.isNaN(time)) throw new Error(`“${local}” is not a time`);
    const offsets = new Set([offsetAt(time - day), offsetAt(time + day)]);
    const meant = [...offsets].map((offset) => time - offset).filter((moment) => moment + offsetAt(moment) === time);
    // Set forward, it leaves an hour out: that is counted as before.
    const some = meant.length > 0 ? meant : [time - offsetAt(time - day)];
    return some.sort((a, b) => a - b).map((moment) => new Date(moment));
  }

  return {
    moments,
    moment: (local: string): Date => moments(local)[0] ?? new Date(0),
    /** What this clock shows at a moment. */
    show: (moment: Date): string => new Date(moment.getTime() + offsetAt(moment.getTime())).toISOString().slice(0, 19).replace('T', ' '),
  };
}

/** "0000-00-00 00:00:00" is PrestaShop's way to say never. */
export const isNever = (local: string): boolean => local === '' || local.startsWith('0000-00-00');
