import type { MikroORM } from '@mikro-orm/postgresql';
import type { HomeView, KnownBlock } from '@slack/types';
import type { Card } from '../../dialogs/card.ts';
import type { Logger } from '../../log.ts';
import type { Who } from '../surface.ts';
import { withPages } from './answers.ts';
import { cardBlocks } from './cards.ts';
import { ask } from './client.ts';
import { limits } from './limits.ts';
import type { Team } from './workspaces.ts';

type Parts<Services> = {
  orm: MikroORM;
  services: (who: Who) => Services;
  /** What the home tab tells somebody. */
  home: (services: Services) => Promise<Card[]>;
  log: Logger;
};

/** In ms: whoever opened it longer ago sees it anew at its next opening. */
const lately = 3_600_000;

/** The home tab: what each person sees of the stores, and buttons for everything. */
export function createHome<Services>({ orm, services, home, log }: Parts<Services>) {
  const looking = new Map<string, { team: Team; who: Who; at: number }>();

  async function viewFor(who: Who): Promise<HomeView> {
    const blocks: KnownBlock[] = [];
    for (const [at, card] of (await home(services(who))).entries()) {
      const render = (source: string) => cardBlocks(card, limits.homeCard, { source, prefix: `${at}:` });
      blocks.push(...(await withPages(orm, who.channel, card, render, `home:${who.userId}:${at}`)));
    }
    return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) };
  }

  async function publish(team: Team, who: Who): Promise<void> {
    if (looking.size > 10_000) looking.clear();
    looking.set(`${who.workspace}:${who.userId}`, { team, who, at: Date.now() });
    try {
      await ask(team.client.views.publish({ user_id: who.userId, view: await viewFor(who) }));
    } catch (error) {
      log.warn({ err: error }, 'The home tab could not be shown; it is at its next opening.');
    }
  }

  return {
    publish,
    /** Once more, to who looked at it lately: something has changed. */
    async again(workspace: string, userId: string): Promise<void> {
      const looked = looking.get(`${workspace}:${userId}`);
      if (looked && looked.at > Date.now() - lately) await publish(looked.team, looked.who);
    },
  };
}

export type Home = ReturnType<typeof createHome>;
