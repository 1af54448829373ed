import type { Chapter } from './command.ts';

/** How orders of a store are transferred. */
export const settings: Chapter = { dialogs: [], commands: [] };
