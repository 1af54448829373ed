import type { Reply } from '../server.ts';
import type { Shop } from '../shop.ts';
import { authenticate, type Caller, type Key, type Refusal, type Request } from './auth.ts';
import { type Misbehaviour, type Page, pages, uncached } from './faults.ts';
import { atLeast, phpJson } from './json.ts';
import type { OrderList } from './many.ts';
import { orderRoutes } from './order-routes.ts';
import { productRoutes } from './product-routes.ts';
import { answer, noRoute } from './router.ts';
import { siteRoutes } from './site-routes.ts';

const routes = [...siteRoutes, ...orderRoutes, ...productRoutes];

/** One WordPress with WooCommerce. `folder` is "" or "/shop"; `host` the one it was set up with. */
export type Site = {
  shop: Shop;
  orders: OrderList;
  keys: Key[];
  version: string;
  scheme: 'http' | 'https';
  host: string;
  folder: string;
  nonces: Set<string>;
  setup: Misbehaviour;
  change(order: number): void;
};

const server = { Server: 'nginx/1.22.1' };

/** What WordPress' REST server puts on every answer. */
const rest = {
  ...server,
  'Content-Type': 'application/json; charset=UTF-8',
  'X-Robots-Tag': 'noindex',
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Expose-Headers': 'X-WP-Total, X-WP-TotalPages, Link',
  'Access-Control-Allow-Headers': 'Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type',
};

/** Answers one request as that site would. */
export function respond(site: Site, request: Request): { reply: Reply; caller: Caller } {
  const home = `${site.scheme}://${site.host}${site.folder}`;
  const { root, route } = restOf(site, request, home);
  const caller = callerOf(site, request, home);
  if (route === undefined) return { reply: page(site, request, home, root), caller };
  const method = request.headers['x-http-method-override'] ?? request.query.get('_method') ?? request.method;
  const found =
    site.setup.restOff && !caller.key && !caller.refusal
      ? notLoggedIn
      : ask(site, request, route, method.toUpperCase(), caller, { home, root });
  const own = 'headers' in found ? found.headers : undefined;
  const allow = 'allow' in found && typeof found.allow === 'string' ? found.allow : '';
  const whose: Record<string, string> = caller.key ? uncached : { Vary: 'Origin' };
  const headers = {
    ...rest,
    Date: new Date(clockOf(site)).toUTCString(),
    Link: `<${root}>; rel="https://api.w.org/"`,
    ...(allow && { Allow: allow }),
    ...whose,
    ...own,
  };
  return { reply: { status: found.status, headers, body: ('text' in found && found.text) || phpJson(found.body) }, caller };
}

const notLoggedIn: Refusal = {
  status: 401,
  body: { code: 'rest_not_logged_in', message: 'You are not currently logged in.', data: { status: 401 } },
};

/** Where the REST API stands, and which of its routes is meant: none for a page of the site. */
function restOf({ folder, setup }: Site, { path, query }: Request, home: string): { root: string; route?: string } {
  const permalinks = setup.permalinks ?? 'pretty';
  const inside = path.startsWith(`${folder}/`) || path === folder ? path.slice(folder.length) : undefined;
  const root =
    permalinks === 'plain' ? `${home}/index.php?rest_route=/` : `${home}/${permalinks === 'index.php' ? 'index.php/' : ''}wp-json/`;
  if (inside === undefined) return { root };
  const asked = query.get('rest_route');
  if (asked !== null && ['', '/', '/index.php'].includes(inside)) return { root, route: trim(asked) };
  const pretty = /^\/(index\.php\/)?wp-json(?:\/(.*))?$/.exec(inside);
  if (!pretty || permalinks === 'plain' || (permalinks === 'index.php' && !pretty[1])) return { root };
  return { root, route: trim(pretty[2] ?? '') };
}

const trim = (route: string) => route.replace(/^\/+|\/+$/g, '');

const clockOf = ({ setup }: Site) => Date.now() + (setup.clockAhead ?? 0) * 1000;

function callerOf(site: Site, request: Request, home: string): Caller {
  const ssl = site.scheme === 'https' && !site.setup.silentProxy;
  const headers = site.setup.stripsAuthorization ? { ...request.headers, authorization: undefined } : request.headers;
  return authenticate({ ...request, headers }, site.keys, { ssl, home, folder: site.folder, nonces: site.nonces, now: clockOf(site) });
}

function ask(site: Site, request: Request, path: string, method: string, caller: Caller, { home, root }: { home: string; root: string }) {
  const off = site.setup.withoutWooCommerce;
  const known = routes.filter(
    ({ since, path: route }) => (!since || atLeast(site.version, since)) && !(off && route.source.includes('wc')),
  );
  const route = known.find((candidate) => candidate.path.test(path));
  const writing = {
    home,
    root,
    version: off ? '' : site.version,
    timeZone: site.shop.timeZone,
    decimals: Number(request.query.get('dp') ?? 2),
  };
  if (!route && !caller.refusal && !caller.key) return noRoute;
  const { shop, orders, change } = site;
  return answer(
    route,
    route?.path.exec(path) ?? null,
    { request, caller, shop, orders, writing, change },
    method === 'HEAD' ? 'GET' : method,
  );
}

/** A page for people: the shop's front page, or WordPress' own "not found"; without pretty permalinks the web server's. */
function page({ shop, setup, folder }: Site, { path }: Request, home: string, root: string): Reply {
  const front = [`${folder}/`, folder, `${folder}/index.php`].includes(path);
  const html = (title: string) =>
    `<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta charset="UTF-8" />\n<title>${title} ${shop.name}</title>\n<link rel="https://api.w.org/" href="${root}" />\n</head>\n<body class="home"><p>${home}</p></body>\n</html>\n`;
  const inside = path.startsWith(`${folder}/`);
  if (!front && (!inside || setup.permalinks === 'plain' || setup.permalinks === 'index.php')) return asReply(pages.notFound);
  return {
    status: front ? 200 : 404,
    headers: {
      ...server,
      ...(!front && uncached),
      'Content-Type': 'text/html; charset=UTF-8',
      Link: `<${root}>; rel="https://api.w.org/"`,
    },
    body: html(front ? '' : 'Page not found &#8211;'),
  };
}

/** A page of WordPress or of the web server, whatever was asked; `home` where the REST server was already at work. */
export function asReply({ status, type, body, headers, inside }: Page, home?: string): Reply {
  const already = inside && home !== undefined ? { ...rest, Link: `<${home}/wp-json/>; rel="https://api.w.org/"` } : server;
  return { status, headers: { ...already, 'Content-Type': type, ...headers }, body };
}
