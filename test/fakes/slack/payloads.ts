import type { HomeView, KnownBlock, MessageAttachment, ModalView } from '@slack/types';

// What schema.ts makes a JSON Schema of. Slack's own types of views and attachments take any block; here it must be one that is known.
export type Blocks = KnownBlock[];
export type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
export type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };
export type Attachments = (Omit<MessageAttachment, 'blocks'> & { blocks?: KnownBlock[] })[];
