import type { Asked, Reply } from '../fakes/server.ts';

type Request = Pick<Asked, 'method' | 'uri' | 'body'>;

/** Between `begin` and `end`, what `ask` answered the first time is answered from memory; at other times `ask` is asked. */
export function createMemory(ask: (asked: Asked) => Promise<Reply>) {
  const requests: Request[] = [];
  /** What is asked for by times alone is asked for again and again by the same words: its answers come in the order they came in. */
  const answers = new Map<string, Reply[]>();
  const turns = new Map<string, number>();
  let state: 'live' | 'recording' | 'remembering' = 'live';
  let bytes = 0;
  let unknown = 0;

  function remembered(words: string): Reply | undefined {
    const turn = turns.get(words) ?? 0;
    turns.set(words, turn + 1);
    return answers.get(words)?.[turn];
  }

  return {
    begin() {
      turns.clear();
      state = requests.length === 0 ? 'recording' : 'remembering';
    },
    end() {
      state = 'live';
    },
    async answer(asked: Asked): Promise<Reply> {
      if (state === 'live') return ask(asked);
      const words = wordsOf(asked);
      const known = state === 'remembering' ? remembered(words) : undefined;
      if (known) return known;
      const reply = await ask(asked);
      if (state === 'remembering') unknown++;
      else {
        const { method, uri, body } = asked;
        requests.push({ method, uri, body });
        bytes += Buffer.byteLength(reply.body);
        answers.set(words, [...(answers.get(words) ?? []), reply]);
      }
      return reply;
    },
    /** All that was asked for the first time, in its order, how much that brought, and how many requests since then were not among them. */
    told: () => ({ requests, bytes, unknown }),
  };
}

/** A request without what differs from one run to the next: moments, sessions and nonces. Authorization is in its headers. */
function wordsOf({ method, uri, body }: Request): string {
  return `${method} ${decodeURIComponent(uri.replaceAll('+', ' '))} ${body}`
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/g, 'MOMENT')
    .replace(/\b[0-9a-f]{32}\b/g, 'SESSION');
}
