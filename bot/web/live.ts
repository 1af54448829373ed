import type { ServerResponse } from 'node:http';
import { listen } from '../../db/notify.ts';
import type { Logger } from '../../log.ts';
import { messageTopic } from '../write-message.ts';
import type { createMessages, Shown } from './messages.ts';

const tooFarBehind = 2_000_000;

type Viewer = { response: ServerResponse; csrf: string; since: number };

/** Pushes every new or edited message to all open pages (server-sent events), whichever process wrote it. */
export function createLive({ url, messages, log }: { url: string; messages: ReturnType<typeof createMessages>; log: Logger }) {
  const viewers = new Set<Viewer>();
  const heard = new Set<string>();
  let sending = Promise.resolve();

  const push = (viewer: Viewer, shown: Shown[]) => {
    // It may have left while they were read.
    if (!viewers.has(viewer)) return;
    // A page that reads too slowly is let go: it comes back by itself and catches up.
    if (viewer.response.writableLength > tooFarBehind) return void viewer.response.destroy();
    for (const { updatedAt, view } of shown) {
      viewer.since = Math.max(viewer.since, updatedAt.getTime());
      const lines = view({ csrf: viewer.csrf }).markup.split('\n');
      viewer.response.write(`id: ${viewer.since}\nevent: message\n${lines.map((line) => `data: ${line}\n`).join('')}\n`);
    }
  };

  const catchUp = async (viewer: Viewer) => {
    const missed = await messages.since(viewer.since);
    if (missed) push(viewer, missed);
    else if (viewers.has(viewer)) viewer.response.write('event: reload\ndata: reload\n\n');
  };

  /** What was heard meanwhile is read at once: an import edits its message faster than some pages are read. */
  const sendHeard = async () => {
    const ids = [...heard];
    heard.clear();
    if (!ids.length || !viewers.size) return;
    const shown = await messages.byIds(ids).catch((error) => {
      for (const id of ids) heard.add(id);
      throw error;
    });
    for (const viewer of viewers) push(viewer, shown);
  };

  const queue = (work: () => Promise<unknown>) => {
    sending = sending.then(work).then(
      () => {},
      (error) => log.warn({ err: error }, 'could not push messages to the open pages'),
    );
  };

  const listening = listen(
    url,
    messageTopic,
    (id) => {
      heard.add(id);
      queue(sendHeard);
    },
    {
      onReconnect: () => queue(() => Promise.all([...viewers].map(catchUp))),
      onError: (error) => log.warn({ err: error }, 'the connection that hears of messages was lost; trying again'),
    },
  );
  // Keeps the way open through proxies that close what is silent.
  const beat = setInterval(() => {
    for (const { response } of viewers) response.write(': still here\n\n');
  }, 15_000);

  return {
    ready: listening.ready,
    /** Answers a page that wants to hear; it has everything until `since` (ms). */
    open(response: ServerResponse, { csrf, since }: { csrf: string; since: number }) {
      const viewer = { response, csrf, since };
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      response.write('retry: 1000\n\n');
      response.on('close', () => viewers.delete(viewer));
      viewers.add(viewer);
      queue(() => catchUp(viewer));
    },
    async close() {
      clearInterval(beat);
      for (const { response } of viewers) response.end();
      viewers.clear();
      await listening.close();
      await sending;
    },
  };
}
