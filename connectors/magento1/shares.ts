/** Parts of an amount by weight, to its last digit: together they are the whole, what is over goes to the last. Without weights, alike. */
export function shares(whole: string, weights: readonly number[]): string[] {
  const [, decimals = ''] = whole.split('.');
  const units = Number(whole.replace('.', ''));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => Math.trunc(all > 0 ? (units * weight) / all : units / weights.length));
  const left = units - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, at) => written(at === parts.length - 1 ? part + left : part, decimals.length));
}

function written(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const sign = units < 0 ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
