import { afterEach } from 'vitest';
import type { Access } from '../../../connectors/connector.ts';
import { createHttp, type HttpOptions } from '../../../connectors/http.ts';
import { prestashop } from '../../../connectors/prestashop/index.ts';
import { type Credentials, type FakeStore, type KeyName, type Options, startPrestaShop } from '../../fakes/prestashop.ts';
import { tls } from '../../fakes/tls.ts';

let running: FakeStore[] = [];
afterEach(async () => {
  for (const fake of running) await fake.close();
  running = [];
});

export const http = (options: HttpOptions = {}, timeout = 5_000) => createHttp({ allowPrivate: true, ca: tls.cert, timeout }).with(options);

export async function start(options: Options = {}): Promise<FakeStore> {
  const fake = await startPrestaShop({ https: true, ...options });
  running.push(fake);
  return fake;
}

export const open = (fake: FakeStore, change: Partial<Credentials> = {}, access?: Access) =>
  prestashop.open({ ...fake.credentials, ...change }, http(), access);

/** A store of its own, opened after a check; no request is counted yet. */
export async function known(options: Options = {}, key: KeyName = 'all') {
  const fake = await start(options);
  const { store: found } = await open(fake).check();
  fake.requests.length = 0;
  return { fake, store: open(fake, fake.credentialsOf(key), found?.access) };
}
