import { expect } from 'vitest';
import type { FieldKind } from '../../dialogs/fields.ts';
import { testDatabase } from '../database.ts';
import { type Button, buttonsOf, type SeenMessage, type SeenView, startSlack, wordsOf } from '../fakes/slack.ts';
import type { Shop } from './chat.ts';
import type { Seat, ShownField } from './contract.ts';
import { readField } from './read-field.ts';
import { all, hasClass } from './read-html.ts';
import { openSlack } from './slack-bot.ts';
import { createVisitor, isQuestion, type Visitor } from './visitor.ts';

type Json = Record<string, unknown>;

/** Ana in front of Slack, in the channel #orders; where a question asks for a secret she goes to the private page. */
export async function takeSeat(shop: Shop): Promise<Seat> {
  const database = await testDatabase();
  const slack = await startSlack();
  const bot = await openSlack(database, { slack, shop });
  const channel = await bot.channel('C1');
  const sent: string[] = [];
  let posted = 0;

  const screen = () => slack.screen('U1', 'C1');
  const view = () => screen().view;
  const state = () => JSON.stringify([screen().messages.map(({ ts, changes }) => [ts, changes]), view()?.hash]);
  const keep = <T extends { text: string }>(delivered: T): T => {
    sent.push(delivered.text);
    return delivered;
  };
  const leave = async () => {
    for (const open of screen().views.reverse()) await slack.closeView(open);
  };
  const findButton = (label: string, row?: string) => {
    const seen = screen();
    const places: (SeenMessage | SeenView)[] = [...seen.messages, ...(seen.view ? [seen.view] : [])];
    for (const place of places.reverse()) {
      const button = buttonsIn(place).findLast((one) => one.label === label && (!row || rowOf(place, one).includes(row)));
      if (button) return { place, button };
    }
    throw new Error(
      `There is no button "${label}"; there are: ${places.flatMap((place) => buttonsIn(place).map((one) => one.label)).join(', ')}`,
    );
  };
  const press = async (label: string, row?: string) => {
    const { place, button } = findButton(label, row);
    const before = state();
    keep(await slack.press(place, { action_id: button.action_id, value: button.value, block_id: button.block }));
    await expect.poll(state).not.toBe(before);
  };
  // Her browser has the page of a link open until another link takes its place.
  let page: { url: string; visitor: Visitor } | undefined;
  const privatePage = async () => {
    const url = buttonsOf(view()?.blocks).find(({ action_id }) => action_id === 'private-page')?.url;
    if (!url) return undefined;
    if (page?.url !== url) {
      page = { url, visitor: createVisitor(bot.address) };
      await page.visitor.go(url);
      sent.push(page.visitor.source());
    }
    return page.visitor;
  };

  return {
    async say(text) {
      await leave();
      const before = state();
      keep(await slack.command(text, { channel: 'C1' }));
      await expect.poll(state).not.toBe(before);
    },
    press,
    async agree(label) {
      expect(findButton(label).button.confirm).not.toBe('');
      await press(label);
    },
    async post(card, key = `post-${posted}`) {
      posted += 1;
      await leave();
      await bot.slack.surface.post({ channel, key, revision: Date.now() * 1_000 + posted, card });
      await expect.poll(bot.isSent, { timeout: 10_000, interval: 15 }).toBe(true);
    },
    async see() {
      const { messages, view: open } = screen();
      const words = [
        // Who scrolls up would see more.
        ...messages.slice(-12).map((one) => [wordsOf(one.blocks), wordsOf(one.attachments), questionsIn(one)].join('\n')),
        open ? viewWords(open) : '',
      ];
      return asRead(words.join('\n'));
    },
    sent: async () => [...sent, ...slack.calls.map((call) => JSON.stringify(call))].join('\n'),
    // In plain_text nothing is a mark.
    marked: async () =>
      [...sent, ...slack.calls.map((call) => JSON.stringify(call))]
        .flatMap((one) => [...one.matchAll(/"type":"mrkdwn","text":"(?:[^"\\\\]|\\\\.)*"/g)])
        .join('\n'),
    async fields() {
      const page = await privatePage();
      if (page) return all(page.page(), hasClass('field')).map(readField);
      const open = view();
      return open ? inputsOf(open).map((input) => shownField(open, input)) : [];
    },
    async fill(answers) {
      const page = await privatePage();
      if (page) {
        const named = Object.entries(answers).map(([name, value]) =>
          Array.isArray(value) ? [`f.${name}[]`, ['', ...value]] : [`f.${name}`, value],
        );
        const before = state();
        await page.submit(isQuestion, Object.fromEntries(named), { go: 'on' });
        sent.push(page.source());
        await expect.poll(state).not.toBe(before);
        return;
      }
      const open = view();
      if (!open) throw new Error('No question is open.');
      const named = Object.entries(answers).map(([name, value]) => [fieldId(open, name), chosenIn(open, name, value)]);
      keep(await slack.submit(open, Object.fromEntries(named)));
    },
    async close() {
      await bot.close();
      await slack.close();
      await database.close();
    },
  };
}

const buttonsIn = (place: SeenMessage | SeenView): Button[] => [
  ...buttonsOf(place.blocks),
  ...('attachments' in place ? buttonsOf(place.attachments) : []),
];
const questionsIn = (place: SeenMessage) =>
  buttonsIn(place)
    .map(({ confirm }) => confirm)
    .join('\n');

/** The words of the block that a button stands in, or right under. */
function rowOf(place: SeenMessage | SeenView, button: Button): string {
  const blocks = [
    ...place.blocks,
    ...('attachments' in place ? place.attachments.flatMap(({ blocks }) => (Array.isArray(blocks) ? blocks : [])) : []),
  ];
  const at = blocks.findIndex((block) => block.block_id === button.block);
  return wordsOf([blocks[at - 1], blocks[at]]);
}

const viewWords = (view: SeenView) => [view.title, wordsOf(view.blocks), ...Object.values(view.errors), questionsOf(view)].join('\n');
const questionsOf = (view: SeenView) =>
  buttonsOf(view.blocks)
    .map(({ confirm }) => confirm)
    .join('\n');

/** Without the invisible signs that keep a stranger's marks from being marks, on one line. */
const asRead = (text: string) => text.replace(/[\u00AD\u200B]/g, '').replace(/\s+/g, ' ');

const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(record) : []);
const textOf = (value: unknown) => String(record(value).text ?? '');

const inputsOf = (view: SeenView): Json[] => view.blocks.filter(({ type }) => type === 'input');
const nameOf = (input: Json) => String(input.block_id).replace(/^f:\d+:/, '');
const fieldId = (view: SeenView, name: string) => String(inputsOf(view).find((input) => nameOf(input) === name)?.block_id ?? name);

const kinds: Record<string, FieldKind> = {
  datepicker: 'date',
  radio_buttons: 'choice',
  static_select: 'choice',
  external_select: 'choice',
  checkboxes: 'choices',
  multi_static_select: 'choices',
};

/** What Slack shows of an input, and under it. */
function shownField(view: SeenView, input: Json): ShownField {
  const element = record(input.element);
  const name = nameOf(input);
  const at = view.blocks.findIndex(({ block_id }) => block_id === input.block_id);
  const after = view.blocks[at + 1];
  const under =
    view.errors[String(input.block_id)] ??
    (after?.type === 'context' && wordsOf(after).startsWith('⚠️') ? wordsOf(after).replace('⚠️ ', '') : '');
  const options = list(element.options);
  const said = (option: Json) => [textOf(option.text), textOf(option.description)].filter(Boolean).join(' ');
  const state = record(Object.values(view.values[String(input.block_id)] ?? {})[0]);
  const chosen = [...list(state.selected_options), ...(state.selected_option ? [record(state.selected_option)] : [])];
  const value = String(state.value ?? state.selected_date ?? '');
  return {
    name,
    // Slack has no field for whole numbers that keeps what was typed wrong.
    kind: name === 'days' ? 'number' : (kinds[String(element.type)] ?? 'text'),
    label: textOf(input.label),
    help: textOf(input.hint),
    placeholder: textOf(element.placeholder),
    value,
    options: options.map(said),
    chosen: chosen.map(said),
    error: under,
  };
}

/** What is chosen in Slack is an option with its words. */
const chosenIn = (view: SeenView, name: string, value: string | string[]) => {
  const element = record(inputsOf(view).find((input) => nameOf(input) === name)?.element);
  const label = (one: string) => textOf(list(element.options).find((option) => option.value === one)?.text) || one;
  return Array.isArray(value) ? value.map(label) : label(value);
};
