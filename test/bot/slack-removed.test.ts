import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { openQueue } from '../../jobs/queue.ts';
import { reconcile } from '../../jobs/reconcile.ts';
import { createLog } from '../../log.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { connectStore } from '../journeys/slack-app.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { type Product, startProduct } from './slack-product.ts';

let product: Product;
let slack: Product['slack'];
let store: FakeStore;
let ana: Person;
let queue: ReturnType<typeof openQueue>;
beforeAll(async () => {
  product = await startProduct();
  slack = product.slack;
  store = await startWooCommerce();
  await product.install();
  ana = sitDown({ slack });
  queue = openQueue({ databaseUrl: product.database.url, log: createLog('silent') });
  console.time('connect');
  await connectStore({ ana, store });
  console.timeEnd('connect');
});
afterAll(async () => {
  await queue.close();
  await product.close();
  await store.close();
});

const em = () => product.database.orm.em.fork();
const connection = () => em().findOneOrFail(Connection, {}, { populate: ['store'] });
const workspace = () => em().findOneOrFail(Workspace, { externalId: 'T1' });
const schedules = async () => {
  const { id } = await connection();
  const all = await Promise.all(Object.values(queue.backend.queues).map((one) => one.getJobSchedulers(0, -1, true)));
  return all.flat().filter(({ key }) => key.includes(id)).map(({ key }) => key.replace(`:${id}`, '')).sort();
};
it('x', async () => {
  console.log(await schedules());
  await slack.uninstall('T1');
  console.log(await schedules(), await connection(), await workspace());
  await product.install();
  console.log(await schedules(), await connection(), await workspace());
  await expect.poll(async () => (await connection()).health, {timeout: 5000}).toBe('green');
  console.log(ana.messages().slice(-4));
  console.log(slack.screen('U1', 'C1').messages.slice(-3));
  console.log(product.log().split('\n').slice(-20).join('\n'));
});
