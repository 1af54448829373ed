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

const second = z.object({ milliseconds: z.number(), answers: z.array(z.number()), late: z.number() });

/** Each answer's milliseconds; how many were whole in a second; and how many only said that the command came, because it took too long. */
export type Sent = { answers: number[]; perSecond: number; late: number };

/** Sends commands for so many seconds, or as long as it is said to, which is asked each second. What comes in the first two is not counted. */
export async function send(ground: Ground, given: Sending, goesOn: number | (() => Promise<boolean>), warmUp = 2): Promise<Sent> {
  const sender = ground.start(join(import.meta.dirname, 'sender.ts'), [JSON.stringify(given)]);
  const more = async (seconds: number) => (typeof goesOn === 'number' ? seconds < warmUp + goesOn : goesOn());
  const found: z.infer<typeof second>[] = [];
  for (let seconds = 0; await more(seconds); seconds++) {
    const one = second.parse(JSON.parse(await sender.line()));
    if (seconds >= warmUp) found.push(one);
  }
  await sender.stop();
  const sum = (of: (one: z.infer<typeof second>) => number) => found.reduce((all, one) => all + of(one), 0);
  const late = sum((one) => one.late);
  const answers = found.flatMap((one) => one.answers);
  return { answers, perSecond: ((answers.length - late) / sum((one) => one.milliseconds)) * 1_000, late };
}
