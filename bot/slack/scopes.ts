/** All that we ask of a workspace, and why: the README and manifest.json say the same. */
export const reasons = {
  commands: 'to be asked by /om',
  'chat:write': 'to answer, and to post progress and alerts where it was invited',
  'app_mentions:read': 'to be asked by @OM Bot in a channel',
  'im:history': 'to read what is written to it in person, and nothing else',
  'im:write': 'to tell one person what it cannot post where it belongs',
  'users:read': 'to know by which name the history calls somebody, and who is an admin',
  'assistant:write': 'to offer what may be asked, and to show that it is at work',
} as const;

export const scopes: readonly string[] = Object.keys(reasons);
