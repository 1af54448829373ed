import { afterEach, describe, expect, it } from 'vitest';
import { access } from './recordings/access.ts';
import { facts } from './recordings/facts.ts';
import { records } from './recordings/records.ts';
import { haveRecordings, recordingsOf } from './recordings/replay.ts';
import { stopAll } from './recordings/shop.ts';
import { notOurs, read, shops } from './recordings/tables.ts';

const present = shops.every(haveRecordings);
if (!present) console.log('No recordings of real servers here (RECORDINGS names their folder): they are not replayed.');

describe.runIf(present)('answers of real servers', () => {
  afterEach(stopAll);

  it.each(shops)('%s: each is read here, or is none of ours', (shop) => {
    const isOurs = (name: string) => !notOurs.some((names) => names.test(name));
    expect(recordingsOf(shop).filter((name) => isOurs(name) && !read.includes(name))).toEqual([]);
    expect(read.filter((name) => !isOurs(name) || !shops.flatMap(recordingsOf).includes(name))).toEqual([]);
  });

  describe.each(shops)('%s', (shop) => {
    facts(shop);
    records(shop);
  });
  access();
});
