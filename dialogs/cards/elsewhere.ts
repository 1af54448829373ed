import type { Card } from '../card.ts';
import { plain } from '../words.ts';

/** A card that could not be posted where it belongs, told to one person instead. */
export const elsewhere = (card: Card, channel: string): Card => ({
  ...card,
  text: [
    card.text,
    `I could not post this in *${plain(channel)}*. Invite me there (type */invite @OM Bot*), or type */om alerts here* in another channel.`,
  ]
    .filter(Boolean)
    .join('\n'),
});
