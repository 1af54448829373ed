import { z } from 'zod';
import type { Card } from '../dialogs/card.ts';
import { job } from './job.ts';

const card = z.custom<Card>((value) => typeof value === 'object' && value !== null && 'title' in value, 'not a card');

/**
 * Posts a card to a channel, or edits the one with the same key. It tries for hours, so that a messenger that is down loses nothing.
 * Ask for it without an id, unless every card under that id is the same: of two that wait, only the first would be posted.
 */
export const postCard = job({
  name: 'post-card',
  data: z.object({ channel: z.string(), key: z.string(), revision: z.number(), card, thread: z.string().optional() }),
  queue: 'alerts',
  attempts: 20,
  run: (message, { post }) => post(message),
});
