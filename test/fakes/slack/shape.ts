import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { byType } from './by-type.ts';
import { isObject } from './walk.ts';

const schema = JSON.parse(readFileSync(new URL('blocks.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(byType(schema), 'slack');

/** What the schema was made from: "@slack/types 3.2.0". */
export const madeFrom: string = schema.$comment;

/** What is wrong with the shape of it, by Slack's own types: what is unknown, missing, too much, or of the wrong type. */
export function wrongShape(definition: 'Blocks' | 'Modal' | 'Home' | 'Attachments', value: unknown, under = ''): string[] {
  const validate = ajv.getSchema(`slack#/definitions/${definition}`);
  if (!validate) throw new Error(`The schema has no ${definition}.`);
  if (validate(value)) return [];
  const told = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf')
    .map(({ keyword, instancePath, message, params: { additionalProperty } }) =>
      keyword === 'enum' && instancePath.endsWith('/type')
        ? `${under}${instancePath}: "${valueAt(value, instancePath)}" may not stand here`
        : `${under}${instancePath || '/'} ${message}${additionalProperty ? `: ${additionalProperty}` : ''}`,
    );
  return told.length ? [...new Set(told)].slice(0, 8) : [`${definition} does not fit @slack/types`];
}

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce((node: unknown, key) => (Array.isArray(node) ? node[Number(key)] : isObject(node) ? node[key] : undefined), value);
