import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCall } from '../../connectors/magento1/xmlrpc-writing.ts';
import { haveRecordings, recording } from '../connectors/recordings/replay.ts';
import { structOf } from './magento1/filters.ts';
import { type Php, readRecorded } from './magento1/xml.ts';
import { type FakeStore, startMagento1 } from './magento1.ts';
import { realOrders } from './shop.ts';

const shop = 'openmage-20.0.20';
const recorded = (name: string) => recording(shop, `xmlrpc-${name}`);
const first = (value: Php): Php => (Array.isArray(value) ? (value[0] ?? null) : value);

/** What may be compared: the names in their order, and of what both tell of, its type. */
const kind = (value: Php | undefined) => (Array.isArray(value) ? 'list' : value === null ? 'nothing' : typeof value);
function expectAlike(fake: Php, real: Php) {
  const [ours, theirs] = [structOf(fake), structOf(real)];
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  const differ = Object.keys(theirs).filter((name) => {
    const kinds = [kind(ours[name]), kind(theirs[name])];
    return !kinds.includes('nothing') && kinds[0] !== kinds[1];
  });
  expect(differ).toEqual([]);
}

describe.runIf(haveRecordings(shop))('The sample store answers as OpenMage 20.0.20 did', () => {
  let store: FakeStore;
  let session: string;
  beforeAll(async () => {
    store = await startMagento1();
    session = String(readRecorded((await ask('login', [store.credentials.apiUser, store.credentials.apiKey])).text));
  });
  afterAll(() => store.close());

  async function ask(method: string, params: Parameters<typeof writeCall>[1], init: RequestInit = {}) {
    const answer = await fetch(`${store.url}/api/xmlrpc/`, { method: 'POST', body: writeCall(method, params), ...init });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }
  const call = async (path: string, args: Parameters<typeof writeCall>[1] = []) =>
    readRecorded((await ask('call', [session, path, args])).text);
  const order = () =>
    realOrders(store.shop).find(
      ({ lines, paid, broken, payment }) => payment.code === 'bacs' && paid && !broken && lines.some(({ variantId }) => variantId),
    )?.number ?? '';
  const simple = () => store.shop.products[0]?.sku ?? '';

  it('lists and orders, column by column', async () => {
    const listed = first(await call('sales_order.list', [{ increment_id: order() }]));
    expectAlike(listed, first(readRecorded(recorded('order-list-updated-gt').body)));
    const [ours, theirs] = [await call('sales_order.info', [order()]), readRecorded(recorded('order-info-processing').body)].map(structOf);
    const sorted = (one: { [name: string]: Php } = {}) => Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
    expectAlike(sorted(ours), sorted(theirs));
    for (const name of ['billing_address', 'shipping_address', 'payment']) expectAlike(ours?.[name] ?? null, theirs?.[name] ?? null);
    expectAlike(first(ours?.status_history ?? null), first(theirs?.status_history ?? null));
    const family = (items: Php = []) =>
      (Array.isArray(items) ? items.filter((item) => structOf(item).parent_item_id !== null || structOf(item).has_children) : []).slice(
        0,
        2,
      );
    const [our, real] = [family(ours?.items), family(theirs?.items)];
    for (const at of [0, 1]) expectAlike(our[at] ?? null, real[at] ?? null);
  });

  it('products and stock', async () => {
    expectAlike(first(await call('catalog_product.list', [{ sku: simple() }])), first(readRecorded(recorded('product-list-filter').body)));
    expectAlike(
      first(await call('cataloginventory_stock_item.list', [[simple(), 'nope']])),
      first(readRecorded(recorded('stock-list').body)),
    );
    const { ean, ...info } = structOf(await call('catalog_product.info', [simple()]));
    expectAlike(info, readRecorded(recorded('product-info-simple').body));
    expect(ean).toBeDefined();
  });

  it('the shop itself', async () => {
    expectAlike(await call('core_magento.info'), readRecorded(recorded('magento-info').body));
    expectAlike(first(await call('core_store.list')), first(readRecorded(recorded('store-list').body)));
    const resource = first(readRecorded((await ask('resources', [session])).text));
    expect(Object.keys(structOf(resource))).toEqual(
      Object.keys(structOf(first(readRecorded(recorded('resources-not-recorded-size-only').body)))),
    );
  });

  it('refusals, word for word', async () => {
    const refusals: [string, () => Promise<{ text: string }>][] = [
      ['login-bad-key', () => ask('login', [store.credentials.apiUser, 'wrong'])],
      ['login-unknown-user', () => ask('login', ['nobody', 'wrong'])],
      ['session-expired', () => ask('call', ['0'.repeat(32), 'sales_order.list', []])],
      ['no-such-path', () => ask('call', [session, 'nothing.list', []])],
      ['no-such-method', () => ask('call', [session, 'sales_order.explode', []])],
      ['unknown-function', () => ask('explode', [session])],
      ['order-info-not-found', () => ask('call', [session, 'sales_order.info', ['999999999']])],
      ['product-info-not-found', () => ask('call', [session, 'catalog_product.info', ['nope']])],
      ['stock-update-not-found', () => ask('call', [session, 'cataloginventory_stock_item.update', ['nope', { qty: '1' }]])],
      ['order-list-empty', () => ask('call', [session, 'sales_order.list', [{ created_at: { gt: '2090-01-01' } }]])],
    ];
    for (const [name, refused] of refusals) expect((await refused()).text.trim(), name).toBe(recorded(name).body.trim());
    expect((await ask('', [], { method: 'GET', body: undefined })).text.trim()).toBe(recorded('get-request').body.trim());
    expect((await ask('', [], { body: '<broken' })).text.trim()).toBe(recorded('bad-xml').body.trim());
  });

  it('refusals within many calls, as values', async () => {
    const told = readRecorded(
      (
        await ask('multiCall', [
          session,
          [
            ['catalog_product.info', [simple()]],
            ['catalog_product.info', ['nope']],
          ],
        ])
      ).text,
    );
    const real = readRecorded(recorded('multicall').body);
    expect(Array.isArray(told) && told[1]).toEqual(Array.isArray(real) && real[1]);
  });

  it('shipments, and a carrier that nobody tracks', async () => {
    const open = realOrders(store.shop).find(({ status }) => status === 'processing')?.number ?? '';
    const number = await call('sales_order_shipment.create', [open, [], '', 0, 0]);
    expect(number).toMatch(/^\d{9}$/);
    const refused = await ask('call', [session, 'sales_order_shipment.addTrack', [String(number), 'gls', 'GLS', 'G1']]);
    expect(refused.text.trim()).toBe(recorded('shipment-addtrack-bad-carrier').body.trim());
    expect(await call('sales_order_shipment.getCarriers', [open])).toEqual(readRecorded(recorded('shipment-getcarriers').body));
    await call('sales_order_shipment.addTrack', [String(number), 'custom', 'GLS', 'G1']);
    const [ours, theirs] = [await call('sales_order_shipment.info', [String(number)]), readRecorded(recorded('shipment-info').body)].map(
      structOf,
    );
    for (const name of Object.keys(ours ?? {})) expect(theirs).toHaveProperty(name);
    for (const name of Object.keys(structOf(first(ours?.tracks ?? null)))) expect(first(theirs?.tracks ?? null)).toHaveProperty(name);
  });
});
