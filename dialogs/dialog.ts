import type { Card, Item, Tone } from './card.ts';
import type { Field } from './fields.ts';

/** What is in the way, by field; `''` is the form as a whole. */
export type Errors = Record<string, string>;

/** What stands above the fields: the outcome of a check with its click path. */
export type Notice = { tone: Tone; text: string; items?: Item[]; steps?: readonly string[] };

/** One question. `steps` is a numbered click path shown before the fields. */
export type Form<F extends Record<string, Field> = Record<string, Field>> = {
  title: string;
  text?: string;
  notice?: Notice;
  steps?: readonly string[];
  fields: F;
  submit?: string;
};

/** The answer of a `wait` that leads back to the question before it, or to the one that is named. */
export class Invalid {
  errors: Errors;
  notice?: Notice;
  question?: string;

  constructor(errors: Errors, notice?: Notice, question?: string) {
    this.errors = errors;
    this.notice = notice;
    this.question = question;
  }
}

// The steps are typed where a dialog is written; inside the engine they are only JSON.
// biome-ignore lint/suspicious/noExplicitAny: the dialog engine's inner seam
type Known = any;

export type Step<Services> =
  | { kind: 'ask'; name: string; form: (known: Known) => Form; unless?: (known: Known) => boolean }
  | {
      kind: 'wait';
      name: string;
      text: string;
      work: (known: Known, services: Services) => Promise<object | Invalid>;
      unless?: (known: Known) => boolean;
    }
  | { kind: 'finish'; text: string; work: (known: Known, services: Services, turn: Turn) => Promise<Card> };

/** Who asks: `id` is the conversation's and the same however often its ending runs, so it can serve as an idempotency key. */
export type Turn = { id: string };

/** `manager`: only who has that role may go through it. */
export type Role = 'manager';

export type Dialog<Services> = { name: string; role?: Role; steps: Step<Services>[] };

type Answers<F extends Record<string, Field>> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

interface Builder<Services, K> {
  /** Asks; pure, never fetches. With `unless` it is left out, and what it would have learned is absent or was known before. */
  ask<N extends string, F extends Record<string, Field>>(
    name: N,
    form: (known: K) => Form<F>,
    options?: { unless?: (known: K) => boolean },
  ): Builder<Services, K & Record<N, Answers<F>>>;
  /** Says its text, then looks. It may run twice, and changes nothing. */
  wait<N extends string, T extends object>(
    name: N,
    text: string,
    work: (known: K, services: Services) => Promise<T | Invalid>,
    options?: { unless?: (known: K) => boolean },
  ): Builder<Services, K & Record<N, T>>;
  /** Says its text, then does. It may run twice after a crash, and must have the same effect then. */
  finish(text: string, work: (known: K, services: Services, turn: Turn) => Promise<Card>): Dialog<Services>;
}

/** Starts a dialog. `Given` is what a command may already know when it begins it; `role` is what it takes to go through it. */
export function dialog<Services, Given extends object = object>(name: string, { role }: { role?: Role } = {}): Builder<Services, Given> {
  const steps: Step<Services>[] = [];
  const builder: Builder<Services, Known> = {
    ask(stepName, form, options) {
      steps.push({ kind: 'ask', name: stepName, form, unless: options?.unless });
      return builder;
    },
    wait(stepName, text, work, options) {
      steps.push({ kind: 'wait', name: stepName, text, work, unless: options?.unless });
      return builder;
    },
    finish(text, work) {
      return { name, ...(role && { role }), steps: [...steps, { kind: 'finish', text, work }] };
    },
  };
  return builder;
}
