import { NetworkError } from './errors.ts';

/** What to do about a server that does not answer. */
const notThere = [
  'Open the shop in a browser. If it does not open there either, tell your hoster: the web server does not answer.',
  'If it opens, ask your hoster whether a firewall stops the requests of “OM-Bot”.',
];

/** Why nothing came back, told by Node's word for it. */
const causes: [codes: RegExp, text: (host: string) => string, advice?: readonly string[]][] = [
  [
    /^ENOTFOUND$/,
    (host) => `There is no server with the name ${host} (DNS).`,
    [
      'Check the spelling of the address.',
      'If the domain is new, or moved to another hoster: names take up to a day to be known everywhere.',
    ],
  ],
  [/^EAI_/, (host) => `The name ${host} could not be looked up just now (DNS).`],
  [
    /^ECONNREFUSED$/,
    (host) => `The server at ${host} refused the connection.`,
    ['Check the address, and the port in it if there is one.', 'If it is right, ask your hoster whether the web server is running.'],
  ],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, (host) => `There is no way to the server at ${host} just now.`],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, (host) => `The server at ${host} did not answer in time.`],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, (host) => `The server at ${host} broke off the connection.`],
  [
    /^CERT_HAS_EXPIRED$/,
    (host) => `The TLS certificate of ${host} has expired.`,
    ["Renew the certificate in your hoster's panel (often under “SSL” or “Let's Encrypt”)."],
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (host) => `The TLS certificate of ${host} belongs to another name.`,
    ['Check the address: with or without www.', "Or have the certificate extended to this name in your hoster's panel."],
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_/,
    (host) => `The TLS certificate of ${host} cannot be trusted: nobody known has signed it.`,
    ["Install a certificate in your hoster's panel; Let's Encrypt gives them free of charge."],
  ],
  [
    /^(EPROTO|ERR_SSL)/,
    (host) => `The server at ${host} does not speak https on this port.`,
    ['Check the address, and the port in it if there is one.', "If the shop has no https yet, switch it on in your hoster's panel."],
  ],
];

/** A failed request → why, in plain words. Nothing of the request (address, headers) is kept but the host. */
export function fault(error: unknown, host: string): NetworkError {
  const { code, message } = detail(error);
  if (/is not allowed\. Because/.test(message)) return refusal(host);
  const known = causes.find(([codes]) => codes.test(code));
  if (known) return new NetworkError(known[1](host), { advice: known[2] ?? notThere });
  return new NetworkError(`The server at ${host} could not be asked${code && ` (${code})`}.`, { advice: notThere });
}

/** It was given its time. Asking for less at once may get through. */
export const tooLate = (host: string) =>
  new NetworkError(`The server at ${host} did not answer in time.`, { advice: notThere, tooMuch: true });

/** Which name stands for a private address is nobody's business, so the address itself is not told. */
const refusal = (host: string) =>
  new NetworkError(`${host} is an address inside a private network; only public addresses are asked.`, {
    advice: ['Give the address under which your customers reach the shop.'],
  });

/** Whether the connection was let go by the other side just when we used it again. */
export const brokeOff = (error: unknown): boolean => /^(ECONNRESET|EPIPE)$/.test(detail(error).code);

function detail(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code: code || /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1] || '', message: error.message };
}

/** Whether the server is there, and only its certificate is not good. */
export const isCertificate = (error: NetworkError): boolean => error.message.startsWith('The TLS certificate');
