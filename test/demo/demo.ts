import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { argv, exit } from 'node:process';
import type { MikroORM } from '@mikro-orm/postgresql';
import { webChat, webSurface } from '../../bot/web/post.ts';
import { type Config, loadConfig } from '../../config.ts';
import { Message } from '../../db/entities/message.ts';
import { createLog, type Logger } from '../../log.ts';
import { type App, isExpected, start, stopOnSignals } from '../../main.ts';
import { openChat } from '../chat-client.ts';
import type { Credentials } from '../fakes/woocommerce.ts';
import { startSampleShops } from './sample-shops.ts';
import { playStory } from './story.ts';
import { followStream } from './transcript.ts';

/** `npm run demo`: the product with a sample store, and its main job played in the terminal. `-- --once` ends after the story. */
async function demo(once: boolean) {
  const settings = loadConfig();
  // Apart from the product: its stores are not real, and a database of one's own is none of its business.
  const none = { DATABASE_URL: undefined, REDIS_URL: undefined, SECRET_KEY: undefined, WEB_CHAT_TOKEN: undefined, PUBLIC_URL: undefined };
  const apart = { ...none, OM_DIR: `${settings.OM_DIR}/demo`, HOST: '127.0.0.1' };
  const config: Config = { ...settings, ...apart, ALLOW_PRIVATE_STORES: true, WEB_CHAT: true, PORT: await freeOr(settings.PORT) };
  mkdirSync(config.OM_DIR, { recursive: true });
  const logFile = `${config.OM_DIR}/demo.log`;
  const log = createLog(config.LOG_LEVEL, logFile);
  console.log('OM Bot: starting its own Postgres, the bot, a worker and two sample stores…');
  const shops = await startSampleShops(config.OM_DIR);
  const starting = startDemo(config, shops, log);
  stopOnSignals(starting, log);
  const { app, stop, isStopping } = await starting;
  try {
    await play(app, shops, once);
  } catch (error) {
    // Ctrl-C in the middle of the story is no failure of it.
    if (isStopping()) return;
    console.error(`\n✗ ${error instanceof Error ? error.message : error}\n  More is in ${logFile}.`);
    await stop();
    exit(1);
  }
  if (!once) return;
  await stop();
  exit(0);
}

type Shops = Awaited<ReturnType<typeof startSampleShops>>;

async function startDemo(config: Config, shops: Shops, log: Logger) {
  const app = await start(config, ['bot', 'worker'], log);
  let stopping: Promise<unknown> | undefined;
  const stopAll = async () => {
    await app.stop();
    await Promise.all([shops.story.stop(), shops.yours.stop()]);
  };
  const stop = async () => {
    stopping ??= stopAll();
    await stopping;
  };
  return { app, stop, isStopping: () => stopping !== undefined };
}

async function play(app: App, shops: Shops, once: boolean) {
  const chat = await openChat({ url: app.url ?? '', orm: app.orm });
  const follow = followStream(chat, (line) => console.log(line));
  await playStory(chat, shops.story.credentials, follow).finally(() => follow.stop());
  console.log(`\n${await totals(app.orm)}`);
  if (once) return;
  await offerShop(app, shops.yours.credentials);
  console.log(`\nNow you: open ${app.url} – the page says how to connect a second sample store. Ctrl-C ends everything.`);
}

/** The port, or any other where a program listens on it already. */
function freeOr(port: number): Promise<number> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', () => done(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(port)));
  });
}

async function totals(orm: MikroORM): Promise<string> {
  const [row] = await orm.em.fork().execute<{ stores: string; products: string; imported: string; held: string; sum: string }[]>(
    `select (select count(*) from store) as stores,
       (select count(*) from product where sku is not null and not sku_inherited and archived_at is null) as products,
       count(*) filter (where state = 'imported') as imported, count(*) filter (where state = 'held') as held,
       coalesce(sum(total) filter (where state = 'imported'), 0)::numeric(19, 2) as sum
     from "order"`,
  );
  return `✓ ${row?.stores} connected, ${row?.products} products with an SKU, ${row?.imported} orders came in (${row?.sum} EUR), ${row?.held} wait with their reason.`;
}

/** The second store's address and keys, as the newest message of the page. */
async function offerShop({ orm }: App, { url, consumerKey, consumerSecret }: Credentials) {
  const { channel } = await webChat(orm);
  await orm.em.fork().nativeDelete(Message, { channel, key: 'demo' });
  await webSurface(orm).post({
    channel,
    key: 'demo',
    revision: Date.now(),
    card: {
      title: 'Try it yourself with a second sample store',
      text: 'Press *Connect a store*, choose WooCommerce, and paste these. Nothing of it is real.',
      facts: [
        ['Store address', url],
        ['Consumer key', consumerKey],
        ['Consumer secret', consumerSecret],
      ],
      actions: [{ label: 'Connect a store', command: 'connect', style: 'primary' }],
    },
  });
}

try {
  await demo(argv.includes('--once'));
} catch (error) {
  console.error(isExpected(error) ? error.message : error);
  exit(1);
}
