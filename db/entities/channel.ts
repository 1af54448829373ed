import { defineEntity, p } from '@mikro-orm/core';
import { id } from './columns.ts';
import { Workspace } from './workspace.ts';

/** A place where cards can be posted. `key` is its address in one word (Slack "C0123", web "main"). */
const schema = defineEntity({
  name: 'Channel',
  uniques: [{ properties: ['workspace', 'key'] }],
  properties: {
    id: id(),
    workspace: () => p.manyToOne(Workspace),
    key: p.text(),
    name: p.text(),
    /** Who spoke here first: told in person what cannot be posted here. */
    userId: p.text().nullable(),
  },
});

export class Channel extends schema.class {}
schema.setClass(Channel);
