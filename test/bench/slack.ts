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
/** How long each round is, in seconds. */
const long = { rarely: 30, often: 5, most: 5 };
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
    const bare = ground.start(join(import.meta.dirname, 'slash/bare-bolt.ts'), [signingSecret]);
    const says: Target = { url: await bare.line(), signingSecret, answered: 'ok' };

    const small = await startProduct(ground, double, few);
    await small.importAll();
    const compared = await compare(ground, { ours: small.target, bare: says });
    await Promise.all([small.close(), bare.stop()]);

    const large = await startProduct(ground, double, many);
    const during = await duringImport(ground, large);
    await large.close();
    await double.close();
    return [...compared, during];
  },
};

type Both<T> = { ours: T; bare: T };

async function compare(ground: Ground, { ours, bare }: Both<Target>): Promise<Measure[]> {
  const inTurn = async (pace: Sending['pace'], seconds: number, count = times): Promise<Both<Sent[]>> => {
    const found: Both<Sent[]> = { ours: [], bare: [] };
    for (let round = 0; round < count; round++) {
      found.bare.push(await send(ground, { ...bare, pace }, seconds));
      found.ours.push(await send(ground, { ...ours, pace }, seconds));
    }
    return found;
  };
  // Neither is measured on code that nobody has run yet.
  await inTurn({ atOnce }, long.most, 1);
  const most = await inTurn({ atOnce }, long.most);
  const often = await inTurn({ perSecond: 200 }, long.often);
  const rarely = { perSecond: 1 };
  // Half a second apart: neither is in the other's way.
  const [one, other] = await Promise.all([
    send(ground, { ...bare, pace: rarely }, long.rarely),
    pause(500).then(() => send(ground, { ...ours, pace: rarely }, long.rarely)),
  ]);
  return [...paced('1/s', { bare: [one], ours: [other] }), ...paced('200/s', often), saturated(most)];
}

function paced(pace: string, { ours, bare }: Both<Sent[]>): Measure[] {
  const ratio = speed(ours) / speed(bare);
  return [
    measure(`/om status ÷ bare Bolt at ${pace}`, ratio, '× as many', atLeast(0.7), [
      `/om status: ${told(ours)}`,
      `bare Bolt, "ok": ${told(bare)}`,
    ]),
    measure(`/om status at ${pace}, median`, middle(ours, 0.5), 'ms'),
    measure(`/om status at ${pace}, p99`, middle(ours, 0.99), 'ms'),
  ];
}

const saturated = ({ ours, bare }: Both<Sent[]>): Measure =>
  measure('/om status ÷ bare Bolt, the most', speed(ours) / speed(bare), '× as many', atLeast(0.7), [
    `medians of ${times} rounds of ${long.most} s in turn, ${atOnce} commands at a time`,
    `/om status: ${speeds(ours)} a second; ${told(ours)}`,
    `bare Bolt, "ok": ${speeds(bare)} a second; ${told(bare)}`,
  ]);

const speeds = (found: Sent[]) => rounds(found.map(({ perSecond }) => perSecond));
const speed = (found: Sent[]) => median(found.map(({ perSecond }) => perSecond));
const middle = (found: Sent[], part: number) => rounded(median(found.map(({ answers }) => quantile(answers, part))));

function told(found: Sent[]): string {
  const late = found.reduce((all, one) => all + one.late, 0);
  const answered = `${rounded(speed(found))}/s, median ${middle(found, 0.5)} ms, p99 ${middle(found, 0.99)} ms`;
  return late ? `${answered}; ${late} were answered after their acknowledgement` : answered;
}

async function duringImport(ground: Ground, shop: Awaited<ReturnType<typeof startProduct>>): Promise<Measure> {
  const sending = { ...shop.target, pace: { perSecond: meanwhile } };
  const before = await send(ground, sending, 5);
  await shop.startImport();
  while ((await shop.progress()).read === 0) await pause(20);
  const busy = await send(ground, sending, async () => (await shop.progress()).state === 'running', 0);
  const { read } = await shop.importEnded();
  const after = await send(ground, sending, 5);
  return measure('longest acknowledgement during an import', Math.max(...busy.answers), 'ms', atMost(1_000), [
    `${busy.answers.length} commands while ${read.toLocaleString('en')} orders were read; bot and worker in processes of their own`,
    `before: ${told([before])}`,
    `meanwhile: ${told([busy])}`,
    `with all orders here: ${told([after])}`,
  ]);
}
