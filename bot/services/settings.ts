import type { SettingsServices } from '../../dialogs/services/settings.ts';
import type { Asked } from './context.ts';

const missing = async (): Promise<never> => {
  throw new Error('not built yet');
};

export const settingsOf = (_asked: Asked): SettingsServices => ({
  settings: missing,
  prefixClash: missing,
  settingsOvertaken: missing,
  saveSettings: missing,
  copyPlan: missing,
  copySettings: missing,
});
