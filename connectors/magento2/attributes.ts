import { readRows } from '../rows.ts';
import { plain, text } from '../words.ts';
import type { Api } from './api.ts';
import { searchCriteria } from './criteria.ts';
import * as payloads from './payloads.ts';
import { ifTold } from './trouble.ts';

/** The words for attributes and their options, by number: read in bulk as they turn up, each once. */
export type Attributes = ReturnType<typeof attributesOf>;

const atOnce = 50;
type Known = { code: string; label: string; options: Map<string, string> };

export function attributesOf(api: Api) {
  const known = new Map<string, Known | undefined>();
  let closed = false;

  async function read(ids: string[]): Promise<true> {
    const query = searchCriteria({ where: [[['attribute_id', 'in', ids.join(',')]]], size: atOnce, fields: payloads.attributeFields });
    const { rows } = await api.list('products/attributes', query);
    for (const id of ids) known.set(id, undefined);
    for (const row of readRows(rows, payloads.attribute, (row) => row, { id: 'attribute_id' }).records)
      known.set(String(row.attribute_id), learn(row));
    return true;
  }

  return {
    /** Makes known what these numbers mean. Who may not read that does without. */
    async meet(ids: Iterable<string>): Promise<void> {
      const unknown = [...new Set(ids)].filter((id) => id && !known.has(id));
      for (let at = 0; at < unknown.length && !closed; at += atOnce)
        closed = (await ifTold(() => read(unknown.slice(at, at + atOnce)))) === undefined;
    },
    code: (id: string): string | undefined => known.get(id)?.code,
    label: (id: string): string | undefined => known.get(id)?.label,
    option: (id: string, value: string): string | undefined => known.get(id)?.options.get(value),
  };
}

const learn = ({ attribute_code: code, default_frontend_label, options }: payloads.Attribute): Known => ({
  code,
  label: plain(default_frontend_label) || code,
  options: new Map(options.map(({ value, label }) => [text(value), plain(label)])),
});
