import { distance } from 'fastest-levenshtein';
import type { Instrument } from './services/payments.ts';
import type { StoreName } from './services.ts';
import { findStores } from './understand.ts';

type Named = Pick<Instrument, 'handle' | 'method' | 'title'>;

/** The instruments that may be meant by these words: by handle or the store's code, by title, or by a part of them. Nothing said: all. */
export function findInstruments<I extends Named>(said: string, instruments: readonly I[]): I[] {
  if (said === '') return [...instruments];
  const wanted = slug(said);
  if (wanted === '') return [];
  const names = ({ handle, method, title }: I) => [handle, slug(method), slug(title)];
  const tries: ((one: I) => boolean)[] = [
    ({ handle, method }) => handle === wanted || method === said,
    (one) => names(one).includes(wanted),
    (one) => names(one).some((name) => name.startsWith(wanted)),
    (one) => names(one).some((name) => name.includes(wanted)),
  ];
  for (const matches of tries) {
    const found = instruments.filter(matches);
    if (found.length > 0) return found;
  }
  return [];
}

/** At most three whose names look most like it, the nearest first. */
export function nearestInstruments<I extends Named>(said: string, instruments: readonly I[]): I[] {
  const wanted = slug(said).slice(0, 40);
  const farness = ({ handle, title }: I) => Math.min(distance(wanted, handle), distance(wanted, slug(title).slice(0, 40)));
  return [...instruments].sort((one, other) => farness(one) - farness(other)).slice(0, 3);
}

/** What "map" may mean: an instrument (as said, or any) of these stores. */
export type Reading<S> = { said: string; name: string; stores: S[] };

/** The likeliest first: a store's own name stands at the end or at the beginning; no store is named; a part of a store's name does. */
export function readMap<S extends StoreName>(words: readonly string[], stores: readonly S[]): Reading<S>[] {
  const reading = (name: readonly string[], said: readonly string[]) => ({
    ...{ name: name.join(' '), said: said.join(' ') },
    stores: findStores(name.join(' '), stores),
  });
  const splits = words.flatMap((_, at) => [
    reading(words.slice(at), words.slice(0, at)),
    reading(words.slice(0, words.length - at), words.slice(words.length - at)),
  ]);
  const exact = ({ name, stores: [store] }: Reading<S>) =>
    store !== undefined && [store.handle, store.name.toLowerCase()].includes(name.toLowerCase());
  return [...splits.filter(exact), { said: words.join(' '), name: '', stores: [...stores] }, ...splits.filter((one) => !exact(one))];
}

export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
