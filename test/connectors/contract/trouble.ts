import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NetworkError, RateLimitError, ResponseError } from '../../../connectors/errors.ts';
import { type Bench, type Misbehaviour, records, secrets } from './bench.ts';

/** What comes of a store that is out of order. */
export function trouble<K extends string>(bench: Bench<K>) {
  describe('when the store is out of order', () => {
    const kinds: [string, Misbehaviour, new (...given: never[]) => Error][] = [
      ['429', { status: 429, headers: { 'Retry-After': '120' } }, RateLimitError],
      ['500', { status: 500 }, NetworkError],
      ['502', { status: 502 }, NetworkError],
      ['503', { status: 503 }, NetworkError],
      ['silence', { silence: true }, NetworkError],
      ['a cut connection', { reset: true }, NetworkError],
      ['half an answer', { truncated: true }, NetworkError],
      ['garbage', { garbage: true }, ResponseError],
    ];

    it.each(kinds)('tells %s by its error, and nothing secret with it', async (_, how, kind) => {
      const store = await bench.known({ timeout: 400 });
      bench.fake.misbehave(how);
      const failure = await records(store.orders()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(kind);
      for (const secret of secrets(bench.fake)) expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(secret);
    });

    it('says how long to wait', async () => {
      const store = await bench.known();
      bench.fake.misbehave({ status: 429, headers: { 'Retry-After': '120' } });
      await expect(records(store.orders())).rejects.toMatchObject({ retryAfter: 120 });
    });

    it('waits for a limit by itself where the wait is short, and says so', async () => {
      const waits: number[] = [];
      const store = await bench.known({ onWait: (seconds) => waits.push(seconds) });
      await records(store.orders());
      const middle = Math.ceil(bench.fake.requests.length * 1.5);
      bench.fake.onRequest = () => {
        const tooFast = { status: 429, headers: { 'Retry-After': '1' }, times: 1 };
        if (bench.fake.requests.length === middle) bench.fake.misbehave(tooFast);
      };
      expect(await records(store.orders())).toHaveLength(249);
      expect(waits.length).toBeGreaterThan(0);
    });

    it('stops at once when it is told to', async () => {
      const stop = new AbortController();
      const store = await bench.known({ signal: stop.signal });
      bench.fake.misbehave({ silence: true });
      bench.fake.onRequest = () => stop.abort(new Error('told to stop'));
      await expect(records(store.orders())).rejects.toThrow('told to stop');
    });

    it('checks without failing: what is wrong stands at the right it was tried for', async () => {
      bench.fake.misbehave({ status: 500 });
      const { rights, store } = await bench.open({}, { timeout: 2000 }).check();
      expect(rights[0]).toMatchObject({ right: 'reach', state: 'refused' });
      expect(rights.slice(1).map(({ state }) => state)).toEqual(Array(5).fill('unknown'));
      expect(store).toBeUndefined();
    });
  });
}
