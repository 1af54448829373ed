import { argv, exit } from 'node:process';
import { parseArgs } from 'node:util';
import { answer } from './answer.ts';
import { openGround } from './ground.ts';
import { limit } from './limit.ts';
import { type Measure, printTable, writeJson } from './measure.ts';
import { memory } from './memory.ts';
import { platforms } from './platforms.ts';
import { slack } from './slack.ts';
import { client, floor } from './speed.ts';

const benches = [floor, client, memory, limit, answer, slack, platforms];

/** `npm run bench [-- NAME …] [--json FILE]`: see README.md beside this file. */
async function main() {
  const { positionals, values } = parseArgs({ args: argv.slice(2), allowPositionals: true, options: { json: { type: 'string' } } });
  const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no bench called ${unknown.join(', ')}. There are:\n${benches.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n')}`,
    );
    exit(2);
  }
  const wanted = positionals.length > 0 ? benches.filter(({ name }) => positionals.includes(name)) : benches;
  const ground = await openGround();
  const stop = async () => {
    await ground.close();
    exit(1);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const measures: Measure[] = [];
  try {
    for (const { name, about, run } of wanted) {
      console.log(`${name}: ${about} …`);
      const found = await run(ground);
      printTable(found);
      measures.push(...found);
    }
  } finally {
    await ground.close();
  }
  if (wanted.length > 1) printTable(measures.map((measure) => ({ ...measure, notes: [] })));
  if (values.json) writeJson(values.json, measures);
}

await main();
