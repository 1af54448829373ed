import { LockMode } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { type Installation, type InstallationStore, InstallProvider } from '@slack/oauth';
import { Connection } from '../../db/entities/connection.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { removedFrom } from '../../db/rules/removed.ts';
import { checkHealth } from '../../jobs/check-health.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import { ask, type Clients, quietLogger, SlackRefusal } from './client.ts';
import { scopes } from './scopes.ts';
import type { Workspaces } from './workspaces.ts';

type Parts = Pick<JobContext, 'enqueue' | 'scheduleStore' | 'unscheduleStore'> & { orm: MikroORM; workspaces: Workspaces; log: Logger };

/** Slack's words for a token of ours that is dead, because we were taken out. */
const dead = /^(account_inactive|token_revoked)$/;
/** When Slack said before that we were: also a token that it does not know any more. */
const told = /^(account_inactive|token_revoked|invalid_auth)$/;
/** Slack tells at once that we were taken out; what it tells after so many seconds was not heard the first time. */
const fresh = 10;

/** Slack offered us a whole organisation at once. */
export class WholeOrganisation extends Error {}

/** Who takes us in, and who takes us out again. What was kept stays for 30 days, and goes on where it was if we come back. */
export function createInstalls({ orm, workspaces, enqueue, scheduleStore, unscheduleStore, log }: Parts) {
  async function installed(installation: Installation): Promise<void> {
    const { id: externalId, name = externalId } = installation.team ?? {};
    if (!externalId || !name) throw new WholeOrganisation('OM Bot can be installed to a workspace, not to a whole organisation.');
    const row = { chat: 'slack' as const, externalId, name, installation: { ...installation }, uninstalledAt: null };
    const { id } = await orm.em.fork().upsert(Workspace, row, { onConflictFields: ['chat', 'externalId'] });
    workspaces.forget();
    await back(id);
    log.info({ workspace: id }, 'A Slack workspace has installed OM Bot.');
  }

  /** What ran before we were taken out goes on. */
  async function back(workspace: string): Promise<void> {
    const em = orm.em.fork();
    const where = { store: { workspace }, disabledBy: removedFrom.slack };
    for (const connection of await em.find(Connection, where, { populate: ['store'], exclude: ['credentials'] })) {
      await orm.em.fork().nativeUpdate(Connection, { id: connection.id }, { disabledBy: null });
      await scheduleStore({ ...connection, disabledBy: null });
      // A check says whether it works still; what waited goes on then.
      await enqueue(checkHealth, { connection: connection.id }, { id: `check-health:${connection.id}` });
    }
  }

  /** Told by Slack that we were taken out, at this moment (in seconds). */
  async function uninstalled(team: string, at: number): Promise<void> {
    // Somebody may have taken us in again since then.
    if (Date.now() / 1_000 - at <= fresh || (await isGone(team, told))) await leave(team);
  }

  async function leave(team: string): Promise<void> {
    const gone = await orm.em.fork().transactional((em) => switchOff(em, team));
    if (!gone) return;
    await Promise.all(gone.connections.map(unscheduleStore));
    workspaces.forget();
    log.info({ workspace: gone.workspace }, 'A Slack workspace has removed OM Bot; nothing of it runs any more.');
  }

  async function isGone(team: string, words: RegExp): Promise<boolean> {
    workspaces.forget();
    const found = await workspaces.byTeam(team);
    if (!found) return true;
    try {
      await ask(found.client.auth.test());
      return false;
    } catch (error) {
      if (error instanceof SlackRefusal && words.test(error.reason)) return true;
      throw error;
    }
  }

  /** Looks who took us out while nobody was there to hear of it. */
  async function catchUp(): Promise<void> {
    const there = { chat: 'slack' as const, uninstalledAt: null, installation: { $ne: null } };
    for (const { externalId } of await orm.em.fork().find(Workspace, there, { fields: ['externalId'] })) {
      const gone = await isGone(externalId, dead).catch((error) => log.warn({ err: error }, 'Slack did not say whether we are installed.'));
      if (gone) await leave(externalId);
    }
  }

  const store: InstallationStore = {
    storeInstallation: installed,
    fetchInstallation: () => Promise.reject(new Error('Installations are read from the database.')),
  };
  return { store, back, uninstalled, catchUp };
}

/** Whatever runs looks at this before its next step. */
async function switchOff(em: EntityManager, team: string): Promise<{ workspace: string; connections: string[] } | undefined> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const workspace = await em.findOne(Workspace, { chat: 'slack', externalId: team, uninstalledAt: null }, { lockMode });
  if (!workspace) return;
  workspace.installation = null;
  workspace.uninstalledAt = new Date();
  await em.flush();
  const running = await em.find(Connection, { store: { workspace }, disabledBy: null }, { fields: ['id'] });
  const connections = running.map(({ id }) => id);
  const healthReason = { kind: 'disabled' as const, text: `Disabled by ${removedFrom.slack}.` };
  const off = { disabledBy: removedFrom.slack, health: 'red' as const, healthReason, healthSince: new Date(), alertDue: false };
  await em.nativeUpdate(Connection, { id: connections }, off);
  const unsent = 'update message set due = false where due and channel_id in (select id from channel where workspace_id = ?)';
  await em.execute(unsent, [workspace.id]);
  return { workspace: workspace.id, connections };
}

export type Installs = ReturnType<typeof createInstalls>;

type Provider = { clientId: string; clientSecret: string; stateSecret: string; apiUrl?: string; clients: Clients; log: Logger };

/** Slack's own library for the way to an installation and back; the state is signed, and bound to the browser by a cookie. */
export const createProvider = ({ clientId, clientSecret, stateSecret, apiUrl, clients, log }: Provider, store: InstallationStore) =>
  new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    installationStore: store,
    directInstall: true,
    logger: quietLogger(log),
    clientOptions: clients.options,
    ...(apiUrl && { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
  });

export const installOptions = (publicUrl: string) => ({
  scopes: [...scopes],
  redirectUri: new URL('/slack/oauth_redirect', publicUrl).href,
});
