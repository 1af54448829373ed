import type { Card } from '../dialogs/card.ts';
import type { Conversation as State } from '../dialogs/conversation.ts';
import type { Dialog } from '../dialogs/dialog.ts';
import type { Who } from './surface.ts';

/** What a command may be answered with: a card, the first question of a dialog, or nothing, where a run's own message answers. */
export type Reply<Services> =
  | { kind: 'card'; card: Card }
  | { kind: 'dialog'; dialog: Dialog<Services>; given: State['known'] }
  | { kind: 'cancel' }
  | { kind: 'none' };

/** What a surface needs to understand what is said, and to answer it. */
export type Words<Services> = {
  command: (text: string, services: Services) => Promise<Reply<Services>>;
  /** Masks keys that were pasted into a message. */
  hidePastedKeys: (text: string) => string;
  services: (who: Who) => Services;
};
