import type { Card } from '../card.ts';
import type { Form } from '../dialog.ts';

/** How a button leads back to a question that is open. The surface opens it; typed, it would be a long number. */
export const continueCommand = (conversation: string) => `continue ${conversation}`;
/** How a button leaves this one question, whatever else is open. */
const leaveCommand = (conversation: string) => `cancel ${conversation}`;

/** The conversation that a pressed button leads back to. */
export const continued = (command: string): string | undefined => /^continue ([0-9a-f-]{36})$/.exec(command)?.[1];
/** The conversation that a pressed button leaves. */
export const left = (command: string): string | undefined => /^cancel ([0-9a-f-]{36})$/.exec(command)?.[1];

/** In place of a question where a form cannot be shown by itself: its button opens it. */
export const questionOpen = ({ title, text }: Pick<Form, 'title' | 'text'>, conversation: string): Card => ({
  title,
  text: text ?? 'I have a question for you. Press the button to answer it.',
  actions: [
    { label: 'Continue', command: continueCommand(conversation), style: 'primary' },
    { label: 'Cancel', command: leaveCommand(conversation) },
  ],
});

/** What is left of such a card, besides its title, when the question is closed. */
export const questionClosed = { text: 'This question is closed: there is nothing left to do here.' };

/** To who pressed the button of somebody else's question. */
export const notYours = (): Card => ({
  title: 'This question is somebody else’s',
  text: 'Only the person who asked me can answer it. Ask me the same, and you get a question of your own.',
  actions: [{ label: 'What can I do?', command: 'help' }],
});
