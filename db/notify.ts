import { Client } from 'pg';

/** A running `listen`. `ready` resolves when it hears for the first time. */
export type Listening = { ready: Promise<void>; close: () => Promise<void> };

type Options = {
  /** Called after a connection was lost and is back: what was told in between was missed. */
  onReconnect?: () => void;
  onError?: (error: Error) => void;
};

const firstPause = 250;
const longestPause = 10_000;

/** Hears what is told to a Postgres topic (`pg_notify(topic, payload)`), on a connection of its own that comes back by itself. */
export function listen(url: string, topic: string, hear: (payload: string) => void, { onReconnect, onError }: Options = {}): Listening {
  const ready = Promise.withResolvers<void>();
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let pause = firstPause;
  let heardBefore = false;

  const again = (broken: Client, error?: Error) => {
    if (client !== broken || closed) return;
    client = undefined;
    if (error) onError?.(error);
    broken.end().catch(() => {});
    timer = setTimeout(connect, pause);
    pause = Math.min(pause * 2, longestPause);
  };

  const connect = async () => {
    const fresh = new Client({ connectionString: url, keepAlive: true, application_name: `om-listen-${topic}` });
    client = fresh;
    fresh.on('error', (error) => again(fresh, error));
    fresh.on('end', () => again(fresh));
    fresh.on('notification', ({ payload }) => hear(payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${fresh.escapeIdentifier(topic)}`);
    } catch (error) {
      return again(fresh, error instanceof Error ? error : new Error(String(error)));
    }
    pause = firstPause;
    ready.resolve();
    if (heardBefore) onReconnect?.();
    heardBefore = true;
  };

  void connect();
  return {
    ready: ready.promise,
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
