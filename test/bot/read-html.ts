import { decodeHTML } from 'entities';

/** One element of a page, as a browser would read it; only what these tests ask about. */
export type Element = { tag: string; attributes: Record<string, string>; children: (Element | string)[] };

const empty = new Set(['input', 'meta', 'link', 'img', 'br', 'circle', 'path']);
const token = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/gi;

/** Reads our own markup. Throws at anything it does not understand, such as an attribute that was not quoted. */
export function readHtml(markup: string): Element {
  const root: Element = { tag: 'root', attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  for (const match of markup.matchAll(token)) {
    if (match.index !== end) break;
    end += match[0].length;
    const [, closing, tag = '', attributes = '', closed, text] = match;
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.children.push(decodeHTML(text));
    else if (closing) {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes something else`);
    } else if (tag) {
      const element = { tag, attributes: readAttributes(attributes), children: [] };
      parent.children.push(element);
      if (!empty.has(tag) && !closed) open.push(element);
    }
  }
  if (end !== markup.length) throw new Error(`not our markup: ${markup.slice(end, end + 120)}`);
  if (open.length !== 1) throw new Error(`not closed: ${open.map(({ tag }) => tag).join(' ')}`);
  return root;
}

const readAttributes = (text: string) =>
  Object.fromEntries([...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, decodeHTML(value)]));

/** All elements below, in the order of the page, of which `right` is true. */
export function all(element: Element, right: (one: Element) => boolean): Element[] {
  return element.children.flatMap((child) => (typeof child === 'string' ? [] : [...(right(child) ? [child] : []), ...all(child, right)]));
}

/** The words of an element; one that a person cannot see has none. */
export const wordsOf = (element: Element): string =>
  element.children
    .map((child) => (typeof child === 'string' ? child : wordsOf(child)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

export const hasClass = (name: string) => (element: Element) => (element.attributes.class ?? '').split(/\s+/).includes(name);
export const isTag =
  (...tags: string[]) =>
  (element: Element) =>
    tags.includes(element.tag);
