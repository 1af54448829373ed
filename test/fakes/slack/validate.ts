import * as limits from './limits.ts';
import { choices, ids, measures, surfaces, tables } from './rules.ts';
import { wrongShape } from './shape.ts';
import { isObject, listOf, objects, textOf } from './walk.ts';

/** What Slack would refuse in a message, in words; nothing when it is fine. */
export function validateMessage({ text, blocks, attachments }: { text?: unknown; blocks?: unknown; attachments?: unknown }): string[] {
  const all = [...listOf(blocks), ...listOf(attachments).flatMap((one) => (isObject(one) ? listOf(one.blocks) : []))];
  const characters = objects(all).reduce((sum, { value }) => sum + (typeof value.text === 'string' ? value.text.length : 0), 0);
  return [
    ...(blocks === undefined ? [] : wrongShape('Blocks', blocks, '/blocks')),
    ...(attachments === undefined ? [] : wrongShape('Attachments', attachments, '/attachments')),
    ...(typeof text === 'string' && text.trim() ? [] : ['/text is not set: notifications and screen readers need it']),
    ...atMost('/text', textOf(text)?.length, limits.message.text, 'characters'),
    ...atMost('the message', all.length, limits.message.blocks, 'blocks'),
    ...atMost('the message', characters, limits.message.characters, 'characters in its blocks'),
    ...atMost('/attachments', listOf(attachments).length, limits.message.attachments, 'attachments'),
    ...listOf(attachments).flatMap(wrongColour),
    ...inside('message', { blocks, attachments }),
  ];
}

/** What Slack would refuse in a modal or a home tab. */
export function validateView(view: unknown): string[] {
  const type = isObject(view) ? view.type : undefined;
  if (!isObject(view) || (type !== 'modal' && type !== 'home')) return ['the view is neither a modal nor a home tab'];
  const asks = listOf(view.blocks).some((block) => isObject(block) && block.type === 'input');
  return [
    ...wrongShape(type === 'modal' ? 'Modal' : 'Home', view),
    ...(type === 'modal' && asks && !view.submit ? ['/submit is missing: the modal has inputs'] : []),
    ...atMost('the view', JSON.stringify(view).length, limits.view.characters, 'characters'),
    ...inside(type, view),
  ];
}

const inside = (surface: 'message' | 'modal' | 'home', payload: unknown) => {
  const found = objects(payload);
  return [...measures(found), ...ids(found), ...choices(found), ...tables(found), ...surfaces(surface, found)];
};

const atMost = (what: string, have = 0, most: number, of: string) => (have > most ? [`${what} has ${have} ${of}, at most ${most}`] : []);

const wrongColour = (attachment: unknown, at: number) =>
  isObject(attachment) && typeof attachment.color === 'string' && !/^(good|warning|danger|#[0-9a-f]{6})$/i.test(attachment.color)
    ? [`/attachments/${at}/color is no colour: ${attachment.color}`]
    : [];
