import { NotAllowed, refuse } from '../../dialogs/roles.ts';
import type { Services } from '../../dialogs/services.ts';

/**
 * The last line of defence: what changes something refuses whoever does not have the role by now. Commands and dialogs asked before, so it
 * is reached only where the role was taken away meanwhile. No spread here: each new service must be named on one side or the other.
 */
export function guard(services: Services): Services {
  const managers = onlyManagers(services);
  return {
    // Look, ask the store, or bring up to date what is known of it.
    storeNames: services.storeNames,
    stores: services.stores,
    store: services.store,
    storeAt: services.storeAt,
    checkStore: services.checkStore,
    checkCredentials: services.checkCredentials,
    checkNow: services.checkNow,
    startSync: services.startSync,
    startReading: services.startReading,
    instruments: services.instruments,
    tryRow: services.tryRow,
    overtaken: services.overtaken,
    settings: services.settings,
    prefixClash: services.prefixClash,
    settingsOvertaken: services.settingsOvertaken,
    copyPlan: services.copyPlan,
    types: services.types,
    orders: services.orders,
    storesWithOrder: services.storesWithOrder,
    order: services.order,
    simulate: services.simulate,
    trace: services.trace,
    history: services.history,
    stock: services.stock,
    alertPlaces: services.alertPlaces,
    home: services.home,
    mayManage: services.mayManage,
    managers: services.managers,
    // Change something.
    connectStore: managers(services.connectStore),
    reconnectStore: managers(services.reconnectStore),
    disable: managers(services.disable),
    enable: managers(services.enable),
    startImport: managers(services.startImport),
    addInstrument: managers(services.addInstrument),
    saveRow: managers(services.saveRow),
    confirmProposals: managers(services.confirmProposals),
    saveSettings: managers(services.saveSettings),
    copySettings: managers(services.copySettings),
    addType: managers(services.addType),
    renameType: managers(services.renameType),
    retireType: managers(services.retireType),
    restoreType: managers(services.restoreType),
    alertsHere: managers(services.alertsHere),
    addManager: managers(services.addManager),
    removeManager: managers(services.removeManager),
  };
}

/** The same for who has the role; the others hear whom to ask. */
const onlyManagers =
  (services: Services) =>
  <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
  async (...given: Given): Promise<Result> => {
    const refusal = await refuse(services, { role: 'manager' });
    if (refusal) throw new NotAllowed(refusal);
    return work(...given);
  };
