import type { Answer } from './http.ts';

/** How firewalls and hosters' bot shields are known: `challenge` on any page of theirs, `refusal` only where the answer is one. */
const firewalls: { name: string; challenge?: Mark; refusal?: Mark }[] = [
  {
    name: 'Cloudflare',
    challenge: { header: ['cf-mitigated', /./], page: /cf-chl-|_cf_chl_|__cf_chl/ },
    refusal: { header: ['server', /^cloudflare/i], page: /Attention Required! \| Cloudflare/i },
  },
  { name: 'SiteGround’s bot protection', challenge: { header: ['sg-captcha', /./], page: /\/\.well-known\/sgcaptcha/i } },
  { name: 'Imunify360', challenge: { header: ['server', /imunify360/i], page: /imunify360/i } },
  { name: 'Imperva', challenge: { page: /_Incapsula_Resource/ }, refusal: { header: ['x-iinfo', /./] } },
  { name: 'AWS WAF', challenge: { header: ['x-amzn-waf-action', /./] } },
  { name: 'Wordfence', refusal: { page: /wordfence/i } },
  { name: 'Sucuri', refusal: { header: ['x-sucuri-id', /./], page: /sucuri website firewall/i } },
  { name: 'NinjaFirewall', refusal: { page: /ninjafirewall/i } },
  { name: 'BitNinja', refusal: { page: /bitninja/i } },
  {
    name: 'ModSecurity',
    refusal: { page: /mod_?security|not acceptable!?<|an appropriate representation of the requested resource could not be found/i },
  },
];

type Mark = { header?: [name: string, value: RegExp]; page?: RegExp };

/** Who answered in the shop's place, where the answer bears its marks. Only for answers that are not JSON. */
export function firewallOf(answer: Answer): string | undefined {
  const refused = answer.status >= 400 && answer.status !== 404;
  return firewalls.find(({ challenge, refusal }) => bears(answer, challenge) || (refused && bears(answer, refusal)))?.name;
}

function bears({ headers, text }: Answer, mark: Mark | undefined): boolean {
  if (mark?.header?.[1].test(headers[mark.header[0]] ?? '')) return true;
  return mark?.page?.test(text.slice(0, 20_000)) ?? false;
}
