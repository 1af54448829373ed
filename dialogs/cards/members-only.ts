import type { Card } from '../card.ts';

/** To somebody of another workspace, in a channel that two workspaces share. */
export const membersOnly = (): Card => ({
  title: 'I answer only who is in this workspace',
  text: 'You are here from another one, and the stores belong to this one. Please ask somebody of this workspace.',
});
