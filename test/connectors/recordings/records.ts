import { expect, it } from 'vitest';
import { orderRecord } from '../../../connectors/records.ts';
import { decode, expectOrder } from './expected.ts';
import * as raw from './raw.ts';
import { type Asked, asList, type Routes, recording, recordingsOf } from './replay.ts';
import { allProducts, firstPage, healthy, known, open, ordersIn, start, woo } from './shop.ts';
import {
  emptyPages,
  newest,
  noSuchOrder,
  notOrders,
  oldest,
  orderPages,
  productPages,
  refusals,
  singleOrders,
  singleProducts,
  variationPages,
} from './tables.ts';

/** Every recorded list and thing of one server, read as the answer to the question that our connector asks. */
export function records(shop: string) {
  const there = recordingsOf(shop);
  const of = (name: string) => recording(shop, name);
  const here = (names: string[]) => names.filter((name) => there.includes(name));

  it.each(here(orderPages))('orders: %s', async (name) => {
    const { orders, malformed } = await ordersIn(shop, of(name));
    const rows = raw.rowsOf(of(name), raw.order).filter(({ status }) => status !== 'checkout-draft');
    expect([orders.length, malformed]).toEqual([rows.length, 0]);
    for (const [index, row] of rows.entries()) expectOrder(orders[index], row);
  });

  it.each(here(singleOrders))('one order: %s', async (name) => {
    const { orders } = await ordersIn(shop, asList(of(name)));
    expect(orders).toHaveLength(1);
    expectOrder(orders[0], raw.order.parse(of(name).json()));
  });

  const findOrder = async (number: string, routes: Routes) => {
    const server = await start({ ...healthy(shop), ...routes });
    return open(server, known(server)).findOrder(number);
  };

  it.each(here(singleOrders))('one order by its number: %s', async (name) => {
    const row = raw.order.parse(of(name).json());
    expectOrder(orderRecord.parse(await findOrder(row.number, { [`${woo}/orders/${row.id}`]: of(name) })), row);
  });

  it.each(here([...noSuchOrder, 'order-get-trashed']))('no order by that number: %s', async (name) => {
    expect(await findOrder('899', { [`${woo}/orders/899`]: of(name) })).toBeUndefined();
  });

  it.each(here(notOrders).filter((name) => of(name).status === 200))('no orders: %s', async (name) => {
    const page = of(name).body.startsWith('[') ? of(name) : asList(of(name));
    expect(await ordersIn(shop, page)).toEqual({ orders: [], malformed: 0 });
  });

  it('what buyers had engraved, and what they chose, are told with the line', async () => {
    const { orders } = await ordersIn(shop, of('orders-page1-per10'));
    const { orders: more } = await ordersIn(shop, asList(of('order-with-line-meta')));
    const told = [...orders, ...more].flatMap(({ lines }) => lines.flatMap(({ descriptions }) => descriptions));
    expect(told).toContainEqual({ label: 'Gravura', value: 'Vse najboljše!' });
    expect(told).toContainEqual({ label: 'Velikost', value: shop === newest ? 'L' : 'l' });
    expect(told.filter(({ label }) => /reduced|hidden/i.test(label))).toEqual([]);
  });

  it.each(here(productPages))('products: %s', async (name) => {
    const routes = { [`${woo}/products`]: firstPage(of(name), of('products-page-beyond')), '*': of('variations-of-simple') };
    const sold = raw
      .rowsOf(of(name), raw.product)
      .filter(({ type = '', variations }) => !['variable', 'grouped', 'external'].includes(type) && !variations?.length);
    const products = await allProducts(await start({ ...healthy(shop), ...routes }));
    expect(products.map(({ id, sku, title, price }) => [id, sku, title, price])).toEqual(
      sold.map(({ id, sku, name, price }) => [String(id), sku || undefined, decode(name ?? ''), price || undefined]),
    );
  });

  it.each(here(singleProducts))('one product: %s', async (name) => {
    const row = raw.product.parse(of(name).json());
    const routes = {
      [`${woo}/products`]: firstPage(asList(of(name)), of('products-page-beyond')),
      [`${woo}/products/${row.id}/variations`]: of('variations-of-simple'),
    };
    const sold = { id: String(row.id), sku: row.sku, stock: String(row.stock_quantity), active: true };
    expect(await allProducts(await start({ ...healthy(shop), ...routes }))).toMatchObject(row.type === 'simple' ? [sold] : []);
  });

  it.each(here(variationPages))('variations: %s', async (name) => {
    const inherits = name === 'variations-without-own-sku';
    const recorded = raw.product.parse(of('product-variable-one').json());
    const parent = { ...recorded, status: 'publish', sku: inherits ? 'VAR-102' : recorded.sku };
    const rows = raw.rowsOf(of(name), raw.variation);
    const whole = { ...of(name), headers: { 'x-wp-total': String(rows.length) } };
    const routes = {
      [`${woo}/products`]: firstPage(asList({ ...of('product-variable-one'), body: JSON.stringify(parent) }), of('products-page-beyond')),
      [`${woo}/products/${parent.id}/variations`]: firstPage(whole, of('variations-of-simple')),
    };
    expect(await allProducts(await start({ ...healthy(shop), ...routes }))).toMatchObject(
      rows.map(({ id, sku, price, manage_stock, stock_quantity, attributes }) => ({
        id: String(id),
        sku,
        skuInherited: inherits || undefined,
        stock: manage_stock === 'parent' ? String(stock_quantity) : undefined,
        price,
        parentId: String(parent.id),
        title: parent.name,
        variant: attributes.map(({ name, option }) => `${name}: ${option}`).join(', '),
        active: true,
      })),
    );
  });

  it.each(here(emptyPages))('nothing: %s', async (name) => {
    const server = await start({ ...healthy(shop), [`${woo}/orders`]: of(name), [`${woo}/products`]: of(name) });
    for (const list of [open(server, known(server)).orders(), open(server, known(server)).products()])
      for await (const page of list) expect(page).toMatchObject({ records: [], malformed: [] });
    expect(server.asked.map(({ path }) => path)).toEqual([`${woo}/orders`, `${woo}/products`, `${woo}/products`]);
  });

  const errors = here(Object.keys(refusals)).filter((name) => !of(name).body.startsWith('['));
  it.each(errors)('in place of orders: %s', async (name) => {
    const server = await start({ ...healthy(shop), [`${woo}/orders`]: of(name) });
    const failure = await Array.fromAsync(open(server, known(server)).orders()).catch((error: unknown) => error);
    const [kind, steps] = refusals[name] ?? [];
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ advice: steps });
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/[0-9a-f]{40}|\/srv\//);
  });

  it('an order that the shop changed lately, whatever it makes of our question', async () => {
    const stamps = of(shop === oldest ? 'orders-modified-after-silently-ignored' : 'orders-modified-after');
    const [row] = raw.rowsOf(stamps, raw.stamp);
    const id = String(row?.id);
    const whole = asList({ ...of('order-with-fee'), body: JSON.stringify({ ...raw.order.parse(of('order-with-fee').json()), ...row }) });
    const one = asList({ ...stamps, body: JSON.stringify(row) });
    const answer = ({ query }: Asked) => (query.has('include') || query.has('modified_after') ? whole : one);
    const server = await start({ ...healthy(shop), [`${woo}/orders`]: answer });
    const store = open(server, known(server, { version: shop.split('-')[1] }));
    const changedSince = async (updatedSince: Date) =>
      (await Array.fromAsync(store.orders({ updatedSince }))).flatMap(({ records }) => records.map(({ id }) => id));

    const changed = new Date(`${row?.date_modified_gmt}Z`);
    expect(await changedSince(changed)).toEqual([id]);
    expect(await changedSince(new Date(changed.getTime() + 1000))).toEqual([]);
    const included = server.asked.flatMap(({ query }) => query.get('include') ?? []);
    expect([...new Set(included)]).toEqual(shop === oldest ? [id] : []);
    expect(of('orders-include').status).toBe(200);
  });
}
