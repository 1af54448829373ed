import type { Logger } from '../log.ts';

/** Tells once that something we depend on went away, and once that it is back. `back` is called then, too. */
export function watchOutage(name: string, log: Logger) {
  let away = false;
  const listeners: (() => void)[] = [];
  return {
    down(error: Error) {
      if (!away) log.warn({ reason: error.message || String(error) }, `${name} does not answer. Work waits, and goes on when it is back.`);
      away = true;
    },
    up() {
      if (!away) return;
      away = false;
      log.info(`${name} is back.`);
      for (const listener of listeners) listener();
    },
    onBack: (listener: () => void) => void listeners.push(listener),
    get away() {
      return away;
    },
  };
}

export type Outage = ReturnType<typeof watchOutage>;
