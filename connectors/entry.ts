import { z } from 'zod';
import { isAddress, normaliseAddress } from './address.ts';
import type { Credential } from './connector.ts';

/** Every platform is asked for the address of the store in the same words. */
export const storeAddress: Credential = {
  label: 'Store address',
  placeholder: 'https://shop.example.com',
  help: 'As your customers type it. If the shop stands in a folder, with the folder.',
  schema: z.string().trim().refine(isAddress, 'Give the address of the shop, like https://shop.example.com.').transform(normaliseAddress),
};

/** Does the work when it is first asked for, once for all who ask; what failed is done again for the next. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}
