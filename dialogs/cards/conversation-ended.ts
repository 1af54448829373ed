import type { Action, Card } from '../card.ts';

const again = (command: string | undefined): Action[] => [
  command ? { label: 'Start again', command, style: 'primary' } : { label: 'What can I do?', command: 'help' },
];

/** A question that nobody answered in time. */
export const expired = (command?: string): Card => ({
  title: 'This took a while',
  text: 'The question was put away because it was not answered for a long time. Nothing was changed, and you can start again whenever you like.',
  actions: again(command),
});

/** In place of the question that was cancelled. */
export const cancelled = (command?: string): Card => ({ title: 'Cancelled', text: 'Nothing was changed.', actions: again(command) });

/** The answer to `cancel`. */
export const cancelDone = (): Card => ({ title: 'Cancelled', text: 'The open question is closed. Nothing was changed.' });

export const nothingToCancel = (): Card => ({
  title: 'There is nothing to cancel',
  text: 'No question is open.',
  actions: [{ label: 'What can I do?', command: 'help' }],
});

export const tooLateToCancel = (): Card => ({
  title: 'This is being done right now',
  tone: 'warning',
  text: 'It can no longer be cancelled. The result comes in a moment.',
});

/** A dialog that this version does not have any more. */
export const unknownDialog = (): Card => ({
  title: 'This question is no longer asked',
  text: 'OM Bot was updated meanwhile. Nothing was changed.',
  actions: [{ label: 'What can I do?', command: 'help' }],
});

/** A command that failed for a reason we did not expect. `reference` stands in the log. */
export const wentWrong = (reference: string, command: string): Card => ({
  title: 'Something went wrong on our side',
  tone: 'bad',
  text: `Please try again in a moment: nothing is done twice. If it happens again, tell who runs OM Bot this reference: *${reference}*`,
  actions: [{ label: 'Try again', command, style: 'primary' }],
});

/** What a step that failed says; the form has only its button. `ending`: it was the step that does the work. */
export const stepWentWrong = (reference: string, ending: boolean) => ({
  title: 'Something went wrong on our side',
  text: `${ending ? 'This is not finished yet. Trying again does nothing twice.' : 'Nothing was changed.'} What you typed is still here. If it happens again, tell who runs OM Bot this reference: *${reference}*`,
  submit: 'Try again',
});
