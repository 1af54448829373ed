import type { MikroORM } from '@mikro-orm/postgresql';
import type { Enqueue } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { PrivateLinks } from '../private/links.ts';
import type { Home } from './home.ts';
import type { InPerson } from './in-person.ts';
import type { Modals } from './modals.ts';
import type { Places } from './places.ts';
import type { Receipts } from './receipts.ts';
import type { Talk } from './talk.ts';
import type { Workspaces } from './workspaces.ts';

/** What all that receives from Slack works with. `busy` is told of work that goes on after Slack has its answer. */
export type Room = {
  orm: MikroORM;
  enqueue: Enqueue;
  workspaces: Workspaces;
  places: Places;
  receipts: Receipts;
  conversations: Pick<Conversations<never>, 'screen' | 'answer' | 'cancel'>;
  links: PrivateLinks;
  modals: Modals;
  inPerson: InPerson;
  talk: Talk;
  home: Home;
  busy: (work: Promise<unknown>) => void;
  log: Logger;
};
