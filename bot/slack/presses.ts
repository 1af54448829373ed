import type { BlockAction, ButtonAction, Middleware, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { Message } from '../../db/entities/message.ts';
import type { Card } from '../../dialogs/card.ts';
import { expired } from '../../dialogs/cards/conversation-ended.ts';
import { continued } from '../../dialogs/cards/question-open.ts';
import type { Who } from '../surface.ts';
import { type Answers, answersBy, sourceOf } from './answers.ts';
import { cardMessage } from './cards.ts';
import { ask } from './client.ts';
import { cardView } from './forms.ts';
import type { Room } from './room.ts';
import type { Team } from './workspaces.ts';

type Pressed = { body: BlockAction<ButtonAction>; respond: RespondFn; team: Team; who: Who };

const page = z.object({ source: z.string(), page: z.number().int().min(0) });

/** Pressed buttons. Each is a command, or leads to another page of a card, or back to a question. */
export const onPress =
  (room: Room): Middleware<SlackActionMiddlewareArgs<BlockAction<ButtonAction>>> =>
  async ({ ack, body, respond }) => {
    await ack();
    const { workspaces, places, receipts, busy, home } = room;
    const team = await workspaces.byTeam(body.team?.id ?? '');
    if (!team || !(await receipts.first(`press:${body.trigger_id}:${body.actions[0]?.action_id}`))) return;
    const work = async () => {
      const { id: userId, username, name = username } = body.user;
      const who = await places.who({ team, userId, userName: name, channel: body.channel });
      await press(room, { body, respond, team, who });
      if (body.view?.type === 'home') await home.publish(team, who);
    };
    busy(work());
  };

async function press(room: Room, pressed: Pressed): Promise<void> {
  const { body, team, who } = pressed;
  const { action_id = '', value = '' } = body.actions[0] ?? {};
  const by = body.view?.type === 'modal' ? { view: body.view.id } : { trigger: body.trigger_id };
  const show = (card: Card, at = 0) => showCard(room, pressed, card, at);
  if (action_id.startsWith('more')) return showPage(room, pressed, value);
  if (action_id === 'new-link') return void (await room.modals.open(team, conversationOf(body), by));
  if (!action_id.startsWith('command')) return;
  const back = continued(value);
  const answers: Answers = answersBy({ modals: room.modals, team, by }, show);
  if (!back) return room.talk(value, who, answers);
  const { screen } = await room.modals.shownNow(back, who);
  await answers.question({ id: back, first: screen, last: Promise.resolve(screen) });
}

const conversationOf = ({ view }: BlockAction): string => {
  const read = z.object({ id: z.string() }).safeParse(JSON.parse(view?.private_metadata || '{}'));
  return read.data?.id ?? '';
};

/** A card where the button was: in the modal that is open, in a new one above the home tab, or as a message beside it. */
async function showCard({ orm }: Room, { body, respond, team, who }: Pressed, card: Card, at = 0): Promise<void> {
  const source = await sourceOf(orm, who.channel, card);
  const view = () => cardView(card, '', { source, page: at });
  if (body.view?.type === 'modal') return void (await ask(team.client.views.update({ view_id: body.view.id, view: view() })));
  if (body.view) return void (await ask(team.client.views.open({ trigger_id: body.trigger_id, view: view() })));
  const direct = body.channel?.id.startsWith('D');
  const thread: unknown = body.message?.thread_ts;
  const message = { ...cardMessage(card, { source }), ...(typeof thread === 'string' && { thread_ts: thread }) };
  await respond({ response_type: direct ? 'in_channel' : 'ephemeral', replace_original: false, ...message }).catch(() =>
    ask(team.client.chat.postEphemeral({ channel: body.channel?.id ?? '', user: who.userId, ...message })),
  );
}

/** Another page of a card that is kept; in a modal, which has room for it. */
async function showPage({ orm }: Room, { body, team, who }: Pressed, value: string): Promise<void> {
  const { source, page: at } = page.parse(JSON.parse(value));
  const kept = await orm.em.fork().findOne(Message, { id: source, channel: { workspace: who.workspace } });
  const view = cardView(kept?.card ?? expired(), '', { source, page: at });
  const { client } = team;
  await ask(
    body.view?.type === 'modal'
      ? client.views.update({ view_id: body.view.id, view })
      : client.views.open({ trigger_id: body.trigger_id, view }),
  );
}
