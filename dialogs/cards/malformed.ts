import type { RunResult } from '../../db/rules/run-result.ts';
import type { Item } from '../card.ts';
import { count, plain } from '../words.ts';

/** What could not be read: how many, and the first few with their reasons. */
export function malformedItems({ malformed, malformedExamples }: RunResult, what = 'order'): Item[] {
  if (!malformed) return [];
  const examples = malformedExamples.slice(0, 3).map(({ name, reason }) => `${plain(name, 40)}: ${plain(reason, 120)}`);
  return [{ tone: 'bad', label: `${count(malformed, what)} could not be read`, text: examples.join('; ') }];
}
