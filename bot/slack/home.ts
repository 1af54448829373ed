import type { MikroORM } from '@mikro-orm/postgresql';
import type { HomeView, KnownBlock } from '@slack/types';
import type { Card } from '../../dialogs/card.ts';
import type { Logger } from '../../log.ts';
import type { Who } from '../surface.ts';
import { sourceOf } from './answers.ts';
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

/** The home tab: what each person sees of the stores, and buttons for everything. */
export function createHome<Services>({ orm, services, home, log }: Parts<Services>) {
  async function viewFor(who: Who): Promise<HomeView> {
    const blocks: KnownBlock[] = [];
    for (const [at, card] of (await home(services(who))).entries()) {
      const source = await sourceOf(orm, who.channel, card, `home:${who.userId}:${at}`);
      blocks.push(...cardBlocks(card, limits.homeCard, { source, prefix: `${at}:` }));
    }
    return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) };
  }

  return {
    async publish({ client }: Team, who: Who): Promise<void> {
      try {
        await ask(client.views.publish({ user_id: who.userId, view: await viewFor(who) }));
      } catch (error) {
        log.warn({ err: error }, 'The home tab could not be shown; it is at its next opening.');
      }
    },
  };
}

export type Home = ReturnType<typeof createHome>;
