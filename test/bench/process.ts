import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A process of ours that tells its results in lines. It ends with us: its standard input closes. */
export type Running = {
  /** The next line that satisfies `wanted`. Throws when the process ends before. */
  line: (wanted?: (line: string) => boolean) => Promise<string>;
  stop: () => Promise<void>;
};

type Options = { cwd?: string; env?: NodeJS.ProcessEnv; flags?: readonly string[] };

/** Runs a TypeScript file with the Node that runs us, with `flags` for it. `cwd` and `env` are the caller's where they are not told. */
export function startProcess(file: string, args: readonly string[], { flags = [], ...options }: Options = {}): Running {
  const child = spawn(process.execPath, [...flags, file, ...args], { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async line(wanted = () => true) {
      for (let next = await lines.next(); !next.done; next = await lines.next()) if (wanted(next.value)) return next.value;
      throw new Error(`${file} ended before it told what it was asked for.`);
    },
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
}

/** Ends this process when the one that started it is gone. */
export function endWithParent() {
  process.stdin.on('end', () => process.exit(1)).resume();
}

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')));

/** What package.json tells Node when it starts the product in a role. */
export const productFlags = (script: 'start' | 'bot' | 'worker') =>
  (scripts[script] ?? '').split(' ').filter((word) => word.startsWith('--'));
