import { randomUUID } from 'node:crypto';
import { p } from '@mikro-orm/core';

/** A primary key that is known before the row is written. */
export const id = () =>
  p
    .uuid()
    .primary()
    .onCreate(() => randomUUID());

/** A moment in UTC, to the millisecond as JavaScript has it. */
export const moment = () => p.datetime(3);

/** A moment in UTC, set when the row is made. */
export const now = () => moment().onCreate(() => new Date());

/** A decimal number in a string, with all the digits it came with. */
export const amount = () => p.decimal('string').columnType('numeric');

/** A list that begins empty. Made by an entity, the default of the database alone would be written as the text "[]". */
export const list = <T>() =>
  p
    .json()
    .$type<T[]>()
    .default('[]')
    .onCreate((): T[] => []);
