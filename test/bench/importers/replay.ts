import { z } from 'zod';
import type { Import } from '../import.ts';
import { tellRecorder } from '../store.ts';
import { openCopy } from './copy.ts';

const remembered = z.object({ requests: z.array(z.object({ method: z.string(), uri: z.string(), body: z.string() })).min(1) });

/** The least that has to be done on any platform: what the product asked for, asked for once more, each parsed and copied as it came. */
export async function importByReplay({ credentials: { url = '' }, databaseUrl }: Import): Promise<number> {
  const { requests } = remembered.parse(await (await fetch(`${url}/bench/requests`)).json());
  const copy = await openCopy(databaseUrl);
  await tellRecorder(url, 'import');
  const began = performance.now();
  for (const { method, uri, body } of requests) {
    const answer = await fetch(`${url}${uri}`, { method, ...(body && { body }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${uri} answered ${answer.status}.`);
    // Nothing in Node parses XML: its text is taken as it is.
    if (!text.startsWith('<')) JSON.parse(text);
    await copy.write(text);
  }
  await copy.end();
  const milliseconds = performance.now() - began;
  await copy.close();
  await tellRecorder(url, 'live');
  return milliseconds;
}
