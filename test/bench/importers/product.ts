import { readConfig } from '../../../config.ts';
import { createLog } from '../../../log.ts';
import { start } from '../../../main.ts';
import { connect, secretKey } from '../connected.ts';
import type { Import } from '../import.ts';
import { tellRecorder } from '../store.ts';

/** The product's own worker, started as `main.ts worker` does. Timed from asking for the import's job to the run being done. */
export async function importWithProduct({ orders, databaseUrl, folder, ...shop }: Import): Promise<number> {
  const config = readConfig({ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey, ALLOW_PRIVATE_STORES: 'on', OM_DIR: folder });
  const app = await start(config, ['worker'], createLog('warn'));
  const store = await connect({ ...shop, orm: app.orm, databaseUrl });
  const { url = '' } = shop.credentials;
  if (shop.platform) await tellRecorder(url, 'import');
  const began = performance.now();
  await store.startImport();
  const result = await store.importEnded();
  const milliseconds = performance.now() - began;
  if (shop.platform) await tellRecorder(url, 'live');
  if (result.read !== orders || result.malformed > 0 || result.imported === 0)
    throw new Error(`The import read ${result.read} of ${orders} orders, ${result.imported} came in.`);
  await store.close();
  await app.stop();
  return milliseconds;
}
