import type { Card } from '../card.ts';
import { changeSubject, changeText } from '../change-words.ts';
import { byWhom } from '../order-history.ts';
import type { ChangeLine, History } from '../services/orders.ts';
import { clock, clockName, digits, plain } from '../words.ts';

/** What was done, the newest first: when, by whom or by which job, what, from what to what. */
export function historyList({ store, timeZone, lines, more }: History): Card {
  const title = store ? `History of ${plain(store.name)}` : 'History of all stores';
  if (lines.length === 0)
    return {
      title,
      text: 'Nothing was changed yet. Changes of settings, payment rows and connections, imports and releases are kept here.',
    };
  const named = !store && lines.some((line) => line.store);
  const newest = more ? `These are the newest ${digits(lines.length)} entries. ` : '';
  return {
    title,
    text: `${newest}Times are those of ${clockName(timeZone)}.`,
    table: {
      columns: ['When', 'Who', ...(named ? ['Store'] : []), 'What', 'Change'],
      rows: lines.map((line) => row(line, timeZone, named)),
    },
  };
}

const row = (line: ChangeLine, timeZone: string, named: boolean): string[] => [
  clock(line.at, timeZone),
  upperFirst(byWhom(line)),
  ...(named ? [plain(line.store ?? 'all stores', 40)] : []),
  changeSubject(line),
  changeText(line),
];

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
