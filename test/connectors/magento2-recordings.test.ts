import { afterEach, describe, expect, it } from 'vitest';
import type { Access, Page } from '../../connectors/connector.ts';
import { ResponseError } from '../../connectors/errors.ts';
import type { OrderRecord, ProductRecord } from '../../connectors/records.ts';
import { expectOrder, expectProducts } from './magento2/expected.ts';
import * as raw from './magento2/raw.ts';
import { asList, changed, filtersOf, firstPage, healthy, known, of, open, start, stopAll } from './magento2/shop.ts';
import * as tables from './magento2/tables.ts';
import { type Asked, haveRecordings, type Recording, type Routes, recordingsOf } from './recordings/replay.ts';

const present = haveRecordings(tables.shop);
if (!present) console.log('No recordings of real Magento 2 shops here (RECORDINGS names their folder): they are not replayed.');

const all = async <T>(pages: AsyncIterable<Page<T>>) => (await Array.fromAsync(pages)).flatMap(({ records }) => records);

describe.runIf(present)('answers of a real Magento 2.4.7', () => {
  afterEach(stopAll);

  it('each is read here, or is none of ours', () => {
    const isOurs = (name: string) => !tables.notOurs.some((names) => names.test(name));
    const there = recordingsOf(tables.shop);
    expect(there.filter((name) => isOurs(name) && !tables.read.includes(name))).toEqual([]);
    expect(tables.read.filter((name) => !isOurs(name) || !there.includes(name))).toEqual([]);
  });

  describe('orders', () => {
    const ordersIn = async (page: Recording): Promise<OrderRecord[]> => {
      const server = await start({ ...healthy(), orders: firstPage(page) });
      const pages = await Array.fromAsync(open(server, known(server)).orders());
      expect(pages.flatMap(({ malformed }) => malformed)).toEqual([]);
      return pages.flatMap(({ records }) => records);
    };

    it.each(tables.orderPages)('%s', async (name) => {
      const rows = raw.list(raw.order).parse(of(name).json()).items;
      const orders = await ordersIn(of(name));
      expect(orders).toHaveLength(rows.length);
      for (const [at, row] of rows.entries()) expectOrder(orders[at], row);
    });

    it.each(tables.singleOrders)('%s', async (name) => {
      const row = raw.order.parse(of(name).json());
      const [order] = await ordersIn(asList(of(name)));
      expectOrder(order, row);
      const server = await start({ ...healthy(), orders: asList(of(name)) });
      expect(await open(server, known(server)).findOrder(row.increment_id)).toEqual(order);
    });

    it.each(tables.partOrders)('rows that tell too little are kept as they came: %s', async (name) => {
      const { items } = raw.list(raw.partOrder).parse(of(name).json());
      const server = await start({ ...healthy(), orders: of(name) });
      for await (const { records, malformed } of open(server, known(server)).orders()) {
        expect(records).toEqual([]);
        expect(malformed.map(({ id }) => id)).toEqual(items.map(({ entity_id }) => String(entity_id)));
        expect(malformed[0]?.raw).toEqual(items[0] && expect.objectContaining(items[0]));
        break;
      }
    });

    it('what was given back, by its credit memo, or by the order alone where there is none to be read', async () => {
      const closed = raw.order.parse(of('order-one-closed').json());
      const list = (order: number) =>
        asList(changed(of('order-one-closed'), { ...Object(of('order-one-closed').json()), entity_id: order }));
      const refundsOf = async (order: number, memos: Recording) => {
        const server = await start({ ...healthy(), orders: firstPage(list(order)), creditmemos: firstPage(memos) });
        return (await all(open(server, known(server)).orders()))[0]?.refunds;
      };
      const ofOrder = { id: String(closed.entity_id), reason: '', total: '54.54' };
      expect(await refundsOf(10, of('creditmemos'))).toEqual([{ id: '1', reason: '', total: '88.30' }]);
      expect(await refundsOf(closed.entity_id, of('transactions-empty'))).toEqual([ofOrder]);
      expect(await refundsOf(closed.entity_id, of('scope-catalogonly-orders'))).toEqual([ofOrder]);
    });

    it('what was chosen of a family, in words', async () => {
      const server = await start({
        ...healthy(),
        orders: firstPage(asList(of('order-one-processing'))),
        'products/attributes': asList(of('attribute-velikost')),
      });
      const [order] = await all(open(server, known(server)).orders());
      expect(order?.lines.map(({ descriptions }) => descriptions)).toEqual([
        [{ label: 'Velikost', value: 'L' }],
        [{ label: 'Velikost', value: 'M' }],
      ]);
    });
  });

  describe('products', () => {
    const productsIn = async (page: Recording, more: Routes = {}, access: Access = {}): Promise<ProductRecord[]> => {
      const families = of('products-page-beyond');
      const products = (asked: Asked) => (filtersOf(asked).includes('type_id eq configurable') ? families : firstPage(page)(asked));
      const server = await start({ ...healthy(), products, ...sourcesOf(), ...more });
      const pages = await Array.fromAsync(open(server, known(server, access)).products());
      expect(pages.flatMap(({ malformed }) => malformed)).toEqual([]);
      return pages.flatMap(({ records }) => records);
    };
    const sourcesOf = (): Routes => ({
      'inventory/sources': changed(of('websites'), { items: [{ source_code: 'default', enabled: true }] }),
    });
    const stocks = () =>
      new Map(raw.sourceItems.parse(of('source-items-list').json()).items.map(({ sku, quantity }) => [sku, String(quantity)]));

    it.each(tables.productPages)('%s', async (name) => {
      const rows = raw.list(raw.product).parse(of(name).json()).items;
      expectProducts(await productsIn(of(name)), rows, stocks());
    });

    it.each(tables.singleProducts)('%s', async (name) => {
      expectProducts(await productsIn(asList(of(name))), [raw.product.parse(of(name).json())], stocks());
    });

    it('a family by its children, each once, with its options in words', async () => {
      const children = raw.product.array().parse(of('configurable-children').json());
      const page = changed(of('configurable-children'), { items: of('configurable-children').json(), total_count: children.length });
      const products = (asked: Asked) =>
        filtersOf(asked).includes('type_id eq configurable') ? asList(of('product-configurable')) : firstPage(page)(asked);
      const found = await productsIn(page, { products, 'products/attributes': asList(of('attribute-velikost')) });
      expect(found).toMatchObject(
        children.map(({ id, sku }, at) => ({
          ...{ id: String(id), sku, parentId: '104', title: 'Majica nastavljiva 1', price: '19.90', active: true },
          variant: `Velikost: ${['S', 'M', 'L'][at]}`,
        })),
      );
    });

    it('what is in stock, where Inventory is switched off', async () => {
      const found = (routes: Routes) => productsIn(asList(of('product-simple')), routes, { sources: false });
      expect(await found({ 'stockItems/M2-0001': of('stock-item') })).toMatchObject([{ sku: 'M2-0001', stock: '35' }]);
      expect(await found({ 'stockItems/M2-0001': of('stock-item-not-found') })).toMatchObject([{ sku: 'M2-0001', stock: undefined }]);
      expect(await found({ 'stockItems/M2-0001': of('scope-catalogonly-stock-put') })).toMatchObject([{ stock: undefined }]);
    });

    it('rows without their number, as they came', async () => {
      const server = await start({ ...healthy(), products: of('products-updated-after'), ...sourcesOf() });
      await expect(Array.fromAsync(open(server, known(server)).products())).rejects.toBeInstanceOf(ResponseError);
    });
  });

  it.each(tables.emptyPages)('nothing: %s', async (name) => {
    const server = await start({ ...healthy(), orders: of(name), products: of(name) });
    const nothing = [{ records: [], malformed: [] }];
    expect(await Array.fromAsync(open(server, known(server)).orders())).toMatchObject(nothing);
    expect(await Array.fromAsync(open(server, known(server)).products())).toMatchObject(nothing);
    expect(server.asked).toHaveLength(2);
  });

  it.each(Object.entries(tables.refusals))('in place of orders: %s', async (name, [kind, words, steps]) => {
    const server = await start({ ...healthy(), orders: of(name) });
    const failure = await all(open(server, known(server)).orders()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ message: expect.stringMatching(words), advice: steps });
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/[1-4]{32}|%resources|%1/);
  });
});
