import { aboutStore, chosen } from './about-store.ts';
import { checkResult } from './cards/check-result.ts';

/** Checks the connection of a store at once, right by right. */
export const checkStore = aboutStore('check-store').finish('Checking your store…', async (known, services) => {
  const { check, store } = await services.checkNow(chosen(known).handle);
  return checkResult(check, store);
});

/** Checks a store that was switched off, and switches it on if the check is passed. */
export const enableStore = aboutStore('enable-store', { role: 'manager' }).finish('Checking your store…', async (known, services) => {
  const { check, store } = await services.enable(chosen(known).handle);
  return checkResult(check, store);
});
