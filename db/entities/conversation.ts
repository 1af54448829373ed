import { defineEntity, p } from '@mikro-orm/core';
import type { Conversation as State } from '../../dialogs/conversation.ts';
import { encrypted } from '../encrypted.ts';
import { Channel } from './channel.ts';
import { id, moment, now } from './columns.ts';
import { Workspace } from './workspace.ts';

/** One person in one dialog. */
const schema = defineEntity({
  name: 'Conversation',
  properties: {
    id: id(),
    workspace: () => p.manyToOne(Workspace),
    channel: () => p.manyToOne(Channel),
    /** Who talks: as the history names them ("you" on the local web chat), and the messenger's own id. */
    person: p.text(),
    userId: p.text().default('you'),
    dialog: p.text(),
    /** Step, what is known and what was wrong; it may hold secrets. */
    state: encrypted<State>(),
    /** Goes up with every turn: an answer to an older version is a double click. */
    version: p.integer().default(0),
    /** Until when some process works on it; past that another may take it up. */
    workingUntil: moment().nullable(),
    finishedAt: moment().nullable(),
    expiresAt: moment(),
    createdAt: now(),
  },
});

export class Conversation extends schema.class {}
schema.setClass(Conversation);
