import type { BlockAction, ButtonAction, Middleware, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import { Message } from '../../db/entities/message.ts';
import type { Card } from '../../dialogs/card.ts';
import { expired } from '../../dialogs/cards/conversation-ended.ts';
import { continued, left, notYours } from '../../dialogs/cards/question-open.ts';
import type { Who } from '../surface.ts';
import { type Answers, answersBy, type SlackMessage, withPages } from './answers.ts';
import { cardMessage } from './cards.ts';
import { readMetadata, readPage } from './carried.ts';
import { ask } from './client.ts';
import { cardView } from './forms.ts';
import type { Room } from './room.ts';
import { type Spot, showView } from './show-view.ts';
import type { Team } from './workspaces.ts';

type Pressed = { body: BlockAction<ButtonAction>; respond: RespondFn; team: Team; who: Who };

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
  if (action_id.startsWith('more')) return showPage(room, pressed, value);
  if (action_id === 'new-link') return newLink(room, pressed);
  if (!action_id.startsWith('command')) return;
  const answers = answersBy({ modals: room.modals, team, spot: spotOf(body) }, (card) => showCard(room, pressed, card));
  const back = continued(value);
  const leaves = left(value);
  if (leaves) return answers.card(await room.conversations.cancel(who, leaves));
  return back ? goOn(room, back, who, answers) : room.talk(value, who, answers);
}

/** Above a question that is open, which is to be there afterwards; in the place of a card; else in a modal of its own. */
const spotOf = ({ view, trigger_id: trigger }: BlockAction): Spot =>
  view?.type === 'modal' && view.callback_id !== 'conversation' ? { view: view.id } : { trigger, above: view?.type === 'modal' };

/** Back to a question; whoever else presses its button is told that it is not theirs. */
async function goOn({ conversations, modals }: Room, id: string, who: Who, answers: Answers): Promise<void> {
  const mine = await conversations.screen(id, who);
  if (!mine && (await conversations.screen(id))) return answers.card(notYours());
  const { screen } = await modals.shownNow(id, who);
  await answers.question({ id, first: screen, last: Promise.resolve(screen) });
}

/** The question that asks for a secret once more, with another link; to whoever it was asked alone. */
async function newLink(room: Room, pressed: Pressed): Promise<void> {
  const { body, team, who } = pressed;
  const about = readMetadata(body.view?.private_metadata);
  const mine = about && (await room.conversations.screen(about.id, who));
  if (!mine || !body.view) return showCard(room, pressed, expired());
  await room.modals.open(team, about.id, { view: body.view.id });
}

/** A card where the button was: in a modal, also above the home tab, or as a message beside it. */
async function showCard(room: Room, pressed: Pressed, card: Card): Promise<void> {
  const { body, team, who } = pressed;
  const render = <Shown extends object>(as: (source: string) => Shown) => withPages(room.orm, who.channel, card, as);
  if (!body.view) return say(pressed, await render((source) => cardMessage(card, { source })));
  const view = await render((source) => cardView(card, '', { source, page: 0 }));
  if (!(await showView(team, spotOf(body), view))) await room.inPerson.card(who, card);
}

/** Another page of a card that is kept; in a modal, which has room for it. */
async function showPage({ orm, inPerson }: Room, pressed: Pressed, value: string): Promise<void> {
  const { body, team, who } = pressed;
  const read = readPage(value);
  const kept = read && (await orm.em.fork().findOne(Message, { id: read.source, channel: { workspace: who.workspace } }));
  const card = kept?.card ?? expired();
  if (await showView(team, spotOf(body), cardView(card, '', read))) return;
  await (body.view ? inPerson.card(who, card) : say(pressed, cardMessage(card, { source: '', ...read })));
}

/** Beside what was pressed, for this person alone; by the address that Slack gave us for it, as long as that is good. */
async function say({ body, respond, team, who }: Pressed, content: SlackMessage): Promise<void> {
  const direct = body.channel?.id.startsWith('D');
  const thread: unknown = body.message?.thread_ts;
  const message = { ...content, ...(typeof thread === 'string' && { thread_ts: thread }) };
  await respond({ response_type: direct ? 'in_channel' : 'ephemeral', replace_original: false, ...message }).catch(() =>
    ask(team.client.chat.postEphemeral({ channel: body.channel?.id ?? '', user: who.userId, ...message })),
  );
}
