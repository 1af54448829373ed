import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scopes } from '../../bot/slack/scopes.ts';
import { readConfig } from '../../config.ts';
import { freePort } from '../../db/embedded.ts';
import { createLog } from '../../log.ts';
import { start } from '../../main.ts';
import { testDatabase, testKey } from '../database.ts';
import { startSlack, type TeamOptions } from '../fakes/slack.ts';
import { install } from './slack-oauth.ts';

type Options = {
  teams?: TeamOptions[];
  /** More settings, or others. */
  settings?: Record<string, string>;
};

/** The whole product in this process, for all workspaces that install it; `install` walks the way there as a person does in a browser. */
export async function startProduct({ teams = [{ id: 'T1', installed: false }], settings = {} }: Options = {}) {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'om-slack-'));
  const logFile = join(folder, 'log');
  const slack = await startSlack({ teams: teams.map((team) => ({ scopes: [...scopes], ...team })) });
  const port = await freePort();
  const all = {
    DATABASE_URL: database.url,
    SECRET_KEY: testKey,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WEB_CHAT: 'off',
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    SLACK_CLIENT_ID: slack.app.clientId,
    SLACK_CLIENT_SECRET: slack.app.clientSecret,
    SLACK_API_URL: slack.apiUrl,
    ALLOW_PRIVATE_STORES: 'on',
    OM_DIR: folder,
    ...settings,
  };
  const begin = async (change: Record<string, string> = {}) => {
    const app = await start(readConfig({ ...all, ...change }), ['bot', 'worker'], createLog('debug', logFile));
    slack.requestUrl = `${app.url}/slack/events`;
    return app;
  };
  let app = await begin();
  const address = `http://127.0.0.1:${port}`;
  return {
    ...{ database, slack, address },
    install: (team = 'T1', user?: string) => install(address, slack, team, user),
    log: () => readFileSync(logFile, 'utf8'),
    /** Stops it, and starts it with other settings. */
    async restart(change?: Record<string, string>) {
      await app.stop();
      app = await begin(change);
    },
    async close() {
      await app.stop();
      await slack.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Product = Awaited<ReturnType<typeof startProduct>>;
