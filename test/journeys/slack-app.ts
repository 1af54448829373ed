import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scopes } from '../../bot/slack/scopes.ts';
import { readConfig } from '../../config.ts';
import { freePort } from '../../db/embedded.ts';
import { Connection } from '../../db/entities/connection.ts';
import { openQueue } from '../../jobs/queue.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { createLog } from '../../log.ts';
import { type Role, start } from '../../main.ts';
import { testDatabase, testKey } from '../database.ts';
import { startSlack } from '../fakes/slack.ts';
import { startWooCommerce } from '../fakes/woocommerce.ts';
import { sitDown } from '../slack-client.ts';

/** Where all tests run at once it may take longer than the three seconds that Slack waits; that these are kept is a matter of other tests. */
const patience = 12_000;

/** All that the product is set up with in Slack, where it has the least rights, and a sample store; nothing of it runs yet. `close` ends all of it. */
export async function prepareSlackJourney() {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'om-journey-'));
  const logFile = join(folder, 'log');
  const slack = await startSlack({ strict: true, teams: [{ id: 'T1', scopes: [...scopes] }], patience });
  slack.triggerLife = patience;
  const store = await startWooCommerce();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  slack.requestUrl = `${url}/slack/events`;
  const settings = {
    DATABASE_URL: database.url,
    SECRET_KEY: testKey,
    PORT: String(port),
    PUBLIC_URL: url,
    WEB_CHAT: 'off',
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    SLACK_BOT_TOKEN: slack.team().token,
    SLACK_API_URL: slack.apiUrl,
    ALLOW_PRIVATE_STORES: 'on',
    LOG_LEVEL: 'debug',
    OM_DIR: folder,
  };
  const ana = sitDown({ slack });
  return {
    ...{ slack, store, database, settings, folder, ana },
    start: (roles: Role[]) => start(readConfig(settings), roles, createLog(settings.LOG_LEVEL, logFile)),
    /** What the schedule does every 5 minutes. */
    async syncOrders() {
      const queue = openQueue({ databaseUrl: database.url, log: createLog('silent') });
      for (const { id } of await database.orm.em.fork().findAll(Connection))
        await queue.enqueue(syncOrders, { connection: id }, { id: `sync-orders:${id}` });
      await queue.close();
    },
    log: () => readFileSync(logFile, 'utf8'),
    async close() {
      await store.close();
      await slack.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The whole product in this process, as people in Slack have it. */
export async function startSlackJourney() {
  const prepared = await prepareSlackJourney();
  const app = await prepared.start(['bot', 'worker']);
  const close = async () => {
    await app.stop();
    await prepared.close();
  };
  return { ...prepared, close };
}

export type SlackJourney = Awaited<ReturnType<typeof startSlackJourney>>;

/** Connects a store, its keys on the private page. Its products come by themselves. */
export async function connectStore({ ana, store }: Pick<SlackJourney, 'ana' | 'store'>, name = 'Sample Shop', prefix = 'SS-') {
  await ana.command('connect woocommerce');
  await ana.enter(store.credentials);
  await ana.asked(/What shall we call it\?/);
  await ana.fill({ 'What shall we call it?': name, 'Order prefix': prefix });
  await ana.asked(new RegExp(`${name} is connected`));
  await ana.leave();
}
