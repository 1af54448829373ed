import { join } from 'node:path';
import { createSlack } from '../../../bot/slack/slack.ts';
import { openDatabase } from '../../../db/orm.ts';
import { createLog } from '../../../log.ts';
import type { Slack } from '../../fakes/slack.ts';
import { connect, type Seat, secretKey } from '../connected.ts';
import type { Ground } from '../ground.ts';
import { productFlags } from '../process.ts';
import { startStore } from '../store.ts';
import type { Target } from './senders.ts';

/** The product as it runs in production, bot and worker in processes of their own, and a store of so many orders connected in Slack. */
export async function startProduct(ground: Ground, slack: Slack, orders: number) {
  const store = await startStore(ground, orders);
  const databaseUrl = await ground.database();
  const env = {
    ...{ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey, PORT: '0', WEB_CHAT: 'off', ALLOW_PRIVATE_STORES: 'on', LOG_LEVEL: 'warn' },
    ...{ SLACK_SIGNING_SECRET: slack.app.signingSecret, SLACK_BOT_TOKEN: slack.team().token, SLACK_API_URL: slack.apiUrl },
  };
  const main = join(import.meta.dirname, '../../../main.ts');
  // In a folder of its own, so that no .env of the developer is read.
  const start = (role: 'bot' | 'worker') => ground.start(main, [role], { cwd: ground.folder, env, flags: productFlags(role) });
  const [bot, worker] = [start('bot'), start('worker')];
  const ready = await bot.line((line) => line.includes('http://'));
  const orm = await openDatabase({ url: databaseUrl, keys: [secretKey] });
  const shop = await connect({ orm, databaseUrl, credentials: store.credentials, seat: inSlack(slack) });
  const url = `${ready.slice(ready.indexOf('http://'))}/slack/events`;
  const target: Target = { url, signingSecret: slack.app.signingSecret, answered: 'Sample Shop' };
  return {
    ...shop,
    target,
    /** As it is some time later: Postgres has looked at its tables. */
    async importAll() {
      await shop.startImport();
      await shop.importEnded();
      await orm.em.fork().execute('vacuum analyze');
    },
    async close() {
      await Promise.all([bot.stop(), worker.stop()]);
      await shop.close();
      await orm.close();
      await store.stop();
    },
  };
}

/** Ana in her channel #orders. */
const inSlack =
  (slack: Slack): Seat =>
  async (orm, queue) => {
    const log = createLog('silent');
    const { workspaces, places, surface } = createSlack({ ...queue, orm, token: slack.team().token, apiUrl: slack.apiUrl, log });
    const team = await workspaces.ownTeam();
    if (!team) throw new Error('There is no workspace.');
    return { who: await places.who({ team, userId: 'U1', channel: { id: 'C1', name: 'orders' } }), post: surface.post };
  };
