import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../db/orm.ts';
import { openChat } from '../chat-client.ts';
import { connect, secretKey } from './connected.ts';
import type { Ground } from './ground.ts';
import { atMost, type Bench, type Measure, measure, median, quantile } from './measure.ts';
import { productFlags } from './process.ts';
import { startStore } from './store.ts';

const orders = 100_000;
const samples = 300;
const between = 25;
/** What is typed, and what its answer must hold. */
const commands: [text: string, answer: RegExp][] = [
  ['help', /import/],
  ['stores', /Sample Shop/],
  ['status sample-shop', /Sample Shop/],
];

export const answer: Bench = {
  name: 'answer',
  about: 'how long a command in the chat takes to be answered, idle and while an import runs',
  async run(ground) {
    const store = await startStore(ground, orders);
    const databaseUrl = await ground.database();
    const url = await startProduct(ground, databaseUrl);
    const orm = await openDatabase({ url: databaseUrl, keys: [secretKey] });
    const shop = await connect({ orm, databaseUrl, credentials: store.credentials });
    const chat = await openChat({ url, orm });
    const ask = async (at: number) => {
      const [text, right] = commands[at % commands.length] ?? ['help', /import/];
      const began = performance.now();
      const answer = await chat.say(text);
      const milliseconds = performance.now() - began;
      if (!right.test(answer)) throw new Error(`"${text}" was answered with: ${answer}`);
      await pause(between);
      return milliseconds;
    };

    await sample(ask, 60, async () => true);
    const idle = await sample(ask, samples, async () => true);
    await shop.startImport();
    while ((await shop.progress()).read === 0) await pause(20);
    const busy = await sample(ask, samples, async () => (await shop.progress()).state === 'running');
    const { read } = await shop.progress();
    await shop.close();
    await orm.close();
    await store.stop();
    return told(idle, busy, read);
  },
};

/** The product as `npm start` runs it, bot and worker in one process: an import is as near as it can be. */
async function startProduct(ground: Ground, databaseUrl: string): Promise<string> {
  const settings = { DATABASE_URL: databaseUrl, SECRET_KEY: secretKey, PORT: '0', ALLOW_PRIVATE_STORES: 'on', LOG_LEVEL: 'warn' };
  // In a folder of its own, so that no .env of the developer is read.
  const product = ground.start(join(import.meta.dirname, '../../main.ts'), [], {
    cwd: ground.folder,
    env: settings,
    flags: productFlags('start'),
  });
  const ready = await product.line((line) => line.includes('http://'));
  return ready.slice(ready.indexOf('http://'));
}

async function sample(ask: (at: number) => Promise<number>, times: number, goesOn: () => Promise<boolean>): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at++) {
    const milliseconds = await ask(at);
    if (!(await goesOn())) break;
    found.push(milliseconds);
  }
  return found;
}

function told(idle: number[], busy: number[], read: number): Measure[] {
  const how = `${idle.length} commands idle, ${busy.length} while an import read ${read.toLocaleString('en')} orders; bot and worker in one process`;
  const each = commands.map(([text], place) => `${text} ${Math.round(of(idle, place))} → ${Math.round(of(busy, place))}`);
  const [idleMedian, busyMedian, idleLate, busyLate] = [
    quantile(idle, 0.5),
    quantile(busy, 0.5),
    quantile(idle, 0.99),
    quantile(busy, 0.99),
  ];
  return [
    measure('answer, busy ÷ idle, median', busyMedian / idleMedian, '×', undefined, [
      how,
      `median by command in ms, idle → busy: ${each.join(', ')}`,
    ]),
    measure('answer, busy ÷ idle, p99', busyLate / idleLate, '×'),
    measure('answer idle, median', idleMedian, 'ms'),
    measure('answer idle, p99', idleLate, 'ms'),
    measure('answer busy, median', busyMedian, 'ms'),
    measure('answer busy, p99', busyLate, 'ms', atMost(500)),
  ];
}

/** The commands are asked in turn. */
const of = (times: readonly number[], place: number) => median(times.filter((_, at) => at % commands.length === place));
