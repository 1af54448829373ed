import type { RunResult } from '../../db/rules/run-result.ts';
import type { Item } from '../card.ts';
import { unreadable } from '../unreadable.ts';
import { count, plain } from '../words.ts';

/** Nothing else stops at them. */
export const lookAtThem = 'Please look at them in the store; often a plugin has changed them. I try again whenever they are read.';

/** What could not be read: how many, and the first few with their reasons. */
export function malformedItems({ malformed, malformedExamples }: RunResult, what = 'order'): Item[] {
  if (!malformed) return [];
  const examples = malformedExamples.slice(0, 3).map(({ name, reason }) => `${plain(name, 40)}: ${unreadable(reason)}`);
  return [{ tone: 'bad', label: `${count(malformed, what)} could not be read`, text: `${examples.join('; ')}. ${lookAtThem}` }];
}
