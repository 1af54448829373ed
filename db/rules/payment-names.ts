import { type PaymentKind, paymentWords } from './payment-words.ts';
import { type Heard, hear, heard, hearInCode, phrases } from './phrases.ts';

/** What a store tells of a payment method. */
export type MethodName = { code: string; title: string };

/** By what a method was recognised. */
export type Sign = { by: 'code' | 'title'; word: string };

/** A way to pay, what it is called ("PayPal"), the key of its payment type, and what tells so. */
export type WayToPay = { kind: PaymentKind; key?: string; name: string; sign: Sign };

/** Some platforms' codes are what the merchant called it, so words of titles are looked for in codes as well. */
const ways = paymentWords.map(({ kind, key, name, brands, codes, titles, but }) => ({
  ...{ kind, key, name },
  brands: phrases(brands),
  inCode: phrases(brands, codes, titles),
  inTitle: phrases(brands, titles),
  but: phrases(but),
}));
type Way = (typeof ways)[number];

/** What its names tell of a method: cash on delivery, paid when handed over, or how it is paid (by its code, by its title). */
export type Told = { cod?: WayToPay; pickUp?: WayToPay; paid: WayToPay[] };

/** "Cash at the door (COD)" is cash on delivery: that it is handed over tells something only where nothing tells more. */
export function toldBy({ code, title }: MethodName): Told {
  const [codeHeard, titleHeard] = [heard(code), heard(title)];
  const byCode = ofEachKind((way) => saidByCode(way, codeHeard));
  const byTitle = ofEachKind((way) => saidByTitle(way, titleHeard));
  const first = (kind: PaymentKind) => [...byCode, ...byTitle].find((way) => way.kind === kind);
  const cod = first('cod');
  const paid = [byCode, byTitle].flatMap((found) => found.find(({ kind }) => !unpaid.includes(kind)) ?? []);
  return { cod, pickUp: first('counter') ?? (cod ? undefined : first('hand-over')), paid };
}

const unpaid: readonly PaymentKind[] = ['cod', 'counter', 'hand-over'];

function ofEachKind(said: (way: Way) => WayToPay | undefined): WayToPay[] {
  const found = ways.flatMap((way) => said(way) ?? []);
  return found.filter(({ kind }, at) => found.findIndex((other) => other.kind === kind) === at);
}

function saidByCode(way: Way, code: Heard): WayToPay | undefined {
  const phrase = hear(code, way.but) ? undefined : hearInCode(code, way.inCode);
  return phrase && toWay(way, phrase.name, { by: 'code', word: code.text });
}

function saidByTitle(way: Way, title: Heard): WayToPay | undefined {
  const found = hear(title, way.but) ? undefined : hear(title, way.inTitle);
  return found && toWay(way, found.phrase.name, { by: 'title', word: found.said });
}

const toWay = ({ kind, key, name, brands }: Way, said: string, sign: Sign): WayToPay => ({
  ...{ kind, key, sign },
  name: brands.some((brand) => brand.name === said) ? said : name,
});

const remembered = new Map<string, Sign | undefined>();

/** Whether this is cash on delivery, and what tells so. Every order of an import is asked it, and they have the same few names. */
export function looksLikeCod(method: MethodName): Sign | undefined {
  const name = `${method.code}\n${method.title}`;
  if (remembered.has(name)) return remembered.get(name);
  const sign = toldBy(method).cod?.sign;
  if (remembered.size >= 1000) remembered.clear();
  remembered.set(name, sign);
  return sign;
}

/** What one types to name a payment method: its code in lower case without blanks; other ones have it `taken`. */
export function methodHandle(code: string, taken: ReadonlySet<string>): string {
  const slug = code
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const wanted = slug || (code === '' ? 'no-payment' : 'method');
  for (let number = 1; ; number++) {
    const handle = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(handle)) return handle;
  }
}
