import type { RunResult } from '../../db/rules/run-result.ts';
import type { SkuEntry, SkuReport } from '../../db/rules/skus.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, digits, plain } from '../words.ts';
import { malformedItems } from './malformed.ts';

/** `automatic`: every how many minutes new orders are brought, 0 for never. `unmapped`: they wait, because no payment instrument is confirmed yet. */
type Report = { store: StoreName; automatic: number; unmapped: boolean; result: RunResult; report: SkuReport };

/** More rows than this nobody reads in a chat. */
const most = 50;

/** What a product sync brought, and which products need an SKU of their own. */
export function skuReport({ store, automatic, unmapped, result, report }: Report): Card {
  const problems: [string, SkuEntry][] = [
    ...report.withoutSku.map((entry): [string, SkuEntry] => ['no SKU', entry]),
    ...report.sharing.flatMap(({ sku, entries }) => entries.map((entry): [string, SkuEntry] => [`shares ${plain(sku, 40)}`, entry])),
    ...report.inherited.map((entry): [string, SkuEntry] => ['has only its parent’s SKU', entry]),
  ];
  const parts = [
    count(report.products, 'product'),
    `*${digits(report.synced)} synced*`,
    ...(report.withoutSkuCount ? [`${digits(report.withoutSkuCount)} without SKU`] : []),
    ...(report.sharingCount ? [`${digits(report.sharingCount)} share an SKU`] : []),
    ...(report.inheritedCount ? [`${digits(report.inheritedCount)} with only their parent’s SKU`] : []),
  ];
  const all = report.withoutSkuCount + report.sharingCount + report.inheritedCount;
  const listed = all > most ? ` The first ${most} of ${digits(all)} are listed.` : '';
  const mend = problems.length
    ? ' Give each of these an SKU of its own in the store, then sync again: orders of them wait until then.'
    : '';
  return {
    title: `The products of ${plain(store.name)} are synced`,
    tone: problems.length || result.malformed ? 'warning' : 'good',
    text: `${parts.join(', ')}. ${newOrders(automatic, unmapped)}${mend}${listed}`,
    items: malformedItems(result, 'product'),
    table: problems.length ? table(problems.slice(0, most)) : undefined,
    actions: [
      ...(unmapped ? [{ label: 'Read payment instruments', command: `payments ${store.handle}`, style: 'primary' as const }] : []),
      { label: 'Import past orders', command: `import ${store.handle}`, ...(!unmapped && { style: 'primary' as const }) },
      ...(problems.length ? [{ label: 'Sync again', command: `sync ${store.handle}` }] : []),
    ],
  };
}

/** When new orders come, and what they wait for. */
function newOrders(automatic: number, unmapped: boolean): string {
  const unless = 'until you have confirmed how they are paid: read the payment instruments next.';
  if (automatic === 0) return `New orders come only when you import them${unmapped ? `, and wait ${unless}` : '.'}`;
  const how = `by themselves, every ${automatic === 60 ? 'hour' : count(automatic, 'minute')}`;
  return unmapped ? `New orders are looked for ${how}. They wait ${unless}` : `New orders come in ${how}.`;
}

function table(problems: [string, SkuEntry][]): Card['table'] {
  const linked = problems.some(([, { editUrl }]) => editUrl);
  const rows = problems.map(([problem, { title, variant, editUrl }]) => [
    plain(title),
    plain(variant ?? ''),
    problem,
    ...(linked ? [editUrl ?? ''] : []),
  ]);
  return { columns: ['Product', 'Variant', 'Problem', ...(linked ? ['Edit in the store'] : [])], rows };
}
