import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sampleShop } from '../fakes/shop.ts';
import { type Credentials, type FakeStore, keys, startWooCommerce } from '../fakes/woocommerce.ts';

/** A running sample store, or one that another demo in the same folder runs. */
export type SampleShop = { credentials: Credentials; stop: () => Promise<void> };

const ports = z.object({ story: z.number(), yours: z.number() });

/** Two stores: one that the story connects, one for the person to try. They keep their addresses from run to run. */
export async function startSampleShops(folder: string): Promise<{ story: SampleShop; yours: SampleShop }> {
  const file = join(folder, 'demo.json');
  const before = remembered(file);
  const story = await startOne('Sample Shop', before?.story);
  const yours = await startOne('Second Sample Shop', before?.yours);
  writeFileSync(file, JSON.stringify({ story: portOf(story), yours: portOf(yours) }));
  return { story, yours };
}

function remembered(file: string) {
  try {
    return ports.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first run, or a file that was spoiled: new addresses.
    return undefined;
  }
}

const portOf = ({ credentials }: SampleShop) => Number(new URL(credentials.url).port);

async function startOne(name: string, port = 0): Promise<SampleShop> {
  if (port && (await runsAlready(name, port))) return { credentials: credentialsAt(port), stop: async () => {} };
  const shop = { ...sampleShop(), name };
  const store: FakeStore = await startWooCommerce({ shop, port }).catch(() => startWooCommerce({ shop }));
  for (const days of [1, 3, 6]) addKlarna(store, days);
  return { credentials: store.credentials, stop: () => store.close() };
}

/** A method that the store's list does not have, and that its orders tell otherwise than its name: only a person knows it. */
function addKlarna(store: FakeStore, days: number) {
  const created = new Date(Math.floor(Date.now() / 1000) * 1000 - days * 86_400_000);
  const payment = { code: 'klarna_payments', title: 'Klarna', transaction: '' };
  store.addOrder({ payment, created, modified: created, paid: undefined });
}

async function runsAlready(name: string, port: number): Promise<boolean> {
  const index = await fetch(`http://127.0.0.1:${port}/wp-json/?_fields=name`)
    .then((answer) => answer.json())
    .catch(() => undefined);
  return z.object({ name: z.literal(name) }).safeParse(index).success;
}

const credentialsAt = (port: number): Credentials => {
  const { consumerKey, consumerSecret } = keys().all;
  return { url: `http://127.0.0.1:${port}`, consumerKey, consumerSecret };
};
