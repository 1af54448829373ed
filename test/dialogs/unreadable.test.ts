import { expect, test } from 'vitest';
import { unreadable } from '../../dialogs/unreadable.ts';

test.each([
  ['total: is not a decimal number', 'its total is not an amount (“total” in the store’s answer)'],
  [
    'line_items.0.total: is not a decimal number',
    'the total of a product in it is not an amount (“line_items.0.total” in the store’s answer)',
  ],
  ['date_created_gmt: is not a time', 'the time it was placed is not a time (“date_created_gmt” in the store’s answer)'],
  ['the whole: Invalid input: expected object, received string', 'what the store sent is not what it has to be'],
  ['currency: Invalid input: expected string, received undefined', 'its currency is missing (“currency” in the store’s answer)'],
  ['weird.*thing*: is odd', 'weird.∗thing∗: is odd'],
  ['something_else: is odd', '“something_else” is odd'],
  ['no total', 'no total'],
])('%s', (reason, words) => expect(unreadable(reason)).toBe(words));
