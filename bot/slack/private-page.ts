import type { Button, KnownBlock } from '@slack/types';
import type { Screen } from '../../dialogs/conversation.ts';
import { bold, packed, plainText, section } from './blocks.ts';
import { limits } from './limits.ts';

/** Where a question that asks for secrets is answered; missing where we have no address that people reach. */
export type PrivatePage = { url: string } | { missing: true };

/** What stands in place of inputs where secrets are asked for: they are never typed into Slack. */
export function privateBlocks(question: Extract<Screen, { kind: 'form' }>, page: PrivatePage): KnownBlock[] {
  const asked = packed(['*What will be asked:*', ...lines(question)]).map(({ section }) => section);
  if ('missing' in page) return [...asked, section(nowhere)];
  return [...asked, section(told), { type: 'actions', elements: [enter(page.url), again] }];
}

const told =
  'Keys are never typed into Slack. The page is yours alone: its link works once, for 10 minutes. When you have sent it, this window goes on by itself.';

const nowhere =
  '⚠️ *This cannot be asked here.* Keys are never typed into Slack, and I have no page of my own yet. Please ask the person who runs OM Bot to set PUBLIC_URL, so that I can offer you a page to enter keys safely.';

const enter = (url: string): Button => ({
  type: 'button',
  text: plainText('Enter it on a private page', limits.button),
  action_id: 'private-page',
  url,
  style: 'primary',
});

const again: Button = { type: 'button', text: plainText('Get a new link', limits.button), action_id: 'new-link' };

const lines = ({ form, errors, kept }: Extract<Screen, { kind: 'form' }>): string[] =>
  Object.entries(form.fields).map(([name, { label, help }]) => {
    const told = [bold(label), help && `: ${help}`, kept.includes(name) && ' (given already: it may stay blank)'].filter(Boolean);
    return `• ${told.join('')}${errors[name] ? `\n⚠️ ${errors[name]}` : ''}`;
  });
