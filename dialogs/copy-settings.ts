import { isSame, notCopied, nothingToCopy, planChanged, planItems, prefixStays, settingsCopied } from './cards/copy-plan.ts';
import { noStores } from './cards/no-stores.ts';
import { dialog, Invalid } from './dialog.ts';
import { choice } from './fields.ts';
import type { CopyPlan } from './services/settings.ts';
import type { Services, StoreChoice, StoreName } from './services.ts';
import { findStores } from './understand.ts';
import { plain } from './words.ts';

/** The stores that may be meant on both sides. */
export type CopyGiven = { stores: { from: StoreChoice[]; to: StoreChoice[] } };
type Pair = { from: string; to: string };
type Known = CopyGiven & { pair?: Pair; found: { plan?: CopyPlan } };

/** How one store is set, for another: first what would change, then, on *Copy*, it does. */
export const copySettings = dialog<Services, CopyGiven>('copy-settings', { role: 'manager' })
  .ask('pair', ({ stores }) => pairForm(stores), { unless: ({ stores }) => stores.from.length === 1 && stores.to.length === 1 })
  .wait('found', 'Comparing the settings…', async (known: CopyGiven & { pair?: Pair }, services: Services) => {
    const pair = pairOf(known);
    if (pair.from === pair.to) return new Invalid({ to: 'Please choose another store than the one to copy from.' });
    return { plan: await services.copyPlan(pair) };
  })
  .ask('sure', ({ found }) => sureForm(found.plan), { unless: ({ found }) => !found.plan || isSame(found.plan) })
  .finish('Copying…', async (known: Known & { sure?: { choice: Choice } }, services, { id }) => {
    const { plan } = known.found;
    if (!plan) return noStores();
    if (isSame(plan)) return nothingToCopy(plan);
    if (known.sure?.choice !== 'copy') return notCopied(plan);
    const { from, to, stamp } = plan;
    const copied = await services.copySettings({ from: from.handle, to: to.handle, stamp, turn: id });
    return copied.state === 'copied' ? settingsCopied(plan) : planChanged(copied.plan);
  });

type Choice = 'copy' | 'leave';

const pairForm = ({ from, to }: CopyGiven['stores']) => ({
  title: 'Copy settings',
  text: `From one store to another: its settings and its confirmed payment rows. ${prefixStays}`,
  fields: { from: storeChoice('From', from), to: storeChoice('To', to) },
  submit: 'Show the differences',
});

const storeChoice = (label: string, stores: readonly StoreChoice[]) =>
  choice(
    label,
    stores.map(({ name, handle }) => ({ value: handle, label: `${plain(name)} (${handle})` })),
    { initial: stores.length === 1 ? stores[0]?.handle : undefined },
  );

const pairOf = ({ stores, pair }: CopyGiven & { pair?: Pair }): Pair => ({
  from: pair?.from ?? stores.from[0]?.handle ?? '',
  to: pair?.to ?? stores.to[0]?.handle ?? '',
});

function sureForm(plan: CopyPlan | undefined) {
  const { from, to, warnings } = plan ?? { warnings: [] };
  return {
    title: `Copy settings from ${plain(from?.name ?? '')} to ${plain(to?.name ?? '')}`,
    text: `Nothing is changed yet. ${prefixStays} Orders that came in before stay as they are.`,
    notice: {
      tone: warnings.length > 0 ? ('warning' as const) : ('neutral' as const),
      text: `This would change in ${plain(to?.name ?? '')}:`,
      items: plan ? planItems(plan) : [],
    },
    fields: {
      choice: choice<Choice>(
        'Shall I copy them?',
        [
          { value: 'copy', label: 'Copy' },
          { value: 'leave', label: 'Leave everything as it is' },
        ],
        // What looks wrong is not waved through.
        { initial: warnings.length > 0 ? undefined : 'copy' },
      ),
    },
    submit: 'Go on',
  };
}

/** The words after "copy settings": "from A to B", "A to B", "to B from A", "to B", "A", or two handles. */
export function readCopy(words: readonly string[], stores: readonly StoreName[]): { from: string; to: string } {
  const said = words.join(' ');
  const [one = '', other = '', more] = words;
  const known = (name: string) => !isNoise(name) && findStores(name, stores).length === 1;
  if (more === undefined && known(one) && known(other) && !known(said)) return { from: one, to: other };
  for (const pattern of patterns) {
    const found = pattern.exec(said)?.groups;
    if (found) return { from: found.from ?? '', to: found.to ?? '' };
  }
  return { from: '', to: '' };
}

const isNoise = (word: string) => /^(from|to|into)$/i.test(word);
const patterns = [
  /^(?:from )?(?<from>.+?) (?:to|into) (?<to>.+)$/i,
  /^(?:to|into) (?<to>.+?) from (?<from>.+)$/i,
  /^(?:to|into) (?<to>.+)$/i,
  /^(?:from )?(?!(?:from|to|into)$)(?<from>.+?)(?: (?:to|into))?$/i,
];
