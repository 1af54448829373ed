import type { MikroORM } from '@mikro-orm/postgresql';
import { type Installation, type InstallationStore, InstallProvider } from '@slack/oauth';
import { Connection } from '../../db/entities/connection.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { removedFrom } from '../../db/rules/removed.ts';
import { checkHealth } from '../../jobs/check-health.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import { type Clients, quietLogger } from './client.ts';
import { scopes } from './scopes.ts';
import type { Workspaces } from './workspaces.ts';

type Parts = Pick<JobContext, 'enqueue' | 'scheduleStore' | 'unscheduleStore'> & { orm: MikroORM; workspaces: Workspaces; log: Logger };

/** Who takes us in, and who takes us out again. What was kept stays for 30 days, and goes on where it was if we come back. */
export function createInstalls({ orm, workspaces, enqueue, scheduleStore, unscheduleStore, log }: Parts) {
  const connectionsOf = (workspace: string, disabledBy: string | null) =>
    orm.em.fork().find(Connection, { store: { workspace }, disabledBy }, { populate: ['store'], exclude: ['credentials'] });

  async function installed(installation: Installation): Promise<void> {
    const { id: externalId = '', name = externalId } = installation.team ?? {};
    if (!externalId) throw new Error('OM Bot can be installed to a workspace, not to a whole organisation.');
    const row = { chat: 'slack' as const, externalId, name, installation: { ...installation }, uninstalledAt: null };
    const { id } = await orm.em.fork().upsert(Workspace, row, { onConflictFields: ['chat', 'externalId'] });
    workspaces.forget();
    await back(id);
    log.info({ workspace: id }, 'A Slack workspace has installed OM Bot.');
  }

  /** What ran before we were taken out goes on. */
  async function back(workspace: string): Promise<void> {
    for (const connection of await connectionsOf(workspace, removedFrom.slack)) {
      await orm.em.fork().nativeUpdate(Connection, { id: connection.id }, { disabledBy: null });
      await scheduleStore({ ...connection, disabledBy: null });
      // A check says whether it works still; what waited goes on then.
      await enqueue(checkHealth, { connection: connection.id }, { id: `check-health:${connection.id}` });
    }
  }

  async function uninstalled(team: string): Promise<void> {
    const em = orm.em.fork();
    const row = await em.findOne(Workspace, { chat: 'slack', externalId: team });
    if (!row || row.uninstalledAt) return;
    // Everything that runs looks at this before its next step.
    const connections = await connectionsOf(row.id, null);
    const ids = connections.map(({ id }) => id);
    const healthReason = { kind: 'disabled', text: `Disabled by ${removedFrom.slack}.` };
    const off = { disabledBy: removedFrom.slack, health: 'red' as const, healthReason, healthSince: new Date(), alertDue: false };
    await em.nativeUpdate(Connection, { id: ids }, off);
    await Promise.all(ids.map(unscheduleStore));
    await em.execute('update message set due = false where due and channel_id in (select id from channel where workspace_id = ?)', [
      row.id,
    ]);
    await em.nativeUpdate(Workspace, { id: row.id }, { installation: null, uninstalledAt: new Date() });
    workspaces.forget();
    log.info({ workspace: row.id }, 'A Slack workspace has removed OM Bot; nothing of it runs any more.');
  }

  const store: InstallationStore = {
    storeInstallation: installed,
    fetchInstallation: () => Promise.reject(new Error('Installations are read from the database.')),
  };
  return { store, back, uninstalled };
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
