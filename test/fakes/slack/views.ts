import { randomBytes } from 'node:crypto';
import { initialValues, keptValues, type Values } from './fields.ts';
import { type Json, records, string } from './json.ts';
import { withIds } from './messages.ts';
import type { Team } from './teams.ts';
import type { World } from './world.ts';

/** A modal or an App Home in front of one person. */
export type View = {
  id: string;
  team: string;
  user: string;
  type: 'modal' | 'home';
  /** As the app gave it, each block and element with an id. */
  payload: Json;
  hash: string;
  root: string;
  previous: string | undefined;
  values: Values;
  /** The words under the fields after the last submission. */
  errors: Record<string, string>;
  /** What was suggested as options for `block/action`. */
  suggested: Map<string, Json[]>;
};

export const deepest = 3;

const newHash = (world: World) => `${Math.floor(world.now() / 1_000)}.${randomBytes(6).toString('base64url')}`;
const named = (world: World, payload: Json): Json => ({ ...payload, blocks: withIds(world, records(payload.blocks)) });
export const blocksOf = (view: View): Json[] => records(view.payload.blocks);

export const stackOf = (world: World, user: string): View[] => {
  const stack = world.stacks.get(user) ?? [];
  world.stacks.set(user, stack);
  return stack;
};

export function makeView(world: World, to: { team: Team; user: string }, payload: Json, below?: View): View {
  const id = world.id('V');
  const whole = named(world, payload);
  return {
    id,
    team: to.team.id,
    user: to.user,
    type: payload.type === 'home' ? 'home' : 'modal',
    payload: whole,
    hash: newHash(world),
    root: below?.root ?? id,
    previous: below?.id,
    values: initialValues(records(whole.blocks)),
    errors: {},
    suggested: new Map(),
  };
}

/** Opens a modal; one that was open before gives way. */
export function openView(world: World, to: { team: Team; user: string }, payload: Json): View {
  const view = makeView(world, to, payload);
  world.stacks.set(to.user, [view]);
  return view;
}

export function pushView(world: World, to: { team: Team; user: string }, payload: Json): View {
  const stack = stackOf(world, to.user);
  const view = makeView(world, to, payload, stack.at(-1));
  stack.push(view);
  return view;
}

export function changeView(world: World, view: View, payload: Json) {
  view.payload = named(world, payload);
  view.hash = newHash(world);
  view.values = keptValues(blocksOf(view), view.values);
  view.errors = {};
}

/** A view that is still in front of somebody of this team. */
export function findView(world: World, team: Team, by: { view_id?: string; external_id?: string }): View | undefined {
  const all = [...world.stacks.values()].flat().concat([...world.homes.values()]);
  return all.find(
    (view) =>
      view.team === team.id && (by.view_id ? view.id === by.view_id : by.external_id && view.payload.external_id === by.external_id),
  );
}

/** A view in Slack's own shape. */
export function wireView(world: World, team: Team, view: View): Json {
  const { payload } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: payload.blocks,
    private_metadata: string(payload.private_metadata),
    callback_id: string(payload.callback_id),
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: payload.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: payload.clear_on_close === true,
    notify_on_close: payload.notify_on_close === true,
    close: payload.close ?? null,
    submit: payload.submit ?? null,
    previous_view_id: view.previous ?? null,
    root_view_id: view.root,
    app_id: world.app.id,
    external_id: string(payload.external_id),
    app_installed_team_id: team.id,
    bot_id: team.bot.id,
  };
}
