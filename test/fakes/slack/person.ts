import { afterAction, afterCommand, afterSubmit, afterSuggestion } from './acks.ts';
import type { Delivered, Delivery, DeliveryOptions } from './delivery.ts';
import { fieldOf, filled, kindOf, notSendable, optionText, setValue, touchable } from './fields.ts';
import { type Json, records, string } from './json.ts';
import { channelNameIn, wireMessage } from './messages.ts';
import { actionOf, chosenBy, named, type Pressed, pick, suggestionKey } from './pressing.ts';
import type { SeenMessage, SeenView } from './screen.ts';
import { channelOf, seenBy, type Team, type User } from './teams.ts';
import { typed } from './typed.ts';
import { blocksOf, stackOf, type View, wireView } from './views.ts';
import { newResponseUrl, newTrigger, type World, whoIs } from './world.ts';

/** Who does it; Ana where it is not told. */
export type Who = DeliveryOptions & { user?: string };
export type Fill = Record<string, unknown>;

/** What a person can do in Slack that the app hears of. */
export function createPerson(world: World, { deliver }: Delivery) {
  const { app } = world;

  /** Types a slash command. */
  async function command(
    text: string,
    { user = 'U1', channel, command = app.command, ...options }: Who & { channel?: string; command?: string } = {},
  ) {
    const { team, user: who } = whoIs(world, user);
    const place = channel ?? team.channels.find(({ kind }) => kind === 'public')?.id ?? '';
    if (!channelOf(team, place)) throw new Error(`${team.id} has no channel ${place}.`);
    if (team.scopes && !team.scopes.includes('commands')) throw new Error('Without the scope "commands" there is no slash command.');
    const to = { team: team.id, channel: place, user };
    const payload = {
      token: 'verification-token',
      team_id: team.id,
      team_domain: team.domain,
      channel_id: place,
      channel_name: channelNameIn(team, place),
      user_id: user,
      user_name: who.name,
      command,
      text: typed(text.trim(), team, user, { labels: true }),
      api_app_id: app.id,
      is_enterprise_install: 'false',
      response_url: newResponseUrl(world, 'commands', { ...to, message: undefined }),
      trigger_id: newTrigger(world, to),
    };
    return deliver({ kind: 'command', payload, after: (answer) => afterCommand(world, to, answer) }, options);
  }

  const envelope = (type: string, team: Team, who: User): Json => ({
    type,
    team: { id: team.id, domain: team.domain },
    user: { id: who.id, username: who.name, name: who.name, team_id: team.id },
    api_app_id: app.id,
    token: 'verification-token',
    is_enterprise_install: false,
    enterprise: null,
  });

  /** Presses a button, or chooses in a select (`choose`), in a message, a modal or the App Home, as it was seen. */
  async function press(
    where: SeenMessage | SeenView,
    what: Pressed,
    { user, choose, ...options }: Who & { choose?: unknown } = {},
  ): Promise<Delivered> {
    return 'ts' in where ? pressInMessage(where, what, user ?? where.viewer, choose, options) : pressInView(where, what, choose, options);
  }

  async function pressInMessage(seen: SeenMessage, what: Pressed, user: string, choose: unknown, options: DeliveryOptions) {
    const { team, user: who } = whoIs(world, user);
    const message = world.messages.find((one) => one.team === team.id && one.ts === seen.ts && one.channel === seen.channel);
    const channel = channelOf(team, seen.channel);
    if (!message || message.deleted || !channel || !seenBy(channel, user) || (message.only && message.only !== user))
      throw new Error(`${who.name} does not see the message ${seen.ts}.`);
    const inAttachments = seen.attachments.flatMap((attachment) =>
      touchable(records(attachment.blocks)).map((field) => ({ field, attachment: attachment.id })),
    );
    const all = [...touchable(seen.blocks).map((field) => ({ field, attachment: undefined })), ...inAttachments];
    const field = pick(
      all.map((one) => one.field),
      what,
    );
    const attachment = all.find((one) => one.field === field)?.attachment;
    const at = { message_ts: message.ts, channel_id: channel.id, is_ephemeral: message.only !== undefined };
    const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
    const kept = message.chosen;
    const action = actionOf(world, field, what, choose, []);
    if (kindOf(field.element)) kept.set(`${user}/${string(field.block.block_id)}/${string(field.element.action_id)}`, action);
    const to = { team: team.id, channel: channel.id, user };
    const payload = {
      ...envelope('block_actions', team, who),
      container:
        attachment === undefined
          ? { type: 'message', ...at, ...thread }
          : { type: 'message_attachment', attachment_id: attachment, ...at, is_app_unfurl: false, ...thread },
      trigger_id: newTrigger(world, to),
      channel: { id: channel.id, name: channelNameIn(team, channel.id) },
      // Slack does not tell what an ephemeral message said.
      ...(message.only ? {} : { message: wireMessage(world, team, message) }),
      state: { values: chosenBy(message, user) },
      response_url: newResponseUrl(world, 'actions', { ...to, message }),
      actions: [action],
    };
    return deliver({ kind: 'interaction', payload, after: (answer) => afterAction(world, answer) }, options);
  }

  async function pressInView(seen: SeenView, what: Pressed, choose: unknown, options: DeliveryOptions) {
    const view = openOne(seen);
    const { team, user: who } = whoIs(world, view.user);
    const field = pick(touchable(seen.blocks), what);
    const { block, element } = field;
    const suggested = view.suggested.get(suggestionKey(field)) ?? [];
    const kind = kindOf(element);
    if (kind && choose !== undefined) setValue(view.values, block, element, filled(field, choose, suggested));
    const current = kind && view.values[string(block.block_id)]?.[string(element.action_id)];
    const action = current ? { ...current, ...named(field), action_ts: world.ts() } : actionOf(world, field, what, choose, suggested);
    const payload = {
      ...envelope('block_actions', team, who),
      container: { type: 'view', view_id: view.id },
      trigger_id: newTrigger(world, { team: team.id, user: view.user, view: view.id }),
      view: wireView(world, team, view),
      actions: [action],
    };
    return deliver({ kind: 'interaction', payload, after: (answer) => afterAction(world, answer) }, options);
  }

  /** Fills in fields without sending them: by block_id, action_id or label. */
  function fill(seen: SeenView, values: Fill) {
    const view = openOne(seen);
    const fields = touchable(blocksOf(view));
    for (const [name, value] of Object.entries(values)) {
      const field = fieldOf(
        fields.filter(({ element }) => kindOf(element)),
        name,
      );
      setValue(view.values, field.block, field.element, filled(field, value, view.suggested.get(suggestionKey(field)) ?? []));
    }
  }

  /** Fills in and sends. What Slack itself does not let go (a required field) is thrown, for the app never hears of it. */
  async function submit(seen: SeenView, values: Fill = {}, options: DeliveryOptions = {}): Promise<Delivered> {
    fill(seen, values);
    const view = openOne(seen);
    if (stackOf(world, view.user).at(-1) !== view) throw new Error('Only the modal on top can be sent.');
    const { team, user: who } = whoIs(world, view.user);
    if (!view.payload.submit) throw new Error('This modal has no button to send it.');
    const wrong = notSendable(blocksOf(view), view.values);
    if (wrong.length) throw new Error(wrong.join('; '));
    const payload = {
      ...envelope('view_submission', team, who),
      trigger_id: newTrigger(world, { team: team.id, user: view.user, view: view.id }),
      view: wireView(world, team, view),
      response_urls: [],
    };
    return deliver({ kind: 'interaction', payload, after: (answer) => afterSubmit(world, view, answer) }, options);
  }

  /** Leaves the modal on top, or with `all` every one of them; the app hears of those that asked for it. */
  async function closeView(seen: SeenView, { all = false, ...options }: DeliveryOptions & { all?: boolean } = {}): Promise<Delivered[]> {
    const view = openOne(seen);
    const stack = stackOf(world, view.user);
    const whole = all || view.payload.clear_on_close === true;
    const closed = stack.splice(whole ? 0 : stack.indexOf(view));
    const { team, user: who } = whoIs(world, view.user);
    const heard = closed.filter(({ payload }) => payload.notify_on_close === true);
    return Promise.all(
      heard.map((one) => {
        const payload = { ...envelope('view_closed', team, who), view: wireView(world, team, one), is_cleared: whole };
        return deliver({ kind: 'interaction', payload }, options);
      }),
    );
  }

  /** Types into a select whose options the app knows; they can be chosen afterwards. */
  async function suggest(
    seen: SeenView,
    name: string,
    value: string,
    options: DeliveryOptions = {},
  ): Promise<Delivered & { options: string[] }> {
    const view = openOne(seen);
    const { team, user: who } = whoIs(world, view.user);
    const field = fieldOf(
      touchable(blocksOf(view)).filter(({ element }) => string(element.type).endsWith('external_select')),
      name,
    );
    const least = Number(field.element.min_query_length ?? 3);
    if (value.length < least) throw new Error(`Slack asks for options after ${least} characters (min_query_length).`);
    const { action_id, block_id } = named(field);
    const where = { container: { type: 'view', view_id: view.id }, view: wireView(world, team, view) };
    const payload = { ...envelope('block_suggestion', team, who), ...where, action_id, block_id, value };
    let found: Json[] = [];
    const after = (answer: Delivered) => {
      found = afterSuggestion(world, answer);
      view.suggested.set(suggestionKey(field), [...(view.suggested.get(suggestionKey(field)) ?? []), ...found]);
    };
    const delivered = await deliver({ kind: 'interaction', payload, after }, options);
    return Object.assign(delivered, { options: found.map(optionText) });
  }

  function openOne(seen: SeenView): View {
    const all = [...world.stacks.values()].flat().concat([...world.homes.values()]);
    const view = all.find(({ id }) => id === seen.id);
    if (!view) throw new Error(`The view "${seen.title}" is not open any more.`);
    return view;
  }

  return { command, press, fill, submit, closeView, suggest };
}
