import { chosen, isClear, type Meant, whichStore } from './about-store.ts';
import { notStarted, started } from './cards/run-started.ts';
import { dialog } from './dialog.ts';
import { number } from './fields.ts';
import type { Services } from './services.ts';
import { count, plain } from './words.ts';

const days = () => number('How many days back?', { min: 1, max: 365, initial: 14, help: 'From 1 to 365.' });

/** Whether this is a number of days that can be imported. */
export const areDays = (given: unknown): given is number => typeof given === 'number' && days().schema.safeParse(given).success;

/** What the command said already; `now` imports without looking first. */
export type ImportGiven = { days?: { days: unknown }; now?: { now: boolean } };

const text = 'Orders placed in these days come in, each only once. First I tell you what would happen.';
const howMany = { title: 'Import past orders', text, fields: { days: days() }, submit: 'Look first' };

/** Orders that are already in the store: first what would happen, then, on *Import*, it happens. */
export const importOrders = dialog<Services, ImportGiven & Meant>('import-orders', { role: 'manager' })
  // What was said wrong is said at once, before anything else is asked.
  .ask('days', () => howMany, { unless: ({ days }) => days === undefined || areDays(days.days) })
  .ask('store', whichStore, { unless: isClear })
  .ask('days', () => howMany, { unless: ({ days }) => areDays(days?.days) })
  .finish('Starting…', async (known, services, { id }) => {
    const store = chosen(known);
    const dryRun = !known.now?.now;
    const given = { store: store.handle, days: known.days.days, dryRun };
    const result = await services.startImport({ ...given, id });
    if (result.state !== 'started') return notStarted(result, store, `import ${given.days} ${store.handle}`);
    return started(
      `Import of ${count(given.days, 'day')} from ${plain(store.name)}`,
      dryRun ? 'Nothing is imported before you say so.' : '',
    );
  });
