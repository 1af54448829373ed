import { contentOf } from './chat.ts';
import { checkOptions, checkView, problem, textLimit } from './check.ts';
import { isRecord, type Json, record, records, string } from './json.ts';
import { addMessage } from './messages.ts';
import { Refusal } from './method.ts';
import { say } from './responses.ts';
import { blocksOf, changeView, deepest, pushView, stackOf, type View } from './views.ts';
import { teamOf, type World } from './world.ts';

/** What the app answered to a delivery. Status 0: nothing, or too late. */
export type Answer = { status: number; text: string; body: unknown };

export const troubled = 'We had some trouble connecting. Try again?';
const fine = ({ status }: Answer) => status >= 200 && status < 300;

/** Shows what a command was answered with, to the person or to all. */
export function afterCommand(world: World, from: { team: string; channel: string; user: string }, answer: Answer) {
  const { command } = world.app;
  if (!fine(answer)) {
    const error = answer.status === 0 ? 'operation_timeout' : 'dispatch_failed';
    const place = { team: teamOf(world, from.team), channel: from.channel, user: 'USLACKBOT', only: from.user };
    addMessage(world, place, { text: `${command} failed with the error “${error}”` });
    return;
  }
  const body = isRecord(answer.body) ? answer.body : answer.text.trim() ? { text: answer.text } : {};
  if (!Object.keys(body).length) return;
  try {
    say(world, from, contentOf(world, `the answer to ${command}`, body, textLimit.post), { all: body.response_type === 'in_channel' });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** What a submission's answer does to the person's views. */
export function afterSubmit(world: World, view: View, answer: Answer) {
  const stack = stackOf(world, view.user);
  if (!stack.includes(view)) return;
  view.errors = {};
  if (!fine(answer)) {
    view.errors = { '': troubled };
    return;
  }
  const body = record(answer.body);
  const action = string(body.response_action);
  if (!action) {
    if (answer.text.trim() && Object.keys(body).length !== 0) problem(world, 'the answer to view_submission', 'has no response_action');
    stack.splice(stack.indexOf(view));
  } else if (action === 'clear') stack.length = 0;
  else if (action === 'errors') showErrors(world, view, record(body.errors));
  else if (action === 'update' || action === 'push') showView(world, view, action, body.view);
  else problem(world, 'the answer to view_submission', `there is no response_action ${action}`);
}

function showErrors(world: World, view: View, errors: Json) {
  const where = 'the errors of a view_submission';
  const inputs = blocksOf(view).filter(({ type }) => type === 'input');
  const entries = Object.entries(errors);
  if (!entries.length) problem(world, where, 'there are none');
  for (const [block, words] of entries) {
    if (!inputs.some(({ block_id }) => block_id === block)) problem(world, where, `${block} is no input of this view`);
    if (typeof words !== 'string' || !words.trim()) problem(world, where, `${block} has no words`);
    else view.errors[block] = words;
  }
}

function showView(world: World, view: View, action: 'update' | 'push', payload: unknown) {
  const wrong = checkView(world, `response_action ${action}`, payload, 'modal');
  if (action === 'push' && stackOf(world, view.user).length >= deepest) {
    wrong.push(`more than ${deepest} views`);
    problem(world, 'response_action push', `more than ${deepest} views`);
  }
  if (wrong.length) view.errors = { '': troubled };
  else if (action === 'update') changeView(world, view, record(payload));
  else pushView(world, { team: teamOf(world, view.team), user: view.user }, record(payload));
}

/** The options that the person may choose from now. */
export function afterSuggestion(world: World, answer: Answer): Json[] {
  if (!fine(answer)) return [];
  const body = record(answer.body);
  if (checkOptions(world, 'the answer to block_suggestion', body).length) return [];
  return [...records(body.options), ...records(body.option_groups).flatMap((group) => records(group.options))];
}

/** Acknowledging an action says nothing: Slack does not read it. */
export function afterAction(world: World, answer: Answer) {
  if (fine(answer) && answer.text.trim() && !(isRecord(answer.body) && !Object.keys(answer.body).length))
    problem(world, 'the answer to block_actions', 'Slack shows nothing of it; use respond()');
}
