import { randomUUID } from 'node:crypto';
import { p } from '@mikro-orm/core';

/** A primary key that is known before the row is written. */
export const id = () => p.uuid().primary().onCreate(() => randomUUID());

/** A moment in UTC, set when the row is made. */
export const now = () => p.datetime().onCreate(() => new Date());
