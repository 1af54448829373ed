import { aboutStore, chosen } from './about-store.ts';
import { disabled } from './cards/store-disabled.ts';

/** Switches a connection off when it had to be asked of which store. Nothing is deleted. */
export const disableStore = aboutStore('disable-store', { role: 'manager' }).finish('Switching off…', async (known, services) =>
  disabled(await services.disable(chosen(known).handle)),
);
