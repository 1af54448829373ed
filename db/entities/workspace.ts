import { defineEntity, p } from '@mikro-orm/core';
import { encrypted } from '../encrypted.ts';
import { id, list, moment, now } from './columns.ts';

/** A Slack team, a Teams tenant, or the one local web chat (`externalId` is "local"). */
const schema = defineEntity({
  name: 'Workspace',
  uniques: [{ properties: ['chat', 'externalId'] }],
  properties: {
    id: id(),
    chat: p.text().$type<Chat>(),
    externalId: p.text(),
    name: p.text(),
    /** What the messenger gave us when we were installed: tokens above all. Absent where the settings name the token, and on the web. */
    installation: encrypted<Installation>().nullable(),
    /** When the messenger said that we were taken out; then nothing runs, and after 30 days all is forgotten. */
    uninstalledAt: moment().nullable(),
    /** Who was given the role of a manager, besides the messenger's own admins. */
    managers: list<Manager>(),
    createdAt: now(),
  },
});

/** As the messenger's own library keeps it: plain JSON. */
export type Installation = Record<string, unknown>;
/** Who may change things, by whom and when (ISO). */
export type Manager = { userId: string; name: string; by: string; at: string };
export type Chat = 'slack' | 'teams' | 'web';
export class Workspace extends schema.class {}
schema.setClass(Workspace);
