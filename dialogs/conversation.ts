import type { Card } from './card.ts';
import { type Dialog, type Errors, type Form, Invalid, type Notice } from './dialog.ts';

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
  for (const [name, { kind, schema }] of Object.entries(fields)) {
    // A secret is never shown again, so leaving it blank means keeping it.
    const value = kind === 'secret' && !given[name] ? before[name] : given[name];
    const result = schema.safeParse(value);
    answers[name] = result.success ? result.data : value;
    if (!result.success) errors[name] = result.error.issues[0]?.message ?? 'This cannot be right.';
  }
  const ok = Object.keys(errors).length === 0;
  const known = { ...conversation.known, [step.name]: { ...before, ...answers } };
  return { ...conversation, known, errors, notice: undefined, step: ok ? conversation.step + 1 : conversation.step };
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
function back<Services>(dialog: Dialog<Services>, here: Conversation, { errors, notice }: Invalid): Conversation {
  const step = dialog.steps.findLastIndex((one, at) => one.kind === 'ask' && at < here.step && !one.unless?.(here.known));
  return { ...here, errors, notice, step };
}

/** Everything that was typed may be put back into the form, but not the secrets. */
function formScreen(form: Form, { errors, notice }: Conversation, known: Record<string, unknown> = {}): Screen {
  const fields = Object.entries(form.fields);
  const given = Object.fromEntries(
    fields.filter(([, { kind }]) => kind !== 'secret').map(([name, { initial }]) => [name, known[name] ?? initial]),
  );
  const kept = fields.filter(([name, { kind }]) => kind === 'secret' && known[name]).map(([name]) => name);
  return { kind: 'form', form: notice ? { ...form, notice } : form, errors, given, kept };
}
