import type { EntityManager } from '@mikro-orm/postgresql';
import type { Card } from '../dialogs/card.ts';
import type { Screen } from '../dialogs/conversation.ts';
import type { Post } from '../jobs/job.ts';

/** Where a conversation stands: ids of its row and its channel, and the version that an answer must name. */
export type Standing = { id: string; channel: string; version: number };

/** One messenger. `post` sends a card to one of its channels, or edits the one sent under the same key. */
export type Surface = {
  post: Post;
  /** Keeps, inside the transaction that saves where a conversation stands, that it is to be shown. */
  show?: (em: EntityManager, standing: Standing, screen: Screen) => Promise<void>;
  /** Told after that transaction, for a surface that has to send what it shows. */
  shown?: (conversation: string) => void;
};

/** Who talks, and where: ids of workspace and channel, the person as the history names them, and the messenger's own id of them. */
export type Who = { workspace: string; channel: string; person: string; userId: string };

/** What a surface knows of the people on it. Left out where there are no accounts: then everybody may do everything. */
export type People = {
  /** How those are called who have every role by themselves ("workspace admins and owners"). */
  admins: string;
  /** Whether the messenger itself says so, asked now. */
  isAdmin: (who: Who) => Promise<boolean>;
  /** Who is meant by what was typed ("@U0123", as the surface hands a mention over); nobody where it is no member of the workspace. */
  find: (workspace: string, said: string) => Promise<{ userId: string; name: string } | undefined>;
  /** Who installed us, by name. */
  installer: (workspace: string) => Promise<string | undefined>;
};

/** Posts at once, and says whether it could: `not in channel` until somebody invites us there. Takes the id of a channel's row. */
export type Reach = (channel: string, message: { key: string; card: Card }) => Promise<'posted' | 'not in channel'>;
