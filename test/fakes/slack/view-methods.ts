import { checkView, problem } from './check.ts';
import { type Json, record, string } from './json.ts';
import { type Caller, type Method, personOf, Refusal, required } from './method.ts';
import { changeView, deepest, findView, makeView, openView, pushView, stackOf, type View, wireView } from './views.ts';

/** The modal or Home of a call; what is wrong with it is `invalid_arguments` with the reasons, as Slack has it. */
function viewOf({ world, team }: Caller, where: string, args: Json, type: 'modal' | 'home', own?: View): Json {
  const wrong = checkView(world, where, args.view, type);
  if (wrong.length) throw new Refusal('invalid_arguments', wrong);
  const view = record(args.view);
  const external = string(view.external_id);
  const other = external && findView(world, team, { external_id: external });
  if (other && other !== own) throw new Refusal('duplicate_external_id');
  return view;
}

/** Uses a trigger up. The view is looked at before: a bad one does not cost the trigger. */
function useTrigger({ world, team }: Caller, id: unknown) {
  const trigger = world.triggers.get(string(id));
  if (!trigger || trigger.team !== team.id) throw new Refusal('invalid_trigger_id');
  if (trigger.used) throw new Refusal('exchanged_trigger_id');
  if (world.now() - trigger.from > world.triggerLife) throw new Refusal('expired_trigger_id');
  trigger.used = true;
  return trigger;
}

const open: Method = (args, caller) => {
  required(args, 'trigger_id', 'view');
  const payload = viewOf(caller, 'views.open', args, 'modal');
  const { user } = useTrigger(caller, args.trigger_id);
  return { view: wireView(caller.world, caller.team, openView(caller.world, { team: caller.team, user }, payload)) };
};

const push: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'trigger_id', 'view');
  const payload = viewOf(caller, 'views.push', args, 'modal');
  const { user, view } = useTrigger(caller, args.trigger_id);
  const stack = stackOf(world, user);
  if (!view || !stack.some(({ id }) => id === view)) throw new Refusal('not_found');
  if (stack.length >= deepest) throw new Refusal('push_limit_reached');
  return { view: wireView(world, team, pushView(world, { team, user }, payload)) };
};

const update: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'view');
  if (!args.view_id && !args.external_id) required(args, 'view_id');
  if (args.view_id && args.external_id) throw new Refusal('invalid_arguments', ['[ERROR] only one of view_id and external_id']);
  const view = findView(world, team, { view_id: string(args.view_id), external_id: string(args.external_id) });
  const payload = viewOf(caller, 'views.update', args, view?.type ?? 'modal', view);
  if (!view) throw new Refusal('not_found');
  if (args.hash && args.hash !== view.hash) throw new Refusal('hash_conflict');
  changeView(world, view, payload);
  return { view: wireView(world, team, view) };
};

const publish: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'user_id', 'view');
  const { id: user, is_bot, deleted } = personOf(caller, args.user_id);
  if (is_bot || deleted) throw new Refusal('invalid_arguments', ['[ERROR] a Home is published to people']);
  const old = world.homes.get(user);
  const payload = viewOf(caller, 'views.publish', args, 'home', old);
  if (args.hash && args.hash !== old?.hash) throw new Refusal('hash_conflict');
  if (payload.notify_on_close || payload.submit) problem(world, 'views.publish', 'a Home has neither submit nor notify_on_close');
  if (old) changeView(world, old, payload);
  const view = old ?? makeView(world, { team, user }, payload);
  world.homes.set(user, view);
  return { view: wireView(world, team, view) };
};

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
