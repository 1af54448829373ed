import { randomUUID } from 'node:crypto';
import { advance, answer, type Conversation, type Screen, start } from '../../dialogs/conversation.ts';
import type { Dialog } from '../../dialogs/dialog.ts';

/** A dialog from its beginning, from what a command said, or from where a conversation rests. */
type Beginning<S> = Dialog<S> | { dialog: Dialog<S>; given?: Conversation['known']; at?: Conversation };

/** All screens of a talk; `form` or `card` is the last of them. */
export type Played = {
  screens: Screen[];
  form?: Screen & { kind: 'form' };
  card?: (Screen & { kind: 'done' })['card'];
  conversation: Conversation;
};

/** Talks a dialog through: each turn answers the question at hand. Between all turns the conversation goes through JSON. */
export async function play<S>(beginning: Beginning<S>, services: S, ...turns: Record<string, unknown>[]): Promise<Played> {
  const { dialog, given = {}, at } = 'steps' in beginning ? { dialog: beginning } : beginning;
  const screens: Screen[] = [];
  let here = at ?? start(dialog, randomUUID(), given);
  const goOn = async () => {
    for await (const [screen, conversation] of advance(dialog, throughJson(here), services)) {
      screens.push(screen);
      here = throughJson(conversation);
    }
  };
  if (!at || turns.length === 0) await goOn();
  for (const turn of turns) {
    here = answer(dialog, throughJson(here), turn);
    await goOn();
  }
  const last = screens.at(-1);
  return {
    screens,
    form: last?.kind === 'form' ? last : undefined,
    card: last?.kind === 'done' ? last.card : undefined,
    conversation: here,
  };
}

function throughJson(conversation: Conversation): Conversation {
  return JSON.parse(JSON.stringify(conversation));
}
