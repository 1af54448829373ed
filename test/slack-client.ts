import { setTimeout as pause } from 'node:timers/promises';
import { createVisitor, isQuestion, type Visitor } from './bot/visitor.ts';
import { type Button, buttonsOf, type Delivered, type SeenMessage, type SeenView, type Slack, wordsOf } from './fakes/slack.ts';

type Place = SeenMessage | SeenView;

/** What a person reads in one message or modal, on one line, and the buttons there. */
export type Read<P extends Place = Place> = { words: string; buttons: string[]; place: P };

/** All that stood on private pages, and all that the bot answered in the same breath. */
type Kept = { pages: string[]; answers: string[] };
type Options = { slack: Slack; user?: string; channel?: string; patience?: number; kept?: Kept };

/**
 * A person in front of Slack, in one channel: types, presses by what is written on a button, fills in by what is written above a field, and
 * reads. Keys are entered on private pages. Everything waits for its effect, at most `patience` milliseconds.
 */
export function sitDown({ slack, user = 'U1', channel = 'C1', patience = 15_000, kept = { pages: [], answers: [] } }: Options) {
  const { pages, answers } = kept;
  let before = new Map<string, number>();
  let browser: { url: string; visitor: Visitor } | undefined;
  /** Slack shows an error of its own to who is not answered. */
  const taken = ({ status, text }: Delivered) => {
    if (status !== 200) throw new Error(`The bot answered ${status || 'nothing'}: ${text}`);
    answers.push(text);
  };

  const screen = () => slack.screen(user, channel);
  const messages = () => screen().messages.map(readMessage);
  const ofBot = () => messages().filter(({ place }) => place.bot);
  const modal = () => {
    const { view } = screen();
    return view && readView(view);
  };
  const isNew = ({ place: { ts, changes } }: Read<SeenMessage>) => before.get(ts) !== changes;
  /** From now on what comes or changes is an answer. */
  const remember = () => {
    before = new Map(screen().messages.map(({ ts, changes }) => [ts, changes]));
  };
  const all = (): Read[] => [...messages(), ...[modal()].filter((one) => one !== undefined)];

  async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    for (const deadline = Date.now() + patience; ; await pause(30)) {
      const found = look();
      if (found !== undefined) return found;
      if (Date.now() < deadline) continue;
      const last = all()
        .slice(-4)
        .map(({ words, buttons }) => `${words} [${buttons.join('] [')}]`);
      throw new Error(`It did not come about: ${what}. To be seen is:\n${last.join('\n')}`);
    }
  }

  function find(label: string, row?: string): { place: Place; button: Button } {
    for (const { place } of all().reverse()) {
      const button = buttonsIn(place).findLast((one) => one.label === label && (!row || rowOf(place, one).includes(row)));
      if (button) return { place, button };
    }
    const there = all().flatMap(({ buttons }) => buttons);
    throw new Error(`There is no button "${label}"${row ? ` beside "${row}"` : ''}; there are: ${there.join(', ')}`);
  }

  async function open(): Promise<SeenView> {
    return until('a question with fields', () => {
      const { view } = screen();
      return view?.submit ? view : undefined;
    });
  }

  return {
    user,
    channel,
    kept,
    until,
    messages,
    modal,
    /** The same person in another channel; `slack.dm()` is what they write to the bot directly. */
    in: (other: string) => sitDown({ slack, user, channel: other, patience, kept }),

    /** `/om …` */
    async command(text: string) {
      remember();
      taken(await slack.command(text, { user, channel }));
    },
    /** In a channel the bot is spoken to by its name, in person without. */
    async say(text: string) {
      remember();
      taken(await slack.say(channel.startsWith('D') ? text : `@om ${text}`, { user, channel }));
    },

    /** The bot's newest message with these words, once there is one. */
    sees: (words: RegExp) => until(`a message ${words}`, () => ofBot().findLast((one) => words.test(one.words))),
    /** The same, of those that came or changed since this person did something. */
    answered: (words: RegExp) => until(`an answer ${words}`, () => ofBot().findLast((one) => isNew(one) && words.test(one.words))),
    /** The modal on top, once it has these words. */
    asked: (words: RegExp) =>
      until(`a modal ${words}`, () => {
        const shown = modal();
        return shown && words.test(shown.words) ? shown : undefined;
      }),

    /** Presses the newest button of this label; `row`: the one of that row of a table or entry of a list. */
    async press(label: string, row?: string) {
      const { place, button } = find(label, row);
      remember();
      taken(await slack.press(place, { action_id: button.action_id, value: button.value, block_id: button.block }, { user }));
    },
    /** What is asked before the button does anything; empty where nothing is. */
    questionOf: (label: string, row?: string) => find(label, row).button.confirm,

    /** The fields of the open question: what is written above each, what stands in it, and what may be chosen. */
    async fields() {
      return fieldsOf(await open());
    },
    /** Fills in the open question by what is written above its fields, and sends it. */
    async fill(values: Record<string, string | string[]> = {}) {
      const view = await open();
      remember();
      taken(await slack.submit(view, values));
    },
    /** Follows the link to the private page, fills in the question by the names of its fields, and sends it. Gives what the page says then. */
    async enter(values: Record<string, string>): Promise<string> {
      const url = await until('a link to a private page', () => {
        const { view } = screen();
        const link = buttonsOf(view?.blocks).find(({ action_id }) => action_id === 'private-page')?.url;
        return link === browser?.url ? undefined : link;
      });
      const visitor = createVisitor(url);
      browser = { url, visitor };
      await visitor.go(url);
      pages.push(visitor.source());
      const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [`f.${name}`, value]));
      remember();
      await visitor.submit(isQuestion, named, { go: 'on' });
      pages.push(visitor.source());
      return visitor.source();
    },
    /** Closes whatever is open. */
    async leave() {
      const { view } = screen();
      if (view) for (const told of await slack.closeView(view, { all: true })) taken(told);
    },
  };
}

export type Person = ReturnType<typeof sitDown>;

const readMessage = (place: SeenMessage): Read<SeenMessage> => {
  const words = [
    ...(place.blocks.length || place.attachments.length ? [] : [place.text]),
    wordsOf(place.blocks),
    wordsOf(place.attachments),
  ];
  return { words: onOneLine(words.join('\n')), buttons: labelsOf(place), place };
};
const readView = (place: SeenView): Read<SeenView> => {
  const words = [place.title, wordsOf(place.blocks), ...Object.values(place.errors)];
  return { words: onOneLine(words.join('\n')), buttons: labelsOf(place), place };
};

/** Without the invisible signs that keep a stranger's marks from being marks. */
const onOneLine = (text: string) =>
  text
    .replace(/[\u00AD\u200B]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const buttonsIn = (place: Place): Button[] => [...buttonsOf(place.blocks), ...('attachments' in place ? buttonsOf(place.attachments) : [])];
const labelsOf = (place: Place) => buttonsIn(place).map(({ label }) => label);

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});
const records = (value: unknown): Json[] => (Array.isArray(value) ? value.map(record) : []);
const textOf = (value: unknown) => onOneLine(String(record(value).text ?? ''));

/** The words beside a button, or right above those that stand in a row of their own. */
function rowOf(place: Place, { block }: Button): string {
  const inAttachments = 'attachments' in place ? place.attachments.flatMap((one) => records(one.blocks)) : [];
  const blocks = [...place.blocks, ...inAttachments];
  const at = blocks.findIndex(({ block_id }) => block_id === block);
  return onOneLine(wordsOf(blocks[at]?.type === 'actions' ? blocks[at - 1] : blocks[at]));
}

/** A field as it is seen: `value` in words, several chosen ones as a list; `error` where something is wrong with it. */
export type SeenField = { label: string; value: string | string[]; options: string[]; error: string };

const fieldsOf = ({ blocks, values, errors }: SeenView): SeenField[] =>
  blocks.flatMap((block, at) => {
    if (block.type !== 'input') return [];
    const id = String(block.block_id);
    const state = record(Object.values(values[id] ?? {})[0]);
    const after = wordsOf(blocks[at + 1]);
    const under = blocks[at + 1]?.type === 'context' && after.startsWith('⚠️') ? after.replace('⚠️ ', '') : '';
    const value = Array.isArray(state.selected_options)
      ? records(state.selected_options).map(({ text }) => textOf(text))
      : state.selected_option
        ? textOf(record(state.selected_option).text)
        : String(state.value ?? '');
    const options = records(record(block.element).options).map(({ text }) => textOf(text));
    return [{ label: textOf(block.label), value, options, error: onOneLine(errors[id] ?? under) }];
  });
