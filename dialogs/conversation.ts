import { hidePassword, restorePassword } from '../connectors/address.ts';
import type { Card } from './card.ts';
import { type Dialog, type Errors, type Form, Invalid, type Notice, type Step } from './dialog.ts';
import type { Field } from './fields.ts';

/** Where one person stands in one dialog. It is plain JSON, and rests (encrypted) in the database between turns. */
export type Conversation = {
  id: string;
  dialog: string;
  step: number;
  known: Record<string, Record<string, unknown>>;
  errors: Errors;
  notice?: Notice;
  /** What was typed to begin it, so that it can be begun again. */
  command?: string;
  /** How it ended. */
  card?: Card;
  /** The reference of an unexpected error in the step at hand; the person may try again. */
  failed?: string;
};

/** What to show. `given` holds what was typed before, without secrets; `kept` names the secrets that are known and may stay blank. */
export type Screen =
  | { kind: 'form'; form: Form; errors: Errors; given: Record<string, unknown>; kept: string[] }
  | { kind: 'waiting'; text: string }
  | { kind: 'done'; card: Card };

/** A conversation at its first step, knowing what the command already said. */
export const start = (dialog: Dialog<never>, id: string, given: Conversation['known'] = {}): Conversation => ({
  id,
  dialog: dialog.name,
  step: 0,
  known: given,
  errors: {},
});

/** Takes the answers to the question at hand, and moves on if they are right. Does nothing at any other step. */
export function answer(dialog: Dialog<never>, conversation: Conversation, given: Record<string, unknown>): Conversation {
  const step = dialog.steps[conversation.step];
  if (step?.kind !== 'ask') return conversation;
  const { fields } = step.form(conversation.known);
  const before = conversation.known[step.name] ?? {};
  const answers: Record<string, unknown> = {};
  const errors: Errors = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = meant(field, given[name], before[name]);
    const error = reason(field, value);
    if (error) errors[name] = error;
    answers[name] = error ? value : field.schema.parse(value);
  }
  const ok = Object.keys(errors).length === 0;
  const known = { ...conversation.known, [step.name]: { ...before, ...answers } };
  return { ...conversation, known, errors, notice: undefined, step: ok ? conversation.step + 1 : conversation.step };
}

/** A secret is never shown again, so leaving it blank means keeping it; so does leaving the sign for a password inside an address. */
function meant({ kind }: Field, given: unknown, before: unknown): unknown {
  if (kind === 'secret' && !given) return before;
  return typeof given === 'string' && typeof before === 'string' ? restorePassword(given, before) : given;
}

/** Goes on until the person is needed again. Yields each screen to show, with the conversation to save first. */
export async function* advance<Services>(
  dialog: Dialog<Services>,
  conversation: Conversation,
  services: Services,
): AsyncGenerator<[Screen, Conversation]> {
  let here = conversation;
  while (true) {
    const step = dialog.steps[here.step];
    if (!step) return;
    if (step.kind !== 'finish' && step.unless?.(here.known)) {
      here = { ...here, step: here.step + 1 };
      continue;
    }
    if (step.kind === 'ask') return yield [formScreen(step.form(here.known), here, here.known[step.name]), here];
    yield [{ kind: 'waiting', text: step.text }, here];
    if (step.kind === 'finish') {
      const card = await step.work(here.known, services, { id: here.id });
      return yield [
        { kind: 'done', card },
        { ...here, step: here.step + 1 },
      ];
    }
    const found = await step.work(here.known, services);
    here =
      found instanceof Invalid
        ? back(dialog, here, found)
        : { ...here, errors: {}, notice: undefined, step: here.step + 1, known: { ...here.known, [step.name]: { ...found } } };
  }
}

/** Back to the question before this step, with the reasons. */
function back<Services>(dialog: Dialog<Services>, here: Conversation, { errors, notice, question }: Invalid): Conversation {
  const asked = (one: Step<Services>) => one.kind === 'ask' && (question ? one.name === question : !one.unless?.(here.known));
  return { ...here, errors, notice, step: dialog.steps.findLastIndex((one, at) => at < here.step && asked(one)) };
}

/** Everything that was typed may be put back into the form, but not the secrets. What a command said before is judged like an answer. */
function formScreen(form: Form, conversation: Conversation, known: Record<string, unknown> = {}): Screen {
  const fields = Object.entries(form.fields);
  const errors = { ...wrong(form, known), ...conversation.errors };
  const given = Object.fromEntries(
    fields.filter(([, { kind }]) => kind !== 'secret').map(([name, { initial }]) => [name, withoutPassword(known[name] ?? initial)]),
  );
  const kept = fields.filter(([name, { kind }]) => kind === 'secret' && known[name] && !errors[name]).map(([name]) => name);
  const { notice } = conversation;
  return { kind: 'form', form: notice ? { ...form, notice } : form, errors, given, kept };
}

const withoutPassword = (value: unknown) => (typeof value === 'string' ? hidePassword(value) : value);

/** What is known already and cannot be right. */
function wrong({ fields }: Form, known: Record<string, unknown>): Errors {
  const judged = Object.entries(fields).filter(([name]) => known[name] !== undefined);
  return Object.fromEntries(judged.map(([name, field]) => [name, reason(field, known[name])]).filter(([, error]) => error));
}

const reason = ({ schema }: Field, value: unknown): string | undefined => {
  // What is left blank must not be told in a library's words.
  const result = schema.safeParse(value, { error: ({ input }) => (input === undefined ? 'Please fill this in.' : undefined) });
  return result.success ? undefined : (result.error.issues[0]?.message ?? 'This cannot be right.');
};
