import type { Services } from '../../dialogs/services.ts';

/** The services that change something. */
export const changing: readonly (keyof Services)[] = [
  ...(['connectStore', 'reconnectStore', 'disable', 'enable', 'startImport'] as const),
  ...(['addInstrument', 'saveRow', 'confirmProposals', 'saveSettings', 'copySettings'] as const),
  ...(['addType', 'renameType', 'retireType', 'restoreType', 'alertsHere', 'addManager', 'removeManager'] as const),
];
