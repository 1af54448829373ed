import { z } from 'zod';
import { job } from './job.ts';

/**
 * Sends what waits to be posted or edited in one channel of a messenger that is reached over the network. Each channel has its own, so
 * that one that must wait for the messenger's limit keeps no other waiting.
 */
export const deliverMessages = job({
  name: 'deliver-messages',
  data: z.object({ channel: z.uuid() }),
  queue: 'alerts',
  attempts: 20,
  run: ({ channel }, { deliver }) => deliver(channel),
});
