import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql';
import woo from '@woocommerce/woocommerce-rest-api';
import type { Import } from '../import.ts';
import { credentials as wooCredentials } from '../store.ts';

const schema = defineEntity({
  name: 'ImportedOrder',
  properties: {
    id: p.integer().primary(),
    externalId: p.integer().unique(),
    number: p.string(),
    status: p.string(),
    currency: p.string(),
    total: p.decimal('string'),
    customer: p.string(),
    email: p.string(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    billing: p.json(),
    shipping: p.json(),
    lines: p.json(),
  },
});
class ImportedOrder extends schema.class {}
schema.setClass(ImportedOrder);

/** https://developer.woocommerce.com/docs/apis/rest-api/v3/orders/#order-properties */
type WooOrder = {
  id: number;
  number: string;
  status: string;
  currency: string;
  total: string;
  date_created_gmt: string;
  date_modified_gmt: string;
  billing: { first_name: string; last_name: string; email: string };
  shipping: object;
  line_items: object[];
};

/** What a programmer writes in an afternoon: the official client, page after page, and for each order find or create, and a flush. */
export async function importWithClient({ orders, credentials, databaseUrl }: Import): Promise<number> {
  const orm = await MikroORM.init({ clientUrl: databaseUrl, entities: [ImportedOrder], forceUtcTimezone: true });
  await orm.em.fork().execute(tableSql);
  const client = new woo.default({ ...wooCredentials.parse(credentials), version: 'wc/v3' });
  const began = performance.now();
  let imported = 0;
  for (let page = 1; ; page++) {
    const { data }: { data: WooOrder[] } = await client.get('orders', { page, per_page: 100, orderby: 'id', order: 'asc' });
    for (const order of data) await importOrder(orm, order);
    imported += data.length;
    if (data.length < 100) break;
  }
  const milliseconds = performance.now() - began;
  if (imported !== orders) throw new Error(`The client brought ${imported} of ${orders} orders.`);
  await orm.close();
  return milliseconds;
}

async function importOrder(orm: MikroORM, order: WooOrder) {
  const em = orm.em.fork();
  const values = {
    number: order.number,
    status: order.status,
    currency: order.currency,
    total: order.total,
    customer: `${order.billing.first_name} ${order.billing.last_name}`,
    email: order.billing.email,
    createdAt: new Date(`${order.date_created_gmt}Z`),
    updatedAt: new Date(`${order.date_modified_gmt}Z`),
    billing: order.billing,
    shipping: order.shipping,
    lines: order.line_items,
  };
  const known = await em.findOne(ImportedOrder, { externalId: order.id });
  if (known) em.assign(known, values);
  else em.create(ImportedOrder, { externalId: order.id, ...values });
  await em.flush();
}

const tableSql = `create table imported_order (id serial primary key, external_id int not null unique, number text not null, status text not null,
  currency text not null, total numeric not null, customer text not null, email text not null, created_at timestamptz not null,
  updated_at timestamptz not null, billing jsonb not null, shipping jsonb not null, lines jsonb not null)`;
