import type { Chapter } from './command.ts';

/** Orders, why they did or did not come, and what was done. */
export const orders: Chapter = { dialogs: [], commands: [] };
