import { readRows } from '../rows.ts';
import { plain, text, textOrNone } from '../words.ts';
import type { Api } from './api.ts';
import { searchCriteria } from './criteria.ts';
import * as payloads from './payloads.ts';
import { ifTold } from './trouble.ts';

/** What products let buyers choose or write: an order tells it by number only. Read in bulk for those that turn up. */
export type Customs = ReturnType<typeof customsOf>;

const atOnce = 50;
/** So that a shop of nothing but personal things does not fill the memory. */
const mostKnown = 2000;
type Choice = { title: string; values: Map<string, string> };
type Known = { sku?: string; choices: Map<string, Choice> };

export function customsOf(api: Api) {
  const known = new Map<string, Known | undefined>();
  let closed = false;

  async function read(ids: string[]): Promise<true> {
    const query = searchCriteria({
      where: [[['entity_id', 'in', ids.join(',')]]],
      sort: 'entity_id',
      size: atOnce,
      fields: payloads.customisableFields,
    });
    const { rows } = await api.list('products', query);
    for (const id of ids) known.set(id, undefined);
    for (const row of readRows(rows, payloads.customisable, (row) => row).records) known.set(String(row.id), learn(row));
    return true;
  }

  return {
    async meet(products: Iterable<string>): Promise<void> {
      if (known.size > mostKnown) known.clear();
      const unknown = [...new Set(products)].filter((id) => id && !known.has(id));
      for (let at = 0; at < unknown.length && !closed; at += atOnce)
        closed = (await ifTold(() => read(unknown.slice(at, at + atOnce)))) === undefined;
    },
    /** A product's own SKU: an order's line has those of its options behind it. */
    sku: (product: string): string | undefined => known.get(product)?.sku,
    choice: (product: string, option: string): Choice | undefined => known.get(product)?.choices.get(option),
  };
}

const learn = ({ sku, options }: payloads.Customisable): Known => ({
  sku: textOrNone(sku),
  choices: new Map(
    options.map(({ option_id, title, values }) => [
      text(option_id),
      { title: plain(title), values: new Map(values.map((value) => [text(value.option_type_id), plain(value.title)])) },
    ]),
  ),
});
