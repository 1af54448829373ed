import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Card } from '../../dialogs/card.ts';
import { questionOpen } from '../../dialogs/cards/question-open.ts';
import type { Turned } from '../turns.ts';
import { cardMessage } from './cards.ts';
import type { Modals } from './modals.ts';
import { keepCard } from './post.ts';
import type { Spot } from './show-view.ts';
import type { Team } from './workspaces.ts';

export type SlackMessage = ReturnType<typeof cardMessage>;

/** How what somebody said is answered, there where they said it. `nothing`: a message of its own answers. */
export type Answers = {
  card: (card: Card) => Promise<void>;
  question: (turned: Turned) => Promise<void>;
  nothing: () => Promise<void>;
};

/** What a button for the other pages of a card carries, where it has some as it is `shown`: the id of the message that keeps it. */
export async function sourceOf(
  orm: MikroORM,
  channel: string,
  card: Card,
  shown: object = cardMessage(card, { source: '' }),
  key = `answer:${randomUUID()}`,
): Promise<string> {
  return JSON.stringify(shown).includes('"action_id":"more"') ? keepCard(orm, channel, key, card) : '';
}

/** A card as `render` shows it: once more with what the buttons for its other pages carry, where it has some. */
export async function withPages<Shown extends object>(
  orm: MikroORM,
  channel: string,
  card: Card,
  render: (source: string) => Shown,
  key?: string,
): Promise<Shown> {
  const shown = render('');
  const source = await sourceOf(orm, channel, card, shown, key);
  return source ? render(source) : shown;
}

/** Opens a question as a modal, in this place. */
export type Opening = { modals: Modals; team: Team; spot: Spot };

/** Answers with cards, which `send` shows, and with modals. */
export function answersBy({ modals, team, spot }: Opening, send: (card: Card) => Promise<void>): Answers {
  return {
    card: send,
    nothing: async () => {},
    async question({ id, first }) {
      if (first.kind === 'done') return send(first.card);
      if (await modals.open(team, id, spot)) return;
      // The trigger lives three seconds; pressing the button makes a new one.
      await send(questionOpen(first.kind === 'form' ? first.form : { title: first.text }, id));
    },
  };
}
