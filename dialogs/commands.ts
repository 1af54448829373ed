import type { Card } from './card.ts';
import type { Dialog } from './dialog.ts';
import type { Services } from './services.ts';

/** The answer to a command. `none`: the message of the run that was started answers. `given` is what the dialog need not ask. */
export type Reply =
  | { kind: 'card'; card: Card }
  | { kind: 'dialog'; dialog: Dialog<Services>; given: Record<string, Record<string, unknown>> }
  | { kind: 'cancel' }
  | { kind: 'none' };

/** All dialogs by name, so that a conversation can go on. */
export const dialogs: Record<string, Dialog<Services>> = {};

/** Understands what was typed or pressed, and answers it. */
export async function command(_text: string, _services: Services): Promise<Reply> {
  return { kind: 'none' };
}

const hidden = '[hidden key]';
const keys = /\b(?:(?:ck|cs)_[0-9a-z]{16,}|shp[a-z]{2}_[0-9a-z]{16,}|md-[\w-]{20,})/gi;

/** Masks keys of stores and of Mandrill in a message; without one it stays as it is. */
export const hidePastedKeys = (text: string): string => text.replace(keys, hidden);
