export type Json = Record<string, unknown>;
/** An object inside a payload, where it stands ("/blocks/0/accessory") and under which name. */
export type Found = { at: string; name: string; value: Json };

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Every object in a payload, the outer ones first. Entries of a list go by the name of the list. */
export function objects(value: unknown, at = '', name = ''): Found[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => objects(entry, `${at}/${index}`, name));
  if (!isObject(value)) return [];
  return [{ at, name, value }, ...Object.entries(value).flatMap(([key, inner]) => objects(inner, `${at}/${key}`, key))];
}

/** The text of a text object, or the string itself. */
export const textOf = (value: unknown): string | undefined => {
  const text = isObject(value) ? value.text : value;
  return typeof text === 'string' ? text : undefined;
};
