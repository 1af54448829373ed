import type { ModalView } from '@slack/types';
import { ask, SlackRefusal } from './client.ts';
import type { Team } from './workspaces.ts';

/** Where a modal goes: it opens, stands `above` the one that is open, or takes the place of `view`. */
export type Spot = { trigger: string; above?: boolean } | { view: string };

/** The trigger has expired, the modal was closed, or too many stand above each other: the person has to hear of it elsewhere. */
const nowhere = /trigger|^not_found$|^push_limit_reached$/;

/** Shows a modal. Gives its id and its hash; undefined where it cannot be shown any more. */
export async function showView({ client }: Team, spot: Spot, view: ModalView): Promise<{ id: string; hash?: string } | undefined> {
  try {
    const { view: after } = await ask(show(client, spot, view));
    return { id: after?.id ?? '', hash: after?.hash };
  } catch (error) {
    if (error instanceof SlackRefusal && nowhere.test(error.reason)) return;
    throw error;
  }
}

function show(client: Team['client'], spot: Spot, view: ModalView) {
  if ('view' in spot) return client.views.update({ view_id: spot.view, view });
  const opening = { trigger_id: spot.trigger, view };
  return spot.above ? client.views.push(opening) : client.views.open(opening);
}
