import { type Right, type RightCheck, rights, type StoreCheck, type StoreFacts } from './connector.ts';
import { ConnectorError } from './errors.ts';

/** How a platform is checked: `enter` finds the way in, `probe` throws what is in the way of a right, `facts` tells what the store says of itself. */
type Checking<Entry> = {
  enter: () => Promise<Entry>;
  probe: (entry: Entry, right: Exclude<Right, 'reach'>) => Promise<void>;
  facts: (entry: Entry) => Promise<StoreFacts>;
};

/** Tries every right by itself. What is in the way is told with the right; only what is not a ConnectorError is thrown. */
export async function checkRights<Entry>({ enter, probe, facts }: Checking<Entry>): Promise<StoreCheck> {
  const checks: RightCheck[] = rights.map((right) => ({ right, state: 'unknown' }));
  let entry: Entry | undefined;
  for (const check of checks) {
    try {
      if (check.right === 'reach') entry = await enter();
      else if (entry) await probe(entry, check.right);
      check.state = 'allowed';
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      Object.assign(check, { state: 'refused', problem: error });
      if (!entry) return { rights: checks };
    }
  }
  return { rights: checks, ...(entry && { store: await facts(entry) }) };
}

/** Whether this is the name of a time zone, as "Europe/Ljubljana". */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
