import type { Credential, Right, RightCheck, StoreCheck, StoreFacts } from '../connectors/connector.ts';
import { neededRights } from '../connectors/connector.ts';
import { AuthenticationError, InsecureError } from '../connectors/errors.ts';
import type { Item } from './card.ts';
import { type Errors, Invalid } from './dialog.ts';
import { type Explained, explain } from './explain.ts';
import { plain } from './words.ts';

/** What a check means, as plain JSON. `insecure`: it would be passed, perhaps, if plain http were accepted. */
export type Verdict =
  | { state: 'passed'; facts: StoreFacts; refused: Right[]; items: Item[] }
  | { state: 'insecure' }
  | { state: 'failed'; right: Right; cause: Explained; said: string; items: Item[] };
type Failed = Verdict & { state: 'failed' };

const labels: Record<Right, string> = {
  reach: 'Reach the store',
  products: 'Read products',
  orders: 'Read orders',
  'payment methods': 'Read payment methods',
  'order statuses': 'Read order statuses',
  'write back': 'Write back to the store',
};

/** Judges a check by the rights that are needed. */
export function judge({ rights: found, store }: StoreCheck): Verdict {
  const rights = reachedFirst(found);
  const failed = rights.find(({ right, state }) => state !== 'allowed' && neededRights.includes(right));
  if (failed?.problem instanceof InsecureError) return { state: 'insecure' };
  const items = rightItems(rights);
  const refused = rights.filter(({ state }) => state === 'refused').map(({ right }) => right);
  if (store && !failed) return { state: 'passed', facts: store, refused, items };
  const problem = failed?.problem ?? rights.find(({ problem }) => problem)?.problem;
  return { state: 'failed', right: failed?.right ?? 'reach', cause: explain(problem), said: problem?.message ?? '', items };
}

/** Who refuses a key was reached: the cross stands at the first thing that the key was for. */
function reachedFirst(rights: readonly RightCheck[]): readonly RightCheck[] {
  const [reach, next, ...others] = rights;
  if (!next || reach?.right !== 'reach' || !(reach.problem instanceof AuthenticationError)) return rights;
  return [{ right: 'reach', state: 'allowed' }, { ...reach, right: next.right }, ...others];
}

/** One line for each right: a tick, a cross and its reason, or that it could not be tried. */
export const rightItems = (rights: readonly RightCheck[]): Item[] =>
  reachedFirst(rights).map(({ right, state, problem }) => {
    const needed = neededRights.includes(right);
    if (state === 'allowed') return { tone: 'good', label: labels[right], text: 'yes' };
    if (state === 'unknown') return { tone: 'neutral', label: labels[right], text: 'not tried yet' };
    const reason = problem?.message ? `: ${plain(problem.message, 300)}` : '';
    return { tone: needed ? 'bad' : 'warning', label: labels[right], text: `${needed ? 'no' : 'no, but we can do without'}${reason}` };
  });

export const rightLabel = (right: Right): string => labels[right];

/** Leads back to the form of the credentials: what was tried, the cause, how to mend it, and a word beside the field it is about. */
export function failedCheck(verdict: Failed, credentials: Record<string, Credential>): Invalid {
  const { cause, items } = verdict;
  return new Invalid(beside(verdict, credentials), { tone: 'bad', text: cause.text, items, steps: cause.advice }, 'credentials');
}

/** What cannot be reached is about the address; an authentication error about the credential that its words name last. */
function beside({ right, cause, said }: Failed, credentials: Record<string, Credential>): Errors {
  if (cause.kind === 'authentication') {
    const named = lastNamed(said.toLowerCase(), Object.entries(credentials));
    return named ? { [named]: 'The store does not accept this one.' } : {};
  }
  return right === 'reach' && ['network', 'response'].includes(cause.kind) ? { url: 'We could not reach a store here.' } : {};
}

/** By its whole label ("consumer secret"), or by the last word of it ("secret"). */
function lastNamed(words: string, credentials: [name: string, credential: Credential][]): string | undefined {
  const places = credentials.map(([name, { label }]) => {
    const whole = label.toLowerCase();
    return { name, at: Math.max(words.lastIndexOf(whole), words.lastIndexOf(` ${whole.split(' ').at(-1)}`)) };
  });
  return places.filter(({ at }) => at >= 0).sort((one, other) => other.at - one.at)[0]?.name;
}
