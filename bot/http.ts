import { randomBytes } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { ZodError } from 'zod';
import type { Logger } from '../log.ts';
import { privatePath } from './private/links.ts';
import { errorPage } from './web/page.ts';

type Parts = {
  /** What must answer before work may come here, by name ("database", "queue"); each throws while it does not. */
  ready: Record<string, () => Promise<unknown>>;
  /** The surfaces' routes. */
  routes: Router[];
  /** Where the server listens, and the address people use, if it is another one. */
  host: string;
  publicUrl?: string;
  log: Logger;
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** The one HTTP app: health, readiness and what the surfaces receive. It does not listen by itself. */
export function createHttpApp({ ready, routes, host, publicUrl, log }: Parts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Behind a proxy of ours everybody would have its address, and be shut out together.
  app.set('trust proxy', 'loopback, uniquelocal');
  app.use((_request, response, next) => {
    response.set(headers);
    if (publicUrl?.startsWith('https:')) response.set('strict-transport-security', 'max-age=31536000');
    next();
  });
  app.get('/healthz', (_request, response) => void response.type('text').send('alive\n'));
  app.get('/readyz', async (_request, response) => {
    const silent = await whoDoesNotAnswer(ready, log);
    response.status(silent.length ? 503 : 200).type('text');
    response.send(silent.length ? `not ready: no answer from ${silent.join(' and ')}\n` : 'ready\n');
  });
  if (loopback.test(host)) app.use(onlyOurNames(publicUrl));
  for (const route of routes) app.use(route);
  app.use((_request, response) => void response.status(404).send(errorPage('This page does not exist', 'The address may be mistyped.')));
  app.use(inWords(log));
  return app;
}

async function whoDoesNotAnswer(ready: Parts['ready'], log: Logger): Promise<string[]> {
  const answers = Object.entries(ready).map(async ([name, ask]) => {
    try {
      await Promise.race([ask(), new Promise((_, reject) => setTimeout(reject, 3_000, new Error('no answer within 3 s')))]);
      return [];
    } catch (error) {
      log.warn({ err: error }, `${name} does not answer`);
      return [name];
    }
  });
  return (await Promise.all(answers)).flat();
}

/** A stranger's domain may be pointed at this machine (DNS rebinding), and its pages would then count as ours. */
function onlyOurNames(publicUrl: string | undefined) {
  const ours = publicUrl ? new URL(publicUrl).host : undefined;
  return (request: Request, response: Response, next: NextFunction) => {
    const asked = request.headers.host ?? '';
    if (asked === ours || loopback.test(asked.replace(/:\d+$/, ''))) return next();
    response
      .status(421)
      .send(errorPage('This is not the address of OM Bot', 'Please use the address that is shown when it starts, or set PUBLIC_URL.'));
  };
}

/** Every error in words; only what we did not expect is logged, with a reference that the person sees as well. */
function inWords(log: Logger) {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    const say = (title: string, text: string) =>
      void response.status(Math.min(status, 500)).send(errorPage(title, text, !isPrivate(request.path)));
    if (status === 413) return say('This is too long', 'Please send less at once.');
    if (status < 500) return say('This could not be read', 'Please go back and try again.');
    const reference = randomBytes(4).toString('hex');
    log.error({ reference, method: request.method, path: loggable(request.path), err: error }, 'a request failed');
    say('Something went wrong on our side', `Please try again in a moment. Reference: ${reference}`);
  };
}

// Who knows the address of a private page can open it.
const loggable = (path: string) => (isPrivate(path) ? `${privatePath}[hidden]` : path);
const isPrivate = (path: string) => path.toLowerCase().startsWith(privatePath);

const statusOf = (error: unknown): number => {
  if (error instanceof ZodError) return 400;
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
};
