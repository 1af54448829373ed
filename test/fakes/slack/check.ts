import { type Json, list, records, string } from './json.ts';
import { validateMessage, validateView } from './validate.ts';
import type { World } from './world.ts';

/** How long the text of a message may be; `chat.update` takes less. */
export const textLimit = { post: 40_000, update: 4_000 };

/** Remembers what a test must fail for. */
export const problem = (world: World, where: string, ...what: string[]) => {
  for (const one of what) world.problems.push(`${where}: ${one}`);
};

/** What is wrong with a message; all of it is a problem, also what Slack lets pass. */
export function checkMessage(world: World, where: string, { text, blocks, attachments }: Json): string[] {
  const given = string(text).trim();
  if (!given) problem(world, where, 'text is not set; notifications and screen readers have nothing to say');
  const wrong = validateMessage({
    text: given || 'text',
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
  });
  problem(world, where, ...wrong);
  return wrong;
}

/** What is wrong with a modal or an App Home. */
export function checkView(world: World, where: string, view: unknown, type?: 'modal' | 'home'): string[] {
  const wrong = [...validateView(view)];
  const given = string(records([view])[0]?.type);
  if (type && given !== type && !wrong.length) wrong.push(`a view of type ${type} is wanted, not "${given}"`);
  const metadata = string(records([view])[0]?.private_metadata);
  if (metadata.length > 3_000 && !wrong.length) wrong.push(`private_metadata has ${metadata.length} characters of 3000`);
  problem(world, where, ...wrong);
  return wrong;
}

/** What is wrong with the options that a block_suggestion was answered with: they must do in a select. */
export function checkOptions(world: World, where: string, answer: Json): string[] {
  const { options, option_groups: groups } = answer;
  if (!Array.isArray(options) && !Array.isArray(groups)) {
    problem(world, where, 'neither options nor option_groups');
    return ['neither options nor option_groups'];
  }
  if (list(options ?? groups).length === 0) return [];
  const element = { type: 'static_select', action_id: 'a', ...(options ? { options } : { option_groups: groups }) };
  const label = { type: 'plain_text', text: 'Label' };
  const wrong = validateView({
    type: 'modal',
    title: label,
    submit: label,
    blocks: [{ type: 'input', block_id: 'b', label, element }],
  });
  problem(world, where, ...wrong);
  return wrong;
}
