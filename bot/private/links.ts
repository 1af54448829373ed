import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { PrivateLink } from '../../db/entities/private-link.ts';
import type { Chat } from '../../db/entities/workspace.ts';

/** Where all private pages stand. What follows in an address opens one, so it is never logged. */
export const privatePath = '/private/';

const lifetime = 10 * 60_000;

/** What became of a link or of its question; "open" as long as it may be answered. */
export type State = 'open' | 'used' | 'expired' | 'opened elsewhere' | 'closed' | 'being done' | 'asked again';

/** A link that somebody came with. */
export type Link = {
  digest: string;
  conversation: string;
  /** The question it leads to, by the conversation's version. */
  version: number;
  chat: Chat;
  state: State;
  /** What this browser got when it opened the link. */
  key?: string;
  msLeft: number;
};

type Parts = {
  orm: MikroORM;
  /** `PUBLIC_URL`. */
  publicUrl?: string;
  now?: () => number;
};

export type PrivateLinks = ReturnType<typeof createPrivateLinks>;

/** One-time links to private pages: ten minutes, for the first browser that opens them. Of what opens them only digests are kept. */
export function createPrivateLinks({ orm, publicUrl, now = Date.now }: Parts) {
  const update = (digest: string, where: object, change: { usedAt?: Date | null; openedBy?: string }) =>
    orm.em.fork().nativeUpdate(PrivateLink, { digest, ...where }, change);

  return {
    /** Makes a link to the question at hand of a conversation. Undefined where no `PUBLIC_URL` says where we are reached. */
    async make(conversation: string, version: number): Promise<{ url: string } | undefined> {
      if (!publicUrl) return;
      const token = random();
      const em = orm.em.fork();
      em.create(PrivateLink, { digest: digestOf(token), conversation, version, expiresAt: new Date(now() + lifetime) });
      await em.flush();
      return { url: new URL(`${privatePath}${token}`, publicUrl).href };
    },

    /** Whether somebody has a page of this conversation open, and has not sent it yet. */
    isOpen: async (conversation: string): Promise<boolean> =>
      (await orm.em
        .fork()
        .count(PrivateLink, { conversation, openedBy: { $ne: null }, usedAt: null, expiresAt: { $gt: new Date(now()) } })) > 0,

    /** Whether somebody has ever opened a page of this conversation: they may be sending it just now. */
    wasOpened: async (conversation: string): Promise<boolean> =>
      (await orm.em.fork().count(PrivateLink, { conversation, openedBy: { $ne: null } })) > 0,

    /** The link of a token, if there is one; `keyOf` tells what the browser brought for it. */
    async find(token: string, keyOf: (digest: string) => string | undefined): Promise<Link | undefined> {
      const digest = digestOf(token);
      const row = await orm.em.fork().findOne(PrivateLink, digest, { populate: ['conversation.workspace'] });
      if (!row) return;
      const { conversation, version } = row;
      const given = keyOf(digest);
      const key = given && digestOf(given) === row.openedBy ? given : undefined;
      const { chat } = conversation.workspace;
      const msLeft = row.expiresAt.getTime() - now();
      return { digest, conversation: conversation.id, version, chat, state: stateOf(row, key, now()), key, msLeft };
    },

    /** Binds a link to the browser that comes first, which gets a key for it. Undefined for whoever comes second. */
    async open({ digest }: Link): Promise<string | undefined> {
      const key = random();
      return (await update(digest, { openedBy: null }, { openedBy: digestOf(key) })) ? key : undefined;
    },

    /** Said before an answer is given, so that nothing is forgotten when the process is killed; it counts once the question has moved on. */
    use: ({ digest }: Link) => update(digest, { usedAt: null }, { usedAt: new Date(now()) }),
    /** The answer was wrong: the link is as good as before. */
    giveBack: ({ digest }: Link) => update(digest, {}, { usedAt: null }),
  };
}

function stateOf({ usedAt, version, openedBy, expiresAt, conversation }: PrivateLink, key: string | undefined, moment: number): State {
  const { finishedAt, workingUntil, workspace } = conversation;
  const moved = conversation.version !== version;
  if (usedAt && moved) return 'used';
  if (expiresAt.getTime() <= moment) return 'expired';
  if (openedBy && !key) return 'opened elsewhere';
  if (finishedAt || workspace.uninstalledAt || conversation.expiresAt.getTime() < moment) return 'closed';
  if (!moved) return 'open';
  return workingUntil ? 'being done' : 'asked again';
}

/** The name of the cookie that holds a link's key: each link has its own, and so have two bots on one machine. */
export const cookieOf = (digest: string) => `om_private_${digest.slice(0, 12)}`;

/** What the page's form must carry to be accepted. */
export const csrfOf = (key: string) => createHmac('sha256', key).update('om-bot private page').digest('base64url');

const random = () => randomBytes(32).toString('base64url');
const digestOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
