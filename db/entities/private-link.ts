import { defineEntity, p } from '@mikro-orm/core';
import { moment, now } from './columns.ts';
import { Conversation } from './conversation.ts';

/** A one-time link to a private page, where one question of a conversation is answered. Only digests are kept of what opens it. */
const schema = defineEntity({
  name: 'PrivateLink',
  indexes: [{ properties: ['conversation'] }, { properties: ['expiresAt'] }],
  properties: {
    /** SHA-256 of the token in the address. */
    digest: p.text().primary(),
    conversation: () => p.manyToOne(Conversation).deleteRule('cascade'),
    /** The question it asks, by the conversation's version. */
    version: p.integer(),
    /** SHA-256 of the cookie of the browser that opened it. */
    openedBy: p.text().nullable(),
    usedAt: moment().nullable(),
    expiresAt: moment(),
    createdAt: now(),
  },
});

export class PrivateLink extends schema.class {}
schema.setClass(PrivateLink);
