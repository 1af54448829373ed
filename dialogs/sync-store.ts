import { aboutStore, chosen } from './about-store.ts';
import { notStarted, started } from './cards/run-started.ts';
import { plain } from './words.ts';

/** Starts a product sync when it had to be asked of which store. */
export const syncStore = aboutStore('sync-store').finish('Starting…', async (known, services, { id }) => {
  const store = chosen(known);
  const result = await services.startSync({ store: store.handle, id });
  if (result.state !== 'started') return notStarted(result, store, `sync ${store.handle}`);
  return started(`Sync of ${plain(store.name)}`, 'Nothing in the store is changed.');
});
