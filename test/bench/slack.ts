import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSlack } from '../fakes/slack.ts';
import type { Ground } from './ground.ts';
import { atLeast, atMost, type Bench, type Measure, measure, median, quantile, rounded, rounds } from './measure.ts';
import { startProduct } from './slash/product.ts';
import { type Sending, type Sent, send, type Target } from './slash/senders.ts';

const few = 5_000;
const many = 100_000;
const times = 3;
const seconds = { rarely: 30, often: 5, most: 5 };
/** Commands at a time, so that whoever answers always has some to do. */
const atOnce = 32;
/** Commands a second while an import runs. */
const meanwhile = 20;

export const slack: Bench = {
  name: 'slack',
  about: '/om status signed and answered, against a Bolt app that says "ok", and while an import runs',
  async run(ground) {
    // In this process: it has next to nothing to do.
    const double = await startSlack();
    const { signingSecret } = double.app;
    const bare: Target = { url: await startBare(ground, signingSecret), signingSecret, answered: 'ok' };
    const targetOf = ({ url }: { url: string }): Target => ({ url, signingSecret, answered: 'Sample Shop' });

    const small = await startProduct(ground, double, few);
    await small.startImport();
    await small.importEnded();
    const compared = await compare(ground, targetOf(small), bare);
    await small.close();

    const large = await startProduct(ground, double, many);
    const during = await duringImport(ground, targetOf(large), large);
    await large.close();
    await double.close();
    return [...compared, ...during];
  },
};

async function startBare(ground: Ground, signingSecret: string): Promise<string> {
  return ground.start(join(import.meta.dirname, 'slash/bare-bolt.ts'), [signingSecret]).line();
}

type Both = { ours: Sent[]; bare: Sent[] };

async function compare(ground: Ground, ours: Target, bare: Target): Promise<Measure[]> {
  const once = (target: Target, pace: Sending['pace'], length: number) => send(ground, { ...target, pace }, (seconds) => seconds < length);
  const inTurn = async (pace: Sending['pace'], length: number): Promise<Both> => {
    const found: Both = { ours: [], bare: [] };
    for (let round = 0; round < times; round++) {
      found.bare.push(await once(bare, pace, length));
      found.ours.push(await once(ours, pace, length));
    }
    return found;
  };
  const most = await inTurn({ atOnce }, seconds.most);
  const often = await inTurn({ perSecond: 200 }, seconds.often);
  // One a second leaves room for the other's, half a second later.
  const rarely = await Promise.all([
    once(bare, { perSecond: 1 }, seconds.rarely),
    pause(500).then(() => once(ours, { perSecond: 1 }, seconds.rarely)),
  ]);
  return [...saturated(most), ...paced('200/s', often), ...paced('1/s', { bare: [rarely[0]], ours: [rarely[1]] })];
}

function saturated({ ours, bare }: Both): Measure[] {
  const speed = (found: Sent[]) => found.map(({ perSecond }) => perSecond);
  return [
    measure('/om status ÷ bare Bolt, most', median(speed(ours)) / median(speed(bare)), '× as many', atLeast(0.7), [
      `medians of ${times} rounds of ${seconds.most} s in turn, ${atOnce} commands at a time`,
      `/om status: ${rounds(speed(ours))} a second, median ${medianOf(ours, 0.5)} ms, p99 ${medianOf(ours, 0.99)} ms`,
      `bare Bolt, "ok": ${rounds(speed(bare))} a second, median ${medianOf(bare, 0.5)} ms, p99 ${medianOf(bare, 0.99)} ms`,
    ]),
  ];
}

function paced(pace: string, { ours, bare }: Both): Measure[] {
  const speed = (found: Sent[]) => median(found.map(({ perSecond }) => perSecond));
  const told = (found: Sent[]) => `median ${medianOf(found, 0.5)} ms, p99 ${medianOf(found, 0.99)} ms at ${rounded(speed(found))}/s`;
  return [
    measure(`answered ÷ bare Bolt at ${pace}`, speed(ours) / speed(bare), '× as many', atLeast(0.7), [
      `/om status: ${told(ours)}`,
      `bare Bolt, "ok": ${told(bare)}`,
    ]),
    measure(`/om status at ${pace}, median`, medianOf(ours, 0.5), 'ms'),
    measure(`/om status at ${pace}, p99`, medianOf(ours, 0.99), 'ms'),
  ];
}

/** The middle of the rounds. */
const medianOf = (found: Sent[], part: number) => rounded(median(found.map(({ answers }) => quantile(answers, part))));

async function duringImport(ground: Ground, target: Target, shop: Awaited<ReturnType<typeof startProduct>>): Promise<Measure[]> {
  const sending = { ...target, pace: { perSecond: meanwhile } };
  const idle = await send(ground, sending, (seconds) => seconds < 5);
  await shop.startImport();
  while ((await shop.progress()).read === 0) await pause(20);
  const busy = await send(ground, sending, async () => (await shop.progress()).state === 'running', 0);
  const { read, state } = await shop.progress();
  if (state !== 'done') throw new Error(`The import is ${state}.`);
  const after = await send(ground, sending, (seconds) => seconds < 5);
  const told = ({ answers }: Sent) => `median ${rounded(median(answers))} ms, p99 ${rounded(quantile(answers, 0.99))} ms`;
  return [
    measure('longest acknowledgement during an import', Math.max(...busy.answers), 'ms', atMost(1_000), [
      `${busy.answers.length} commands, ${meanwhile} a second, while ${read.toLocaleString('en')} orders were read; bot and worker in processes of their own`,
      `before ${told(idle)}; meanwhile ${told(busy)}; with all orders here ${told(after)}`,
    ]),
  ];
}
