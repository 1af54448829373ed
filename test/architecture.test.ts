import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectors } from '../connectors/index.ts';

type Import = { from: string; to: string; typeOnly: boolean };

const folders = ['connectors', 'db', 'dialogs', 'jobs', 'bot'];
const sources = [...folders.flatMap((folder) => globSync(`${folder}/**/*.ts`)), 'main.ts', 'config.ts', 'log.ts'].filter((file) =>
  existsSync(file),
);
const imports = sources.flatMap(importsOf);
const ours = imports.filter(({ to }) => !to.startsWith('package:'));
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

/** Every import of a file; one of ours is told by its path, one of a package as "package:NAME". */
function importsOf(from: string): Import[] {
  const found = readFileSync(from, 'utf8').matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  return [...found].map(([, type, name = '']) => ({
    from,
    to: name.startsWith('.') ? normalize(join(dirname(from), name)) : `package:${name}`,
    typeOnly: Boolean(type),
  }));
}

const told = (list: Import[]) => list.map(({ from, to }) => `${from} → ${to}`);

/** What each folder may import besides itself: values, and types only. */
const mayImport: Record<string, { values: RegExp; types: RegExp }> = {
  connectors: { values: /^$/, types: /^$/ },
  db: { values: /^$/, types: /^(connectors|dialogs)\// },
  dialogs: { values: /^connectors\/(index|address|errors|connector|records)\.ts$/, types: /^(connectors|db\/rules)\// },
  jobs: { values: /^(connectors|db)\/|^dialogs\/(cards\/.*|explain|card)\.ts$/, types: /^(connectors|db|dialogs)\/|^log\.ts$/ },
  bot: { values: /^(connectors|db|dialogs|jobs)\//, types: /^(connectors|db|dialogs|jobs)\/|^(log|config)\.ts$/ },
};

describe('who may import whom', () => {
  it.each(Object.entries(mayImport))('%s looks only to its left', (folder, { values, types }) => {
    const wrong = ours.filter(
      ({ from, to, typeOnly }) => folderOf(from) === folder && folderOf(to) !== folder && !values.test(to) && !(typeOnly && types.test(to)),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('rules import types only, and each other', () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) => from.startsWith('db/rules/') && !typeOnly && !/^db\/rules\/|^package:big\.js$/.test(to),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('nobody but main.ts and the bench imports main.ts', () => {
    expect(told(ours.filter(({ to }) => to === 'main.ts'))).toEqual([]);
  });
});

describe('each package has its room', () => {
  const rooms: [name: string, room: RegExp][] = [
    ['@slack/', /^bot\/slack\//],
    ['botbuilder', /^bot\/teams\//],
    ['express', /^bot\/(http|[^/]+\/app)\.ts$/],
    ['bullmq', /^jobs\/(queue|worker)\.ts$|^db\/migrate\.ts$/],
    ['ioredis', /^jobs\/queue\.ts$/],
    ['@mikro-orm/', /^(db|jobs|bot)\//],
    ['axios', /^connectors\//],
  ];
  it.each(rooms)('%s', (name, room) => {
    const wrong = imports.filter(({ from, to, typeOnly }) => to.startsWith(`package:${name}`) && !typeOnly && !room.test(from));
    expect(told(wrong)).toEqual([]);
  });
});

it('what the product imports is installed without what tests need', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const nameOf = (to: string) => /^package:((?:@[^/]+\/)?[^/]+)/.exec(to)?.[1] ?? '';
  const used = imports.filter(({ to, typeOnly }) => to.startsWith('package:') && !to.startsWith('package:node:') && !typeOnly);
  expect(told(used.filter(({ to }) => !(nameOf(to) in dependencies)))).toEqual([]);
});

it('only config.ts reads the environment, only main.ts writes to the terminal', () => {
  const wrong = (word: RegExp, allowed: string[]) =>
    sources.filter((file) => !allowed.includes(file) && word.test(readFileSync(file, 'utf8')));
  expect(wrong(/process\.env/, ['config.ts'])).toEqual([]);
  expect(wrong(/\bconsole\./, ['main.ts'])).toEqual([]);
});

describe('the same rooms in each folder of a kind', () => {
  it.each(Object.keys(connectors))('%s has its rooms, its test and its sample store', (platform) => {
    expect(readdirSync(`connectors/${platform}`)).toEqual(
      expect.arrayContaining(['advice.ts', 'api.ts', 'index.ts', 'mapping.ts', 'payloads.ts']),
    );
    expect(existsSync(`test/connectors/${platform}.test.ts`)).toBe(true);
    expect(existsSync(`test/fakes/${platform}.ts`)).toBe(true);
    expect(readFileSync('README.md', 'utf8')).toContain(connectors[platform as keyof typeof connectors].name);
  });

  it.each(['slack', 'teams', 'web'].filter((surface) => existsSync(`bot/${surface}`)))(
    'the %s surface has its rooms and its test',
    (surface) => {
      expect(readdirSync(`bot/${surface}`)).toEqual(expect.arrayContaining(['app.ts', 'cards.ts', 'forms.ts', 'post.ts']));
      expect(existsSync(`test/bot/${surface}.test.ts`)).toBe(true);
    },
  );

  it('every job stands in a file of its name and in the list of jobs', () => {
    const list = readFileSync('jobs/index.ts', 'utf8');
    const files = globSync('jobs/*.ts').filter((file) => /\bjob(<[^>]*>)?\(\{/.test(readFileSync(file, 'utf8')) && file !== 'jobs/job.ts');
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const name = file.slice('jobs/'.length, -'.ts'.length);
      expect(readFileSync(file, 'utf8')).toContain(`name: '${name}'`);
      expect(list).toContain(`./${name}.ts`);
    }
  });
});

it('keeps its files short', () => {
  const long = sources.filter((file) => !file.startsWith('db/migrations/') && readFileSync(file, 'utf8').split('\n').length > 280);
  expect(long).toEqual([]);
});
