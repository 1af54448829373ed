import type { Page, PageOptions } from '../connector.ts';
import type { ProductRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { text } from '../words.ts';
import { attributesOf } from './attributes.ts';
import { after, type Filter, searchCriteria, toSeconds } from './criteria.ts';
import { familiesByChild } from './families.ts';
import type { Entry } from './ladder.ts';
import { toProduct } from './mapping.ts';
import { readById, savedPlace } from './paging.ts';
import * as payloads from './payloads.ts';
import { stockReader } from './stock.ts';

const sizes = [200, 100, 50, 10];
/** A configurable is sold as its children, a group and a bundle as what they are made of. */
const notSold = ['configurable', 'grouped', 'bundle'];

/** One record per sellable thing, by id. Of a page two things are asked for: its products, and what is in stock of them. */
export async function* sellables({ api, way }: Pick<Entry, 'api' | 'way'>, options: PageOptions): AsyncGenerator<Page<ProductRecord>> {
  const attributes = attributesOf(api);
  const stockOf = stockReader({ api, way });
  const window = windowOf(options);
  const fetch = (last: number, size: number) => {
    const where: Filter[][] = [[['type_id', 'nin', notSold.join(',')]], ...window, [after(last)]];
    return api.list('products', searchCriteria({ where, sort: 'entity_id', size, fields: payloads.productFields }));
  };
  let families: Awaited<ReturnType<typeof familiesByChild>> | undefined;
  for await (const { rows, total, next } of readById({ fetch, id: 'id', sizes }, savedPlace(options.cursor))) {
    if (rows.length > 0) families ??= await familiesByChild(api, attributes);
    const read = readRows(rows, payloads.product, (product) => product, { id: 'id', number: 'sku' });
    const stocks = await stockOf(read.records.map(({ sku }) => text(sku)).filter(Boolean));
    yield {
      records: read.records.map((product) =>
        toProduct(product, attributes, families?.get(Number(product.id)), stocks.get(text(product.sku).toLowerCase())),
      ),
      malformed: read.malformed,
      ...(next && { cursor: JSON.stringify(next) }),
      ...(total !== undefined && { total }),
    };
  }
}

function windowOf({ updatedSince, updatedUntil }: PageOptions): Filter[][] {
  const since = updatedSince ? [[['updated_at', 'gteq', toSeconds(updatedSince)] as const]] : [];
  return updatedUntil ? [...since, [['updated_at', 'lteq', toSeconds(updatedUntil)] as const]] : since;
}
