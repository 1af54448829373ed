import { afterEach, describe, expect, it, vi } from 'vitest';
import { postCard } from '../../jobs/post-card.ts';
import { backends, type Stage, stage } from './stage.ts';

const message = {
  channel: 'c1',
  key: 'health:1',
  revision: 3,
  card: { title: 'Demo shop is not connected', facts: [['Since', 'today']] },
} as const;

describe.each(backends)('posting a card on %s', (backend) => {
  let here: Stage;
  afterEach(() => here.end());

  it('posts it as it was given', async () => {
    here = await stage(backend);
    const given = { ...message, card: { title: message.card.title } };
    await here.queue.enqueue(postCard, given);
    await here.run([postCard]);
    expect(here.posted).toEqual([given]);
  });

  it('says in whose thread it belongs, where it does', async () => {
    here = await stage(backend);
    const given = { ...message, card: { title: 'Demo shop is connected again' }, thread: 'health:0' };
    await here.queue.enqueue(postCard, given);
    await here.run([postCard]);
    expect(here.posted).toEqual([given]);
  });

  it('tries again as long as the messenger is down, and then posts it once', async () => {
    let downs = 6;
    const post = vi.fn(async () => {
      if (downs-- > 0) throw new Error('The messenger is down.');
    });
    here = await stage(backend, { post });
    here.work([postCard], { post });
    await here.queue.enqueue(postCard, { ...message, card: { title: 'Hello' } });
    await vi.waitFor(() => expect(post).toHaveBeenCalledTimes(7), { timeout: 10_000 });
    await vi.waitFor(async () =>
      expect(await here.queue.backend.queues.alerts.getJobCounts('completed', 'failed')).toEqual({ completed: 1, failed: 0 }),
    );
  });
});
