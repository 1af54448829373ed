import type { EntityManager } from '@mikro-orm/postgresql';
import type { Screen } from '../dialogs/conversation.ts';
import type { Post } from '../jobs/job.ts';

/** Where a conversation stands: ids of its row and its channel, and the version that an answer must name. */
export type Standing = { id: string; channel: string; version: number };

/** One messenger. `post` sends a card to one of its channels, or edits the one sent under the same key. */
export type Surface = {
  post: Post;
  /** Shows where a conversation stands, inside the transaction that saves it. Left out where the answer to a request shows it. */
  show?: (em: EntityManager, standing: Standing, screen: Screen) => Promise<void>;
};

/** Who talks, and where: ids of workspace and channel, and the surface's word for the person. */
export type Who = { workspace: string; channel: string; person: string };
