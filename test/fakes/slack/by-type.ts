import { isObject, type Json, listOf } from './walk.ts';

/**
 * A JSON Schema in which "one of these" has become "the one whose `type` it has": else what is wrong with one block
 * is told as not being any of twenty others.
 */
export function byType({ definitions, ...schema }: Json & { definitions: Record<string, Json> }): Json {
  const resolved = (node: Json): Json =>
    typeof node.$ref === 'string' ? (definitions[node.$ref.replace('#/definitions/', '')] ?? node) : node;

  /** The `type` that a branch stands for: its own, or that of all its branches. */
  const typeOf = (node: Json): unknown => {
    const { properties, anyOf } = resolved(node);
    if (isObject(properties) && isObject(properties.type)) return properties.type.const;
    const inner = new Set(listOf(anyOf).filter(isObject).map(typeOf));
    return inner.size === 1 ? [...inner][0] : undefined;
  };

  /** The branches of a union, and of the unions in it. */
  const branchesOf = (node: Json): Json[] =>
    listOf(node.anyOf)
      .filter(isObject)
      .flatMap((branch) => {
        const target = resolved(branch);
        return target.anyOf && typeOf(target) === undefined ? branchesOf(target) : [branch];
      });

  const rewritten = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(rewritten);
    if (!isObject(node)) return node;
    const branches = branchesOf(node);
    const types = branches.map(typeOf);
    const distinct = branches.length > 1 && !types.includes(undefined) && new Set(types).size === types.length;
    return distinct ? chosen(branches, types) : each(node);
  };
  const each = (node: Json): Json => Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, rewritten(inner)]));
  const chosen = (branches: Json[], types: unknown[]): Json => ({
    type: 'object',
    required: ['type'],
    properties: { type: { enum: types } },
    allOf: branches.map((branch, at) => ({
      if: { properties: { type: { const: types[at] } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: each(branch),
    })),
  });

  return { ...schema, definitions: each(definitions) };
}
