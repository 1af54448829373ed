import { z } from 'zod';
import { AuthenticationError, PermissionError, ResponseError } from '../errors.ts';
import type { StatusRecord } from '../records.ts';
import { plain } from '../words.ts';
import type { Api } from './api.ts';
import * as payloads from './payloads.ts';

/** Half-finished checkouts and the waste bin: never orders to anybody. */
const noOrders = ['any', 'trash', 'auto-draft', 'checkout-draft'];
export const isOrder = (status: string): boolean => !noOrders.includes(status);

/** What core's statuses mean; those of plugins mean something else. */
const meanings: Record<string, StatusRecord['meaning']> = {
  pending: 'pending',
  'on-hold': 'pending',
  processing: 'processing',
  completed: 'completed',
  cancelled: 'cancelled',
  failed: 'cancelled',
  refunded: 'refunded',
};

/** The shop's own list (newer shops), else its report of orders by status, else what may be filtered by, without names. */
export async function orderStatuses(api: Api): Promise<StatusRecord[]> {
  const named =
    (await tried(() => listed(api, 'wc/v3/orders/statuses'))) ?? (await tried(() => listed(api, 'wc/v3/reports/orders/totals')));
  const found = named ?? (await filters(api));
  return found.filter(({ slug }) => isOrder(slug)).map(({ slug, name }) => toStatus(slug, name));
}

const listed = async (api: Api, route: string) => (await api.get(route, z.array(payloads.orderStatus))).data;

async function filters(api: Api): Promise<{ slug: string; name?: unknown }[]> {
  const { data } = await api.get('wc/v3/orders', payloads.orderSchema, {}, { method: 'OPTIONS' });
  return data.schema.properties.status.enum.map((slug) => ({ slug }));
}

/** The route may be missing, or the key may not use it: then there are others. */
async function tried<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PermissionError || error instanceof AuthenticationError || error instanceof ResponseError) return undefined;
    throw error;
  }
}

function toStatus(slug: string, name: unknown): StatusRecord {
  const words = slug.replaceAll('-', ' ');
  return { code: slug, title: plain(name) || words.charAt(0).toUpperCase() + words.slice(1), meaning: meanings[slug] ?? 'other' };
}
