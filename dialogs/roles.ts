import type { Card } from './card.ts';
import { notAllowed } from './cards/not-allowed.ts';
import type { Role } from './dialog.ts';
import type { PeopleServices } from './services/people.ts';

/** What is said to somebody who may not do what takes this role; nothing to who may. `asked` is what was typed. */
export async function refuse(
  services: Pick<PeopleServices, 'mayManage' | 'managers'>,
  { role }: { role?: Role },
  asked?: string,
): Promise<Card | undefined> {
  if (!role || (await services.mayManage())) return undefined;
  return notAllowed(await services.managers(), asked);
}

/** Thrown by what somebody may not do, or may not do any more. Nothing was done; the card says so. */
export class NotAllowed extends Error {
  card: Card;

  constructor(card: Card) {
    super(card.title);
    this.card = card;
  }
}
