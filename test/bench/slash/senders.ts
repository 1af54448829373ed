import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from '../ground.ts';

/** Where commands are sent, how they are signed, what each answer must hold, and how many: so many a second, or so many at a time. */
export const sending = z.object({
  url: z.string(),
  signingSecret: z.string(),
  answered: z.string(),
  pace: z.union([z.object({ perSecond: z.number() }), z.object({ atOnce: z.number() })]),
});
export type Sending = z.infer<typeof sending>;
export type Target = Omit<Sending, 'pace'>;

const second = z.object({ milliseconds: z.number(), answers: z.array(z.number()) });

/** What was answered: each answer's milliseconds, and how many there were in a second. */
export type Sent = { answers: number[]; perSecond: number };

/** Sends commands while `goesOn` says so, which is asked every second. The first `warmUp` seconds are not counted. */
export async function send(
  ground: Ground,
  given: Sending,
  goesOn: (seconds: number) => boolean | Promise<boolean>,
  warmUp = 2,
): Promise<Sent> {
  const sender = ground.start(join(import.meta.dirname, 'sender.ts'), [JSON.stringify(given)]);
  const found = [];
  for (let seconds = 0; await goesOn(seconds - warmUp); seconds++) {
    const one = second.parse(JSON.parse(await sender.line()));
    if (seconds >= warmUp) found.push(one);
  }
  await sender.stop();
  const answers = found.flatMap((one) => one.answers);
  const milliseconds = found.reduce((sum, one) => sum + one.milliseconds, 0);
  return { answers, perSecond: (answers.length / milliseconds) * 1_000 };
}
