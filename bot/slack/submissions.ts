import type { Middleware, SlackOptionsMiddlewareArgs, SlackViewMiddlewareArgs, ViewClosedAction, ViewSubmitAction } from '@slack/bolt';
import { expired } from '../../dialogs/cards/conversation-ended.ts';
import { readMetadata } from './carried.ts';
import { cardView, fieldErrors, fieldOf, optionsFor, readAnswers } from './forms.ts';
import type { Room } from './room.ts';

type Of = { team: { id: string } | null; user: { id: string; name?: string } };

const whoOf = async ({ workspaces, places }: Room, { team: sent, user }: Of) => {
  const team = await workspaces.byTeam(sent?.id ?? '');
  return team && places.who({ team, userId: user.id, userName: user.name });
};

/** A modal that was sent: what is wrong is told beside its field, what takes longer is waited for in the modal. */
export const onSubmit =
  (room: Room): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> =>
  async ({ ack, body, view }) => {
    const about = readMetadata(view.private_metadata);
    const who = await whoOf(room, body);
    if (!who) return ack();
    const { modals, conversations, busy } = room;
    const mine = about && (await conversations.screen(about.id, who));
    if (!mine) return ack({ response_action: 'update', view: cardView(expired(), '') });
    const { id, version } = about;
    await modals.holding(id, async () => {
      const before = await modals.shownNow(id, who);
      if (before.address !== view.id) await modals.setAddress(id, view.id);
      const form = before.screen.kind === 'form' && before.version === version ? before.screen.form : undefined;
      const { first, last } = await conversations.answer(id, version, form ? readAnswers(view.state.values, form) : {}, who);
      // A modal that came with errors has them in lines of its own, which must not stay beside the new ones.
      const bare = before.screen.kind === 'form' && Object.keys(before.screen.errors).length === 0;
      const errors = bare && form && first.kind === 'form' && !first.form.notice && fieldErrors(first.errors, first.form, version);
      const after = await modals.shownNow(id, who);
      modals.remember(view.id, undefined);
      if (errors && after.version === version) await ack({ response_action: 'errors', errors });
      else await ack({ response_action: 'update', view: after.view });
      await modals.setShown(id, after);
      busy(last);
    });
  };

/**
 * A modal that was closed. A question that nobody has answered yet is put away with it; of others what comes is told in person: they may
 * be at work, or open on a private page.
 */
export const onClose =
  (room: Room): Middleware<SlackViewMiddlewareArgs<ViewClosedAction>> =>
  async ({ ack, body, view }) => {
    await ack();
    const about = readMetadata(view.private_metadata);
    const who = await whoOf(room, body);
    if (!about || !who) return;
    const { modals, conversations, links, busy } = room;
    const work = async () => {
      const found = await conversations.screen(about.id, who);
      if (!found) return;
      const untouched = found.screen.kind === 'form' && found.version <= 1 && !(await links.wasOpened(about.id));
      const closed = await modals.close(about.id, view.id, found.screen.kind !== 'done' && !untouched);
      if (!closed || found.screen.kind === 'done') return;
      if (untouched) await conversations.cancel(who, about.id);
      else if (!(await links.isOpen(about.id))) await modals.tell(about.id);
    };
    busy(work());
  };

/** What a list of more than a hundred options offers for what was typed into it. */
export const onSuggest =
  (room: Room): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> =>
  async ({ ack, body, options }) => {
    const about = readMetadata(body.view?.private_metadata);
    const who = await whoOf(room, body);
    const found = about && who && (await room.conversations.screen(about.id, who));
    const form = found?.screen.kind === 'form' ? found.screen.form : undefined;
    await ack({ options: form ? optionsFor(form, fieldOf(options.block_id), options.value) : [] });
  };
