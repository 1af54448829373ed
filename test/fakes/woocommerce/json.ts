export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Payload = { [key: string]: Json };

/** JSON as PHP writes it: slashes escaped, nothing but ASCII. */
export function phpJson(value: Json): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** WordPress' `_fields`: names, and dotted names for what is inside ("environment.version"); absent ones are ignored, the order is the object's own. */
export function pick(value: Json, fields: readonly string[] | undefined): Json {
  if (!fields) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, fields));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => only(key, inner, fields)));
}

function only(key: string, inner: Json, fields: readonly string[]): [string, Json][] {
  if (fields.includes(key)) return [[key, inner]];
  const deeper = fields.filter((field) => field.startsWith(`${key}.`)).map((field) => field.slice(key.length + 1));
  if (deeper.length === 0 || inner === null || typeof inner !== 'object') return [];
  return [[key, pick(inner, deeper)]];
}

/** Names as WordPress keeps them when they were written through REST. */
export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Is `version` this one or a later one? Both as "10.5.2". */
export function atLeast(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) >= 0;
}

/** Moments as WooCommerce writes them: without a zone, once in the shop's time and once in UTC. */
export function dates(name: string, moment: Date | undefined, timeZone: string): Payload {
  return { [name]: moment ? localTime(moment, timeZone) : null, [`${name}_gmt`]: moment ? utcTime(moment) : null };
}

export const utcTime = (moment: Date) => moment.toISOString().slice(0, 19);

export const localTime = (moment: Date, timeZone: string) => utcTime(new Date(moment.getTime() + offsetOf(moment, timeZone)));

/** How far a zone is ahead of UTC at a moment, in milliseconds. Zones change at full quarters of an hour, so each is looked up once. */
export function offsetOf(moment: Date, timeZone: string): number {
  const zone = offsets.get(timeZone) ?? {
    format: new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }),
    known: new Map(),
  };
  offsets.set(timeZone, zone);
  const quarter = Math.floor(moment.getTime() / 900_000);
  const offset = zone.known.get(quarter) ?? read(zone.format, moment);
  zone.known.set(quarter, offset);
  return offset;
}

const offsets = new Map<string, { format: Intl.DateTimeFormat; known: Map<number, number> }>();

function read(format: Intl.DateTimeFormat, moment: Date): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d*)/.exec(format.format(moment)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes || 0)) * 60_000;
}

const every = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** `_links`: the thing itself (newer versions tell what may be done with it), the list it is in, and what else belongs to it. */
export function linksTo(version: string, self: string, list: string, more: Record<string, string> = {}, allow = every): Payload {
  const hints = atLeast(version, '9.5') && { targetHints: { allow } };
  const others = Object.entries(more).map(([rel, href]): [string, Json] => [rel, [{ href }]]);
  return { self: [{ href: self, ...hints }], collection: [{ href: list }], ...Object.fromEntries(others) };
}
