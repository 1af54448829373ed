import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { keyRing, useKeys } from './encrypted.ts';
import { Change } from './entities/change.ts';
import { Channel } from './entities/channel.ts';
import { Connection } from './entities/connection.ts';
import { Conversation } from './entities/conversation.ts';
import { DeliveryType } from './entities/delivery-type.ts';
import { MalformedRecord } from './entities/malformed-record.ts';
import { Message } from './entities/message.ts';
import { Order } from './entities/order.ts';
import { PaymentMapping } from './entities/payment-mapping.ts';
import { PaymentType } from './entities/payment-type.ts';
import { PrivateLink } from './entities/private-link.ts';
import { Product } from './entities/product.ts';
import { Receipt } from './entities/receipt.ts';
import { RunRecord } from './entities/run-record.ts';
import { Store } from './entities/store.ts';
import { SyncRun } from './entities/sync-run.ts';
import { Workspace } from './entities/workspace.ts';

export const entities = [
  ...[Workspace, Channel, Store, Connection, Product, Order, MalformedRecord, SyncRun, RunRecord, Conversation, Message],
  ...[PaymentType, DeliveryType, PaymentMapping, Change, Receipt, PrivateLink],
];

/** What the ORM has to say; SQL is never logged with its values. */
export type DatabaseLog = { warn: (message: string) => void };

const options = (url: string, log?: DatabaseLog): Options => ({
  clientUrl: url,
  entities,
  extensions: [Migrator],
  // Ten connections serve the five sync jobs and ten alerts of a worker; more would only wait inside Postgres.
  pool: { min: 0, max: 10, idleTimeoutMillis: 30_000 },
  forceUtcTimezone: true,
  allowGlobalContext: false,
  // The queue's tables live in the same database, and a schema diff would drop them.
  schemaGenerator: { ignoreSchema: ['bullmq'] },
  migrations: {
    path: `${import.meta.dirname}/migrations`,
    glob: '*.ts',
    emit: 'ts',
    snapshot: false,
    silent: true,
    disableForeignKeys: false,
  },
  logger: (message) => log?.warn(message),
  colors: false,
});

/** Opens the database. `keys` is `SECRET_KEY`, newest first. Every piece of work takes its own `orm.em.fork()`; the global one refuses. */
export async function openDatabase({ url, keys, log }: { url: string; keys: readonly string[]; log?: DatabaseLog }): Promise<MikroORM> {
  const ring = keyRing(keys);
  const orm = await MikroORM.init(options(url, log));
  useKeys(orm.em.getPlatform(), ring);
  return orm;
}

/** The same database without keys, for work on its shape. */
export const openSchema = (url: string, log?: DatabaseLog): Promise<MikroORM> => MikroORM.init(options(url, log));
