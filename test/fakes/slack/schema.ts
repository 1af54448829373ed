import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The version of @slack/types that is installed; the schema names the one it was made from. */
export const installed = (): string => JSON.parse(readFileSync('node_modules/@slack/types/package.json', 'utf8')).version;

/** Run this file after @slack/types has changed: it takes seconds, so its outcome is kept. */
if (import.meta.main) {
  const { createGenerator } = await import('ts-json-schema-generator');
  const schema = createGenerator({ path: path('payloads.ts'), type: '*', skipTypeCheck: true, jsDoc: 'none' }).createSchema('*');
  const file = path('blocks.schema.json');
  writeFileSync(file, JSON.stringify({ $comment: `@slack/types ${installed()}`, ...schema }));
  execFileSync('node_modules/.bin/biome', ['format', '--write', file]);
}
