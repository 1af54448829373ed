import { z } from 'zod';
import { text } from '../words.ts';

/** https://developer.adobe.com/commerce/webapi/get-started/gs-web-api-response/#error-format : a template and what belongs in it, by name or by place. */
const template = z.object({ message: z.string(), parameters: z.unknown().optional() });
const failure = template.extend({ errors: z.array(z.unknown()).optional().catch(undefined) });
/** What a broken server says before Magento itself is up. */
const early = z.object({ messages: z.object({ error: z.array(z.object({ message: z.string() })) }) });

/** What Magento said, its template filled in; `parameters` by name, those of a list as "1", "2" … */
export type Told = { message: string; parameters: Record<string, string> };

/** Reads an error, whatever form it has. `trace` is there in developer mode only, and nobody's business. */
export function readFailure(json: unknown): Told | undefined {
  const parsed = failure.safeParse(json).data;
  if (parsed) {
    const whole = [parsed, ...(parsed.errors ?? []).flatMap((error) => template.safeParse(error).data ?? [])].map(filled);
    return { message: whole.map(({ message }) => message).join(' '), parameters: Object.assign({}, ...whole.map((one) => one.parameters)) };
  }
  const [first] = early.safeParse(json).data?.messages.error ?? [];
  return first && { message: first.message, parameters: {} };
}

function filled({ message, parameters }: z.infer<typeof template>): Told {
  const known = named(parameters);
  const whole = message.replace(/%(\w+)/g, (mark, name: string) => known[name] ?? mark);
  return { message: whole.replace(/\s+/g, ' ').trim(), parameters: known };
}

/** PHP writes a list as `["nope"]` and names as `{"resources":"…"}`. */
function named(parameters: unknown): Record<string, string> {
  if (!parameters || typeof parameters !== 'object') return {};
  const from = Array.isArray(parameters) ? 1 : 0;
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [from ? String(Number(name) + from) : name, text(value)]));
}
