import { all, type Element, hasClass, isTag, readHtml, wordsOf } from './read-html.ts';

/** What a person fills in, by the field's name; several values for ticks. */
export type Typed = Record<string, string | string[]>;

/** A person with a browser that runs no scripts: reads pages, fills in their forms, and keeps the cookies. */
export function createVisitor(address: string) {
  const cookies = new Map<string, string>();
  let page: Element = readHtml('');
  let source = '';
  let response: Response | undefined;
  let here = address;

  async function go(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const url = new URL(path, here);
    const answer = await fetch(url, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location) return go(location);
    here = url.href;
    source = await answer.text();
    page = answer.headers.get('content-type')?.includes('html') ? readHtml(source) : page;
    response = answer;
    return answer;
  }

  const forms = () => all(page, isTag('form'));

  return {
    address,
    go,
    cookies,
    page: () => page,
    source: () => source,
    status: () => response?.status,
    /** What stands in the stream, in words. */
    async see(): Promise<string> {
      await go('/chat');
      return all(page, isTag('article')).map(wordsOf).join('\n');
    },
    messages: () => all(page, isTag('article')),
    /** Sends the last form that satisfies `right`, with what its fields hold and what was typed. */
    async submit(right: (form: Element) => boolean, typed: Typed = {}, button: Typed = {}): Promise<Response> {
      const form = forms().findLast(right);
      if (!form)
        throw new Error(
          `no such form on the page; there are ${forms()
            .map((one) => one.attributes.action)
            .join(', ')}`,
        );
      const body = new URLSearchParams();
      for (const [name, values] of Object.entries({ ...valuesOf(form), ...typed, ...button }))
        for (const value of [values].flat()) body.append(name, value);
      return go(form.attributes.action ?? '', { method: 'POST', body });
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** What a browser would send of a form that nobody touched. */
export function valuesOf(form: Element): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string) => {
    if (name) values[name] = [...(values[name] ?? []), value];
  };
  for (const { tag, attributes, children } of all(form, isTag('input', 'select'))) {
    const { type, name, value = '' } = attributes;
    if (tag === 'select') {
      const options = children.filter((child) => typeof child !== 'string');
      add(name, (options.find((option) => 'selected' in option.attributes) ?? options[0])?.attributes.value ?? '');
    } else if ((type !== 'radio' && type !== 'checkbox') || 'checked' in attributes) add(name, value);
  }
  return values;
}

export const isComposer = (form: Element) => form.attributes.id === 'composer';
export const isQuestion = (form: Element) => hasClass('form')(form);
export const isButton = (label: string) => (form: Element) => hasClass('press')(form) && wordsOf(form) === label;
