import type { KnownBlock, ModalView } from '@slack/types';
import type { Card } from '../../dialogs/card.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import type { Notice } from '../../dialogs/dialog.ts';
import { toneWord } from '../card-words.ts';
import { bold, context, header, plainText, section, sections } from './blocks.ts';
import { alone, stepParts, viewBody } from './cards.ts';
import { blockId, fieldBlocks } from './fields.ts';
import { itemParts, signs } from './items.ts';
import { limits } from './limits.ts';
import { onePage, type Part, type Place } from './pages.ts';
import { type PrivatePage, privateBlocks } from './private-page.ts';
import { toPlain } from './text.ts';

export { fieldOf } from './fields.ts';
export { optionsFor } from './options.ts';
export { fieldErrors, readAnswers } from './read-answers.ts';

export type Question = Extract<Screen, { kind: 'form' }>;

type Shown = { metadata: string; version: number; privatePage?: PrivatePage };

/** A question as a modal. One that asks for a secret is asked on a private page; the modal says what will be asked, and leads there. */
export function formView(question: Question, { metadata, version, privatePage = { missing: true } }: Shown): ModalView {
  const { form, errors } = question;
  const secret = Object.values(form.fields).some(({ kind }) => kind === 'secret');
  const asked = secret ? privateBlocks(question, privatePage) : inputs(question, version);
  // On a second try the steps have been read: what is wrong comes first.
  const again = Boolean(form.notice) || Object.keys(errors).length > 0;
  const steps = stepParts(form.steps ?? []);
  const below = again && steps.length ? fitting([alone(context('The steps once more:')), ...steps], stepsRoom) : [];
  const above = fitting(told(question, again ? [] : steps), limits.viewBlocks - 1 - asked.length - below.length);
  return {
    ...modal(form.title, [...above, ...asked, ...below], metadata),
    ...conversation,
    close: plainText('Cancel', limits.title),
    ...(!secret && { submit: plainText(form.submit ?? 'Continue', limits.title) }),
  };
}

const stepsRoom = 20;

/** Whoever closes it while there is something to answer or to wait for is told how it goes on; of a card there is no more to tell. */
const conversation = { callback_id: 'conversation', notify_on_close: true };

const fitting = (parts: readonly Part[], blocks: number) => onePage(parts, { blocks, characters: limits.characters.view }, {});

/** Shown while something is looked up or done. */
export const waitingView = (text: string, metadata: string): ModalView => ({
  ...modal('One moment', [section(`⏳ ${text}`)], metadata),
  ...conversation,
});

/** How a conversation ended, or whatever else a card says. Where `more` does not say how it is found again, `metadata` does. */
export function cardView(card: Card, metadata: string, more: Place = { source: metadata }): ModalView {
  return { ...modal(card.title, viewBody(card, limits.viewBlocks - 1, more), metadata), callback_id: 'card' };
}

/** A title that is too long stands in whole above the rest. */
function modal(title: string, blocks: KnownBlock[], private_metadata: string): ModalView {
  const whole = toPlain(title).length > limits.title || blocks.length === 0 ? [header(title)] : [];
  return {
    type: 'modal',
    title: plainText(title, limits.title),
    close: plainText('Close', limits.title),
    blocks: [...whole, ...blocks],
    private_metadata,
  };
}

const inputs = ({ form, errors, given }: Question, version: number): KnownBlock[] =>
  Object.entries(form.fields).flatMap(([name, field]) =>
    fieldBlocks({ id: blockId(version, name), field, value: given[name], error: errors[name] }),
  );

/** What stands before the fields: the text, how a check ended, what is wrong with all of it, and the click path. */
const told = ({ form, errors }: Question, steps: readonly Part[]): Part[] => [
  ...(form.text ? sections(form.text).map(alone) : []),
  ...(form.notice ? noticeParts(form.notice) : []),
  ...(errors[''] ? [alone(section(`${signs.bad} ${errors['']}`))] : []),
  ...steps,
];

function noticeParts({ tone, text, items = [], steps = [] }: Notice): Part[] {
  const word = toneWord(tone);
  const whole = word ? `${signs[tone]} ${bold(`${word}:`)} ${text}` : text;
  return [...sections(whole).map(alone), ...itemParts(items), ...stepParts(steps)];
}
