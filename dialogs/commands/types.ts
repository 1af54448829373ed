import type { Chapter } from './command.ts';

/** The payment and delivery types of the workspace. */
export const types: Chapter = { dialogs: [], commands: [] };
