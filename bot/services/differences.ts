import type { Change } from '../../db/entities/change.ts';
import type { ChangeValues } from '../../db/rules/history.ts';
import type { Overtaken } from '../../dialogs/services/payments.ts';

/** Only what differs, on both sides. */
export function differences(before: ChangeValues, after: ChangeValues): { before: ChangeValues; after: ChangeValues } {
  const differs = ([field]: [string, unknown]) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  return {
    before: Object.fromEntries(Object.entries(before).filter(differs)),
    after: Object.fromEntries(Object.entries(after).filter(differs)),
  };
}

/** Several lines of the history, the newest first, as one: by whom it was changed last, from what it was first to what it is now. */
export function asOne(lines: readonly Change[], now: Date): Overtaken {
  const [last] = lines;
  const before = Object.assign({}, ...lines.map((line) => line.before));
  const after = Object.assign({}, ...lines.toReversed().map((line) => line.after));
  return { person: last?.person ?? '', at: (last?.at ?? now).toISOString(), ...differences(before, after) };
}
