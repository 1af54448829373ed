import { isClear, type Meant } from './about-store.ts';
import { alertsMoved } from './cards/alerts-moved.ts';
import { dialog } from './dialog.ts';
import { choice } from './fields.ts';
import type { Services } from './services.ts';
import { plain } from './words.ts';

/** Which stores may be meant: one of the list, one or all of them, all of them. */
export type AlertsGiven = Meant & { scope: { meant: 'one' | 'one or all' | 'all' } };

/** Not a handle. */
const all = '*';

/** Makes the channel one speaks in that where the alerts of a store go, or of all stores. A test message comes at once. */
export const alertsHere = dialog<Services, AlertsGiven>('alerts-here', { role: 'manager' })
  .ask('store', whichAlerts, { unless: (known) => isClear(known) || known.scope.meant === 'all' })
  .finish(
    'Posting a test message…',
    async ({ stores, store, scope }: AlertsGiven & { store?: { handle: string } }, services, { id: turn }) => {
      const handles = stores.list.map(({ handle }) => handle);
      const meant = handles.length === 1 || scope.meant === 'all' || store?.handle === all ? handles : [store?.handle ?? ''];
      return alertsMoved(await services.alertsHere({ stores: meant, turn }));
    },
  );

function whichAlerts({ stores, scope }: AlertsGiven) {
  const single = stores.list.map((store) => ({ value: store.handle, label: `${plain(store.name)} (${store.handle})` }));
  return {
    title: 'Alerts here',
    text: 'Whatever I tell of a store without being asked comes to this channel then.',
    fields: { handle: choice('Of which store?', scope.meant === 'one or all' ? [{ value: all, label: 'All stores' }, ...single] : single) },
    submit: 'Bring them here',
  };
}
