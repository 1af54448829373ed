import { defineEntity, p } from '@mikro-orm/core';
import { id, now } from './columns.ts';

/** A Slack team, a Teams tenant, or the one local web chat (`externalId` is "local"). */
const schema = defineEntity({
  name: 'Workspace',
  uniques: [{ properties: ['chat', 'externalId'] }],
  properties: {
    id: id(),
    chat: p.text().$type<Chat>(),
    externalId: p.text(),
    name: p.text(),
    createdAt: now(),
  },
});

export type Chat = 'slack' | 'teams' | 'web';
export class Workspace extends schema.class {}
schema.setClass(Workspace);
