import { readRows } from '../rows.ts';
import type { Api } from './api.ts';
import type { Attributes } from './attributes.ts';
import { after, searchCriteria } from './criteria.ts';
import { type Family, toFamily } from './mapping.ts';
import { readById } from './paging.ts';
import * as payloads from './payloads.ts';

const sizes = [200, 100, 50, 10];

/**
 * Whose child a product is: only families tell, so all of them are read first. The children may come before or after them in the list of
 * products, and ask for no request of their own.
 */
export async function familiesByChild(api: Api, attributes: Attributes): Promise<Map<number, Family>> {
  const families = new Map<number, Family>();
  const fetch = (last: number, size: number) => {
    const where = [[['type_id', 'eq', 'configurable'] as const], [after(last)]];
    return api.list('products', searchCriteria({ where, sort: 'entity_id', size, fields: payloads.familyFields }));
  };
  for await (const { rows } of readById({ fetch, id: 'id', sizes })) {
    const { records } = readRows(rows, payloads.family, (row) => row);
    await attributes.meet(records.flatMap((row) => toFamily(row).attributes.map(({ id }) => id)));
    for (const row of records) {
      const family = toFamily(row);
      for (const child of row.extension_attributes.configurable_product_links)
        if (!families.has(Number(child))) families.set(Number(child), family);
    }
  }
  return families;
}
