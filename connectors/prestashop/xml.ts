import { text } from '../words.ts';

/**
 * One thing as PrestaShop takes it. What is left out of it would be emptied, so it is always the whole; lists of what hangs on it are not.
 * https://devdocs.prestashop-project.org/8/webservice/tutorials/prestashop-webservice-lib/update-resource/
 */
export function toXml(name: string, fields: object): string {
  const lines = Object.entries(fields).flatMap(([field, value]) =>
    value !== null && typeof value === 'object' ? [] : [`<${field}>${escaped(text(value))}</${field}>`],
  );
  return `<?xml version="1.0" encoding="UTF-8"?><prestashop><${name}>${lines.join('')}</${name}></prestashop>`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (value: string) =>
  value
    .replace(/[&<>]/g, (sign) => signs[sign] ?? sign)
    // XML has no way to say these.
    .replace(/[\p{Cc}--[\t\n\r]]/gv, '');
