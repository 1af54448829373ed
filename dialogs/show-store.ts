import { aboutStore, chosen } from './about-store.ts';
import { storeStatus } from './cards/store-status.ts';

/** Shows one store when it had to be asked which. */
export const showStore = aboutStore('show-store').finish('Looking it up…', async (known, services) => {
  const store = await services.store(chosen(known).handle);
  return store ? storeStatus(store) : { title: 'This store is gone', text: 'It is no longer among your stores.' };
});
