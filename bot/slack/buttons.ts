import type { ActionsBlock, Button } from '@slack/types';
import type { Action } from '../../dialogs/card.ts';
import { mrkdwn, plainText } from './blocks.ts';
import { limits } from './limits.ts';

/** What a pressed button of a card is known by; its `value` is the command. */
export const commandId = (where: string | number): string => `command:${where}`;

/** A button that stands for a command. `about` names the entry of a list that it belongs to, for those who hear it. */
export const button = (action: Action, where: string | number, about?: string): Button => ({
  type: 'button',
  text: plainText(action.label, limits.button),
  action_id: commandId(where),
  value: action.command.slice(0, limits.value),
  ...(action.style && { style: action.style }),
  ...(about && { accessibility_label: plainText(`${action.label} ${about}`, limits.button).text }),
  ...(action.confirm && { confirm: question(action, action.confirm) }),
});

const question = ({ label, style }: Action, text: string): Button['confirm'] => ({
  title: plainText(label, limits.confirm.title),
  text: mrkdwn(text, limits.confirm.text),
  confirm: plainText(`Yes, ${label.charAt(0).toLowerCase()}${label.slice(1)}`, limits.confirm.button),
  deny: plainText('No', limits.confirm.button),
  ...(style === 'danger' && { style }),
});

/** Buttons side by side, in as many blocks as they take. */
export function buttonRows(buttons: readonly Button[]): ActionsBlock[] {
  const rows: ActionsBlock[] = [];
  for (let at = 0; at < buttons.length; at += limits.actions)
    rows.push({ type: 'actions', elements: buttons.slice(at, at + limits.actions) });
  return rows;
}

/** Leads to another page of a card: `source` is how the card is found again. None where that would be too long. */
export function pageButton(label: string, source: string, page: number): Button | undefined {
  const value = JSON.stringify({ source, page });
  if (value.length <= limits.value) return { type: 'button', text: plainText(label, limits.button), action_id: 'more', value };
}
