import { isLoopback } from './address.ts';
import { InsecureError, NetworkError, ResponseError } from './errors.ts';
import { isCertificate } from './faults.ts';
import type { Http } from './http.ts';

/** Looks for a shop by https. Plain http comes after it, and only where the merchant said http or https is not there at all. */
export async function httpsFirst<T>(typed: URL, http: Http, look: (site: string) => Promise<T>): Promise<T> {
  const site = `${typed.host}${typed.pathname.replace(/\/+$/, '')}`;
  if (typed.protocol === 'http:' && typed.port) return look(`http://${site}`);
  try {
    return await look(`https://${site}`);
  } catch (error) {
    if (!mayBeHttp(error, typed, http)) throw error;
    return look(`http://${site}`).catch((worse: unknown) => {
      throw worse instanceof NetworkError ? error : worse;
    });
  }
}

/** A bad certificate is to be mended, not gone around; an address that says http is believed where https does not lead to a shop. */
function mayBeHttp(error: unknown, typed: URL, http: Http): boolean {
  const saidHttp = typed.protocol === 'http:';
  if (error instanceof NetworkError) return saidHttp || !isCertificate(error);
  if (error instanceof InsecureError) return Boolean(http.plainHttp) || isLoopback(typed);
  return saidHttp && error instanceof ResponseError;
}

/** Whether nobody on the way can read it, or the merchant does not mind. */
export const isPrivate = (url: URL, http: Http): boolean => url.protocol === 'https:' || Boolean(http.plainHttp) || isLoopback(url);
