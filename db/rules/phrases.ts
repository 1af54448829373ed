/** A text as it is compared: its words without accents and capitals, each between blanks. `spans` is where they stand in it. */
export type Heard = { text: string; plain: string; spans: readonly { from: number; to: number }[] };

/** Something to listen for. `name` is how it was listed; `joined` is it without blanks, empty where it never stands inside a word. */
export type Phrase = { name: string; plain: string; joined: string; exact: boolean; words: number };

const latin: Record<string, string> = { đ: 'd', ł: 'l', ø: 'o', ß: 'ss', ı: 'i' };
const bare = (word: string) =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[đłøßı]/g, (letter) => latin[letter] ?? letter);

export function heard(text: string): Heard {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].filter(([word]) => bare(word));
  return {
    text,
    plain: ` ${words.map(([word]) => bare(word)).join(' ')} `,
    spans: words.map(({ 0: word, index }) => ({ from: index, to: index + word.length })),
  };
}

/** "po povzetju" are these words one after the other, "pouzeć*" is a word that begins so, "=cash" is the whole text. */
export const phrases = (...lists: (string | undefined)[]): Phrase[] =>
  lists
    .flatMap((list) => list?.split(',') ?? [])
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const { plain, spans } = heard(name);
      const [exact, open] = [name.startsWith('='), name.endsWith('*')];
      const joined = exact || open ? '' : plain.replaceAll(' ', '');
      return { name, plain: open ? plain.trimEnd() : plain, joined, exact, words: spans.length };
    });

/** The first of these phrases that is in the text, with the part that says it. */
export function hear({ text, plain, spans }: Heard, listed: readonly Phrase[]): { phrase: Phrase; said: string } | undefined {
  const phrase = listed.find((one) => (one.exact ? plain === one.plain : plain.includes(one.plain)));
  if (!phrase) return undefined;
  const first = plain.slice(0, plain.indexOf(phrase.plain)).split(' ').length - 1;
  return { phrase, said: text.slice(spans[first]?.from, spans[first + phrase.words - 1]?.to) };
}

/** In codes words are written together: a phrase of six letters or more may stand inside one ("ps_cashondeliveryplus"). */
export const hearInCode = (code: Heard, listed: readonly Phrase[]): Phrase | undefined =>
  hear(code, listed)?.phrase ?? listed.find(({ joined }) => joined.length >= 6 && code.plain.includes(joined));
