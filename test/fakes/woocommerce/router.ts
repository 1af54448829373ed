import type { Shop } from '../shop.ts';
import type { Caller, Capability, Refusal, Request } from './auth.ts';
import { forbiddenByKey, refusal } from './auth.ts';
import type { Json } from './json.ts';
import type { OrderList } from './many.ts';
import type { Writing } from './orders.ts';

/** One answer: JSON, or in its place text that already is JSON; `allow` is what the route would have taken. */
export type Answer = { status: number; body: Json; text?: string; allow?: string; headers?: Record<string, string> };

/** What a route is given. `root` is where the REST API stands, with a slash at its end. */
export type Asking = {
  request: Request;
  ids: number[];
  words: string[];
  caller: Caller;
  shop: Shop;
  orders: OrderList;
  writing: Writing;
  change(order: number): void;
};

export type Route = {
  path: RegExp;
  /** Absent: this version has no such route. */
  since?: string;
  methods: Record<string, (asking: Asking) => Answer | Refusal>;
  /** What `OPTIONS` tells of it, to everybody. */
  describe?: (asking: Asking) => Answer;
  /** Who may, besides having a key that may; `anybody` needs no key at all. */
  needs: Capability | 'anybody';
  allow: string;
};

/** WordPress' order of things: what is wrong with the key, then the route, then who may, then the route's own checks. */
export function answer(
  route: Route | undefined,
  path: RegExpExecArray | null,
  asking: Omit<Asking, 'ids' | 'words'>,
  method: string,
): Answer | Refusal {
  const { caller } = asking;
  if (caller.refusal) return caller.refusal;
  const forbidden = caller.key && forbiddenByKey(method, caller.key);
  if (forbidden) return forbidden;
  const act = method === 'OPTIONS' ? route?.describe : route?.methods[method];
  if (!route || !act) return noRoute;
  if (route.needs !== 'anybody' && method !== 'OPTIONS' && !caller.key?.capabilities.includes(route.needs))
    return cannot(method, path?.input ?? '', caller.key ? 403 : 401);
  const words = path?.slice(1) ?? [];
  const reply = act({ ...asking, words, ids: words.map(Number) });
  return 'allow' in reply ? reply : { ...reply, allow: route.allow };
}

export const noRoute = refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');

function cannot(method: string, path: string, status: number): Refusal {
  if (path.endsWith('/batch'))
    return refusal(status, 'woocommerce_rest_cannot_batch', 'Sorry, you are not allowed to batch manipulate this resource.');
  if (method === 'POST') return refusal(status, 'woocommerce_rest_cannot_create', 'Sorry, you are not allowed to create resources.');
  if (method === 'PUT' || method === 'PATCH')
    return refusal(status, 'woocommerce_rest_cannot_edit', 'Sorry, you are not allowed to edit this resource.');
  if (method === 'DELETE') return refusal(status, 'woocommerce_rest_cannot_delete', 'Sorry, you are not allowed to delete this resource.');
  if (/\/\d+$/.test(path)) return refusal(status, 'woocommerce_rest_cannot_view', 'Sorry, you cannot view this resource.');
  return refusal(status, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
}
