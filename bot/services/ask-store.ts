import type { OrderRecord } from '../../connectors/records.ts';
import type { Connection } from '../../db/entities/connection.ts';
import { explain } from '../../dialogs/explain.ts';
import type { StoreProblem } from '../../dialogs/services/orders.ts';
import { isOff } from '../../jobs/run.ts';
import type { Asked } from './context.ts';

export type Answered = { record: OrderRecord } | { problem: StoreProblem };

/** Asks the store itself for one order, as it is called there or here. Nothing where it shows none. */
export async function askStore(asked: Asked, connection: Connection, said: string): Promise<Answered | undefined> {
  if (isOff(connection)) return { problem: off(connection) };
  const { store, credentials, plainHttp, access } = connection;
  const remote = asked.connectors[store.platform].open(credentials, asked.http.with({ plainHttp }), access);
  try {
    for (const number of namesIn(store, said)) {
      const found = await remote.findOrder(number);
      if (found) return 'raw' in found ? { problem: { kind: 'unreadable', reason: found.reason } } : { record: found };
    }
    return undefined;
  } catch (error) {
    const { kind, ...words } = explain(error);
    if (kind === 'unknown') asked.log.error({ err: error }, 'An order could not be looked up.');
    return { problem: { kind: 'trouble', ...words } };
  }
}

function off({ disabledBy, healthReason }: Connection): StoreProblem {
  if (disabledBy) return { kind: 'off', disabledBy };
  return { kind: 'off', text: healthReason?.text, advice: healthReason?.advice };
}

/** Our own number is the store's with its prefix, of which a dash may be left out. */
function namesIn({ orderPrefix }: Connection['store'], said: string): string[] {
  const prefixes = [orderPrefix, orderPrefix.replace(/[^\p{L}\p{N}]+$/u, '')];
  const prefix = prefixes.find((one) => one !== '' && said.toLowerCase().startsWith(one.toLowerCase()));
  return prefix === undefined ? [said] : [said, said.slice(prefix.length)];
}
