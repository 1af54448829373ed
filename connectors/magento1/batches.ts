import { ResponseError } from '../errors.ts';
import type { Api, Call, Said } from './api.ts';
import { isTooMuch } from './windows.ts';

/** Tells many calls in few requests. */
export type Batches = (calls: readonly Call[]) => Promise<Said[]>;

/**
 * So many calls in one request at first, fewer where the server breaks over them. What breaks it all alone is told as refused (fault 1): one
 * order that cannot be read stops nobody. `patience`: for so long (ms) we go on asking for less.
 */
export function createBatches(api: Api, { size, patience }: { size: number; patience: number }): Batches {
  let most = size;

  async function alone(call: Call): Promise<Said> {
    try {
      return await api.said(...call);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      // The server answers something else: it is this one call that it cannot do.
      await api.said('core_magento.info');
      return { fault: { code: '1', text: error instanceof Error ? error.message : '' } };
    }
  }

  return async function tell(calls) {
    const told: Said[] = [];
    let failing = 0;
    while (told.length < calls.length) {
      const batch = calls.slice(told.length, told.length + most);
      const began = performance.now();
      try {
        const answers = await api.all(batch);
        if (answers.length !== batch.length) throw new ResponseError(`Magento at ${api.host} did not answer all that was asked at once.`);
        told.push(...answers);
        failing = 0;
      } catch (error) {
        failing += performance.now() - began;
        if (!isTooMuch(error) || failing > patience) throw error;
        const [one] = batch;
        if (batch.length === 1 && one) told.push(await alone(one));
        most = Math.ceil(batch.length / 4);
      }
    }
    return told;
  };
}
