import type { Card } from '../card.ts';
import type { Form } from '../dialog.ts';

/** How a button leads back to a question that is open. The surface opens it; typed, it would be a long number. */
export const continueCommand = (conversation: string) => `continue ${conversation}`;

/** The conversation that a pressed button leads back to. */
export const continued = (command: string): string | undefined => /^continue ([0-9a-f-]{36})$/.exec(command)?.[1];

/** In place of a question where a form cannot be shown by itself: its button opens it. */
export const questionOpen = ({ title, text }: Pick<Form, 'title' | 'text'>, conversation: string): Card => ({
  title,
  text: text ?? 'I have a question for you. Press the button to answer it.',
  actions: [
    { label: 'Continue', command: continueCommand(conversation), style: 'primary' },
    { label: 'Cancel', command: 'cancel' },
  ],
});
