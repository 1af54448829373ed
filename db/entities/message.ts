import { defineEntity, p } from '@mikro-orm/core';
import type { Card } from '../../dialogs/card.ts';
import { Channel } from './channel.ts';
import { moment, now } from './columns.ts';
import { Conversation } from './conversation.ts';

/** One message of a channel. Posting again with the same `key` edits it, so a job that runs twice posts once. */
const schema = defineEntity({
  name: 'Message',
  uniques: [{ properties: ['channel', 'key'] }],
  // The second one for conversations that are forgotten: their messages are looked up.
  indexes: [
    { properties: ['channel', 'id'] },
    { properties: ['conversation'] },
    { name: 'message_due_index', expression: 'create index "message_due_index" on "message" ("channel_id") where "due"' },
  ],
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    channel: () => p.manyToOne(Channel),
    key: p.text(),
    author: p.text().$type<'person' | 'bot'>(),
    /** Of a person: what they typed. */
    text: p.text().nullable(),
    card: p.json().$type<Card>().nullable(),
    /** The question at hand of this conversation is shown in place of a card. */
    conversation: () => p.manyToOne(Conversation).nullable(),
    /** Goes up with every edit; an older edit that comes late changes nothing. */
    revision: p.bigint('string'),
    /** The key of the message in whose thread it stands. */
    thread: p.text().nullable(),
    /** It is to be sent, or was edited since. Where the row itself is what people see, it never is. */
    due: p.boolean().default(false),
    /** Where the messenger keeps it (Slack's `ts`, or the id of the modal that shows its conversation), and when it was sent last. */
    address: p.text().nullable(),
    sentAt: moment().nullable(),
    /** Somebody deleted it there, and it was posted once more. */
    reposted: p.boolean().default(false),
    createdAt: now(),
    updatedAt: now(),
  },
});

export class Message extends schema.class {}
schema.setClass(Message);
