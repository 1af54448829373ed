import { expect, test } from 'vitest';
import { shared } from '../../db/shared.ts';

/** Readings that end when they are told to. */
function readings() {
  const begun: PromiseWithResolvers<string>[] = [];
  const read = () => {
    const reading = Promise.withResolvers<string>();
    begun.push(reading);
    return reading.promise;
  };
  return { begun, read };
}

test('Who asks while something is being read is told what was read after that, with all who ask meanwhile', async () => {
  const { begun, read } = readings();
  const share = shared<string>();
  const first = share('store', read);
  const others = [share('store', read), share('store', read)];
  expect(begun).toHaveLength(1);
  begun[0]?.resolve('before');
  expect(await first).toBe('before');
  await expect.poll(() => begun.length).toBe(2);
  const late = share('store', read);
  begun[1]?.resolve('after');
  expect(await Promise.all(others)).toEqual(['after', 'after']);
  await expect.poll(() => begun.length).toBe(3);
  begun[2]?.resolve('last');
  expect(await late).toBe('last');
});

test('Nobody waits who asks for something else, or when nothing is being read', async () => {
  const { begun, read } = readings();
  const share = shared<string>();
  const both = [share('one', read), share('other', read)];
  expect(begun).toHaveLength(2);
  for (const reading of begun) reading.resolve('read');
  expect(await Promise.all(both)).toEqual(['read', 'read']);
  void share('one', read);
  expect(begun).toHaveLength(3);
});

test('A reading that fails fails for those who shared it; the next one is made all the same', async () => {
  const { begun, read } = readings();
  const share = shared<string>();
  const first = share('store', read);
  const next = share('store', read);
  begun[0]?.reject(new Error('Postgres is away'));
  await expect(first).rejects.toThrow('Postgres is away');
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.resolve('back');
  expect(await next).toBe('back');
});
