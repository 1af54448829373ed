import type { Progress, Tone } from '../dialogs/card.ts';
import { digits } from '../dialogs/words.ts';

const words: Record<Tone, string> = { good: 'Good', warning: 'Attention', bad: 'Problem', neutral: '' };

/** A tone in words, as it is never told by its colour alone; nothing for neutral. */
export const toneWord = (tone: Tone | undefined): string => words[tone ?? 'neutral'];

/** "1,234 of at most 2,000" and the share in percent. While nothing is done of nobody knows how much, there is no number to show. */
export function progressWords({ done, total, atMost }: Progress): { count: string; share?: number } {
  if (total === undefined) return { count: done > 0 ? `${digits(done)} so far` : '' };
  const share = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return { count: `${digits(done)} of ${atMost && done < total ? 'at most ' : ''}${digits(total)}`, share };
}
