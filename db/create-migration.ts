import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { startEmbeddedPostgres } from './embedded.ts';
import { migrate } from './migrate.ts';
import { openSchema } from './orm.ts';

// Run by hand after an entity has changed: writes what the migrations so far lack into a new file of migrations/.
const folder = mkdtempSync(join(tmpdir(), 'om-migration-'));
const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
try {
  await migrate({ url: postgres.url });
  const orm = await openSchema(postgres.url);
  const { fileName } = await orm.migrator.create();
  await orm.close(true);
  stdout.write(fileName ? `Wrote db/migrations/${fileName}\n` : 'The migrations agree with the entities: nothing to write.\n');
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
