import { createServer } from 'node:http';
import { argv, exit, stderr, stdout } from 'node:process';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createHttpApp } from './bot/http.ts';
import { createPost } from './bot/post.ts';
import { startPrivate } from './bot/private/app.ts';
import { createPrivateLinks } from './bot/private/links.ts';
import { createServices } from './bot/services.ts';
import { startSlack } from './bot/slack/app.ts';
import { createSlack, type Slack } from './bot/slack/slack.ts';
import type { Who } from './bot/surface.ts';
import { startWeb } from './bot/web/app.ts';
import { webSurface } from './bot/web/post.ts';
import { type Config, ConfigError, loadConfig, startedByNpm, usesSlack } from './config.ts';
import { createHttp, type Http } from './connectors/http.ts';
import { connectors } from './connectors/index.ts';
import { startEmbeddedPostgres } from './db/embedded.ts';
import { EmbeddedPostgresError } from './db/embedded-cluster.ts';
import type { Chat } from './db/entities/workspace.ts';
import { ownSecretKey } from './db/key-file.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/orm.ts';
import { reseal } from './db/reseal.ts';
import { home } from './dialogs/cards/home.ts';
import { command, dialogs, hidePastedKeys, refuse } from './dialogs/commands.ts';
import { jobs } from './jobs/index.ts';
import type { Post } from './jobs/job.ts';
import { openQueue } from './jobs/queue.ts';
import { startWorker } from './jobs/worker.ts';
import { createLog, type Logger } from './log.ts';

export type Role = 'bot' | 'worker';

/** What runs. `url` is the chat page's address, where this process serves it; `stop` ends in order, within 20 seconds. */
export type App = { url?: string; orm: MikroORM; databaseUrl: string; stop: () => Promise<void> };

type Stop = () => Promise<unknown>;

/** Starts the roles in this process. What was started is stopped again when a later part cannot start. */
export async function start(config: Config, roles: readonly Role[], log: Logger): Promise<App> {
  const stops: Stop[] = [];
  let stopped: Promise<void> | undefined;
  const stopAll = async () => {
    for (const one of stops.reverse()) await one().catch((error) => log.error({ err: error }, 'Something did not stop in order.'));
  };
  const stop = async () => {
    stopped ??= stopAll();
    await stopped;
  };
  try {
    return { ...(await startParts(config, roles, log, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(config: Config, roles: readonly Role[], log: Logger, stops: Stop[]): Promise<Omit<App, 'stop'>> {
  const databaseUrl = await openPostgres(config, stops);
  await bringUpToDate(databaseUrl, log);
  const keys = config.SECRET_KEY ?? [ownSecretKey(config.OM_DIR)];
  const orm = await openDatabase({ url: databaseUrl, keys, log });
  stops.push(() => orm.close());
  const queue = openQueue({ databaseUrl, redisUrl: config.REDIS_URL, log });
  stops.push(() => queue.close());
  const http = createHttp({ allowPrivate: config.ALLOW_PRIVATE_STORES });
  const slack = usesSlack(config)
    ? createSlack({ ...queue, orm, token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log })
    : undefined;
  const post = createPost({ orm, surfaces: { web: webSurface(orm), slack: slack?.surface } });
  const parts = { config, orm, databaseUrl, keys, queue, http, post, slack, log };
  // Sealed with the newest key before work begins, so that an older one can be taken off the list afterwards.
  if (keys.length > 1) log.info({ sealed: await reseal(orm) }, 'What an older SECRET_KEY had sealed is sealed with the newest one now.');
  // They stop together, so that neither uses up the other's time.
  const working: Stop[] = [];
  stops.push(() => Promise.all(working.map((one) => one())));
  if (roles.includes('worker')) working.push(startWorker({ queue, jobs, orm, connectors, http, post, deliver: slack?.deliver, log }).close);
  const url = roles.includes('bot') ? await startBot(parts, working) : undefined;
  return { url, orm, databaseUrl };
}

async function openPostgres(config: Config, stops: Stop[]): Promise<string> {
  if (config.DATABASE_URL) return config.DATABASE_URL;
  const postgres = await startEmbeddedPostgres(`${config.OM_DIR}/postgres`);
  stops.push(postgres.stop);
  return postgres.url;
}

async function bringUpToDate(url: string, log: Logger) {
  try {
    await migrate({ url, log });
  } catch (error) {
    const { host, pathname } = new URL(url);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // No answer, no such database, or not let in: only the operator can mend it.
    if (!/^(E[A-Z]+|28\w{3}|3D000)$/.test(code)) throw error;
    throw new ConfigError(
      `The database ${pathname.slice(1)} at ${host} cannot be used: ${code} ${error instanceof Error ? error.message : ''}. Check DATABASE_URL.`,
    );
  }
}

type Parts = {
  config: Config;
  orm: MikroORM;
  databaseUrl: string;
  keys: readonly string[];
  queue: ReturnType<typeof openQueue>;
  http: Http;
  post: Post;
  slack?: Slack;
  log: Logger;
};

async function startBot(parts: Parts, stops: Stop[]): Promise<string> {
  const { config, orm, databaseUrl, keys, queue, slack, log } = parts;
  const publicUrl = config.PUBLIC_URL;
  const routes = [];
  const context = { ...parts, ...queue, connectors, now: () => new Date() };
  const words = { command, hidePastedKeys, dialogs };
  if (config.WEB_CHAT) {
    const services = (who: Who) => createServices(context, who);
    const web = await startWeb({ ...words, services, orm, databaseUrl, keys, token: config.WEB_CHAT_TOKEN, publicUrl, log });
    stops.push(web.close);
    routes.push(web.routes);
  }
  if (slack) {
    const services = (who: Who) => createServices({ ...context, people: slack.people, reach: slack.reach }, who);
    const links = createPrivateLinks({ orm, publicUrl });
    const started = await startSlack({
      ...{ ...words, services, slack, links, log },
      refuse: (who, dialog, asked) => refuse(services(who), dialog, asked),
      home: async (asked) => home(await asked.home()),
      settings: slackSettings(config, keys),
    });
    stops.push(started.close);
    const conversations = (chat: Chat) => (chat === 'slack' ? started.conversations : undefined);
    const secure = publicUrl?.startsWith('https:') ?? false;
    const pages = startPrivate({ links, conversations, secure });
    stops.push(pages.close);
    routes.push(started.routes, pages.routes);
  }
  const ready = { 'the database': () => orm.em.fork().execute('select 1'), 'the queue': queue.ready };
  const app = createHttpApp({ ready, routes, host: config.HOST, publicUrl, log });
  return listen(createServer(app), config, stops);
}

const slackSettings = (config: Config, keys: readonly string[]) => ({
  signingSecret: config.SLACK_SIGNING_SECRET,
  appToken: config.SLACK_APP_TOKEN,
  clientId: config.SLACK_CLIENT_ID,
  clientSecret: config.SLACK_CLIENT_SECRET,
  apiUrl: config.SLACK_API_URL,
  publicUrl: config.PUBLIC_URL,
  keys,
});

/** Listens, and says in plain words when it cannot. */
async function listen(server: ReturnType<typeof createServer>, { HOST, PORT }: Config, stops: Stop[]): Promise<string> {
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === 'EADDRINUSE' ? `Another program listens on port ${PORT} already. Set PORT to another number` : error.message;
      failed(new ConfigError(`${taken} (HOST=${HOST}).`));
    });
    server.listen(PORT, HOST, done);
  });
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : PORT;
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
}

/**
 * Stops what was started at Ctrl-C or SIGTERM, then ends the process; what is just starting is stopped once it has. A second signal ends
 * it at once.
 */
export function stopOnSignals(starting: Promise<Pick<App, 'stop'>>, log: Logger) {
  let stopping = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) exit(1);
    stopping = true;
    log.info({ signal }, 'Stopping.');
    // Whatever hangs: the caller was promised 20 seconds.
    setTimeout(() => exit(1), 20_000).unref();
    // What could not start has stopped itself.
    const app = await starting.catch(() => undefined);
    await app?.stop();
    exit(0);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  if (startedByNpm()) onceOrphaned(() => onSignal('SIGTERM'));
}

/** npm tells SIGTERM to its shell alone, which ends without passing it on: then we belong to somebody else. */
function onceOrphaned(end: () => void) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 250);
  watch.unref();
}

/** Whether a person or a setting can mend it: then its words are enough, and a stack would only frighten. */
export const isExpected = (error: unknown): error is Error => error instanceof ConfigError || error instanceof EmbeddedPostgresError;

async function main(word: string | undefined) {
  const config = loadConfig();
  const log = createLog(config.LOG_LEVEL);
  if (word === 'migrate') return migrateOnly(config, log);
  if (word !== undefined && word !== 'bot' && word !== 'worker')
    throw new ConfigError('Say node main.ts, node main.ts bot, node main.ts worker or node main.ts migrate.');
  const starting = start(config, word ? [word] : ['bot', 'worker'], log);
  stopOnSignals(starting, log);
  const app = await starting;
  log.info({ url: app.url, roles: word ?? 'bot and worker' }, 'Started.');
  if (app.url) stdout.write(`OM Bot is ready: ${app.url}\n`);
}

async function migrateOnly(config: Config, log: Logger) {
  const stops: Stop[] = [];
  try {
    await bringUpToDate(await openPostgres(config, stops), log);
    stdout.write('The database is up to date.\n');
  } finally {
    for (const stop of stops) await stop();
  }
}

if (import.meta.main) {
  try {
    await main(argv[2]);
  } catch (error) {
    stderr.write(`${isExpected(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    exit(1);
  }
}
