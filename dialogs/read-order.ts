import type { StoreName } from './services.ts';
import { bare, findStores } from './understand.ts';

/** Words of a question about an order that name neither it nor its store. */
const noise = new Set(
  'why did didn’t didnt does is isn’t isnt has hasn’t hasnt was order orders number no nr not come came coming arrive arrived in it this that the my our of from for at to yet here'.split(
    ' ',
  ),
);

/** An order's number as it is typed: "#1234?" is 1234. */
export const orderNumber = (word: string): string => word.replace(/^[#№"'“”(]+|[?!.,;:"'“”)]+$/g, '');

const looksLikeNumber = (word: string) => /\d/.test(word);

/** Which order is meant, and the words for its store: in any order, and in a whole sentence too. */
export function readOrder(words: readonly string[], stores: readonly StoreName[]): { number?: string; store: string } {
  const said = words.map(orderNumber).filter(Boolean);
  const isHandle = (word: string) => stores.some(({ handle }) => handle === word.toLowerCase());
  const readings = said
    .flatMap((word, at) =>
      looksLikeNumber(word) && !isHandle(word) ? [{ number: word, store: storeIn(said.toSpliced(at, 1), stores) }] : [],
    )
    .sort((one, other) => Number(isKnown(other.store, stores)) - Number(isKnown(one.store, stores)));
  return readings[0] ?? { store: storeIn(said, stores) };
}

/** "shop 24 1234": the number is the one beside which a store's name is left. */
const isKnown = (said: string, stores: readonly StoreName[]) => said === '' || findStores(said, stores).length > 0;

/** A store may be called "The Order"; only where no store is called so, such words mean nothing. */
function storeIn(words: readonly string[], stores: readonly StoreName[]): string {
  const whole = words.join(' ');
  if (whole === '' || findStores(whole, stores).length > 0) return whole;
  return words.filter((word) => !noise.has(bare(word).replaceAll("'", '’'))).join(' ');
}
