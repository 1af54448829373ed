import type { Chapter } from './command.ts';

/** Reading payment instruments and mapping them. */
export const payments: Chapter = { dialogs: [], commands: [] };
