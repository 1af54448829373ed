/** What a store tells of a payment method. */
export type MethodName = { code: string; title: string };

/** By what a method was recognised. */
export type Sign = { by: 'code' | 'title'; word: string };

const codCodes = /^(cod|cashondelivery|ps_cashondelivery|cash_on_delivery)$/i;
const codTitles = /cash on delivery|po povzetju/i;

/** Whether this is cash on delivery, and what tells so. */
export function looksLikeCod({ code, title }: MethodName): Sign | undefined {
  if (codCodes.test(code)) return { by: 'code', word: code };
  const [word] = codTitles.exec(title) ?? [];
  return word ? { by: 'title', word } : undefined;
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
