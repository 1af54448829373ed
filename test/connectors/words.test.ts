import { describe, expect, it } from 'vitest';
import { weightOf } from '../../connectors/words.ts';

describe('a weight', () => {
  it('is told as the store has it, without idle zeros, and with what a variant adds', () => {
    expect(weightOf('0.500000')).toBe('0.5');
    expect(weightOf(12)).toBe('12');
    expect(weightOf('0.500000', '0.250000')).toBe('0.75');
    expect(weightOf('2.000000', '-0.500000')).toBe('1.5');
  });

  it('is none where the store tells none, or what can be no weight', () => {
    for (const none of ['', '0.000000', undefined, null, 'heavy', '-1']) expect(weightOf(none)).toBeUndefined();
  });
});
