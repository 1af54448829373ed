import { distance } from 'fastest-levenshtein';
import { areDays } from './import-orders.ts';
import type { StoreName } from './services.ts';
import { handleOf } from './words.ts';

/** What was typed, as words: without surplus blanks, and without the bot's name before it ("/om", "@om"). */
export function wordsOf(text: string): string[] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const [first = '', ...rest] = words;
  if (/^[/@]?om(bot)?[:,]?$/i.test(first)) return rest;
  return first.startsWith('/') && first.length > 1 ? [first.slice(1), ...rest] : words;
}

/** A command word as it is compared: "Help!" is "help". */
export const bare = (word: string): string => word.toLowerCase().replace(/(?<=\w)[.,:;!?]+$/, '');

/** The stores that may be meant by these words: by handle, by name, or by a part of either. Empty: none. */
export function findStores<S extends StoreName>(said: string, stores: readonly S[]): S[] {
  const wanted = said.toLowerCase();
  const slug = handleOf(said);
  const tries: ((store: S) => boolean)[] = [
    ({ handle }) => handle === wanted || handle === slug,
    ({ name }) => name.toLowerCase() === wanted,
    ({ handle, name }) => handle.startsWith(slug) || name.toLowerCase().startsWith(wanted),
    ({ handle, name }) => handle.includes(slug) || name.toLowerCase().includes(wanted),
  ];
  for (const matches of tries) {
    const found = stores.filter(matches);
    if (found.length > 0) return found;
  }
  return [];
}

/** At most three stores whose names look most like it, the nearest first. */
export const nearestStores = <S extends StoreName>(said: string, stores: readonly S[]): S[] =>
  [...stores].sort((one, other) => farness(said, one) - farness(said, other)).slice(0, 3);

/** Whether it could be a slip of the keys for this store's handle. */
const looksLike = (said: string, store: StoreName): boolean => farness(said, store) <= Math.max(1, Math.floor(store.handle.length / 3));

const farness = (said: string, { handle }: StoreName) => distance(said.toLowerCase(), handle);

const noise = new Set(['day', 'days', 'last', 'past', 'the', 'orders', 'order', 'from', 'of', 'for', 'in', 'to']);

/** The words after "import", in any order: a number of days, a store's name, "now". `days` is what was said for it, right or wrong; `stamp` says which preview was looked at. */
export function readImport(
  words: readonly string[],
  stores: readonly StoreName[],
): {
  days?: unknown;
  store: string;
  now: boolean;
  stamp?: string;
} {
  const isHandle = (word: string) => stores.some(({ handle }) => handle === word.toLowerCase());
  const now = words.some((word) => word.toLowerCase() === 'now');
  const last = words.at(-1) ?? '';
  const stamp = now && /^[0-9a-f]{8}$/.test(last) && !isHandle(last) ? last : undefined;
  const rest = (stamp ? words.slice(0, -1) : words).filter(
    (word) => isHandle(word) || (!noise.has(word.toLowerCase()) && word.toLowerCase() !== 'now'),
  );
  const at = rest.findIndex((word) => !isHandle(word) && /^[+-]?\d+([.,]\d+)?d?$/i.test(word));
  const store = rest.filter((_, index) => index !== at).join(' ');
  if (at >= 0) return { days: asDays(rest[at] ?? ''), store, now, ...(stamp && { stamp }) };
  const meansStore = store === '' || findStores(store, stores).length > 0 || stores.some((one) => looksLike(store, one));
  // Something that is no store's name stands where the days are expected: it is asked again, with what was typed.
  return meansStore ? { store, now } : { days: store, store: '', now };
}

/** A right number of days as a number, else as it was typed. */
function asDays(word: string): unknown {
  const days = Number(word.replace(/d$/i, ''));
  return areDays(days) ? days : word;
}

/** The candidate that looks most like one of the words; `at` says which word, `far` how little it does, from 0 to about 1. */
export function nearest(words: readonly string[], candidates: readonly string[]): { at: number; candidate: string; far: number } {
  const pairs = words
    .slice(0, 12)
    .flatMap((word, at) =>
      candidates.map((candidate) => ({ at, candidate, far: distance(bare(word).slice(0, 40), candidate) / candidate.length })),
    );
  const [first] = pairs.sort((one, other) => one.far - other.far);
  return first ?? { at: 0, candidate: candidates[0] ?? '', far: 1 };
}
