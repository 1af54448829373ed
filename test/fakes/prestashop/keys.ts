import { lists } from './tables.ts';

/** A key of the web service: what it may do, list by list. */
export type Key = { key: string; active: boolean; methods: Record<string, readonly Method[]>; shops?: false };
export type Method = 'get' | 'put' | 'post' | 'delete' | 'head';

const all: readonly Method[] = ['get', 'put', 'post', 'delete', 'head'];
const everywhere = (methods: readonly Method[], but: readonly string[] = []) =>
  Object.fromEntries(lists.filter((list) => !but.includes(list)).map((list) => [list, methods]));

/** The shop's keys: the merchant's own, one that may only read, one that sees no orders, one with no ticks, one that is disabled. */
export const keys = () => ({
  all: { key: 'OMBOT0123456789ABCDEFGHIJKLMNOPQ', active: true, methods: everywhere(all) } as Key,
  readOnly: { key: '1'.repeat(32), active: true, methods: everywhere(['get', 'head']) } as Key,
  noOrders: { key: '2'.repeat(32), active: true, methods: everywhere(all, ['orders', 'order_details']) } as Key,
  nothing: { key: '3'.repeat(32), active: true, methods: {} } as Key,
  disabled: { key: '4'.repeat(32), active: false, methods: everywhere(all) } as Key,
  otherShop: { key: '5'.repeat(32), active: true, methods: everywhere(all), shops: false } as Key,
});
export type KeyName = keyof ReturnType<typeof keys>;
