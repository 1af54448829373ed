import { PermissionError, ResponseError } from '../errors.ts';
import type { StatusRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { text } from '../words.ts';
import type { Api } from './api.ts';
import * as payloads from './payloads.ts';
import { readSettings, type Settings } from './settings.ts';
import { isYes, translated } from './values.ts';

/** The states that the shop's own settings name; all others are told by their flags alone. */
const meanings: Record<string, StatusRecord['meaning']> = {
  CANCELED: 'cancelled',
  ERROR: 'cancelled',
  REFUND: 'refunded',
  SHIPPING: 'completed',
  DELIVERED: 'completed',
  PAYMENT: 'processing',
  WS_PAYMENT: 'processing',
  PREPARATION: 'processing',
  OUTOFSTOCK_PAID: 'processing',
  CHEQUE: 'pending',
  BANKWIRE: 'pending',
  COD_VALIDATION: 'pending',
  OUTOFSTOCK_UNPAID: 'pending',
  PAYPAL: 'pending',
};

/** The mail of a state, where we may not read the settings. Merchants seldom change it. */
const templates: Record<string, StatusRecord['meaning']> = {
  order_canceled: 'cancelled',
  payment_error: 'cancelled',
  refund: 'refunded',
  preparation: 'processing',
  cheque: 'pending',
  bankwire: 'pending',
  cashondelivery: 'pending',
};

/** The shop's order states, with what it ties to each: never by their ids, which differ from shop to shop. */
export async function orderStatuses(api: Api): Promise<StatusRecord[]> {
  const rows = await api.list('order_states', { display: 'full', sort: '[id_ASC]' });
  const { records, malformed } = readRows(rows, payloads.orderState, (state) => state, { id: 'id' });
  if (records.length === 0 && malformed[0]) throw new ResponseError(`The order states cannot be read: ${malformed[0].reason}.`);
  const settings = await readSettings(api).catch((error: unknown) => {
    if (error instanceof PermissionError) return { special: new Map<string, string>() };
    throw error;
  });
  return records.filter(({ deleted }) => !isYes(deleted)).map((state) => toStatus(state, settings, api.language()));
}

function toStatus(state: payloads.OrderState, { special }: Pick<Settings, 'special'>, language?: string): StatusRecord {
  const id = String(state.id);
  return {
    code: id,
    title: translated(state.name, language) || id,
    meaning: meaningOf(state, special.get(id), language),
    paid: isYes(state.paid),
    shipped: isYes(state.shipped),
    mails: isYes(state.send_email),
  };
}

function meaningOf(state: payloads.OrderState, special: string | undefined, language?: string): StatusRecord['meaning'] {
  const template = translated(state.template, language);
  const named = special === undefined ? templates[template] : meanings[special];
  if (named === 'cancelled' || named === 'refunded') return named;
  if (isYes(state.shipped)) return 'completed';
  if (isYes(state.paid)) return 'processing';
  // Payment modules add states of their own, in which the buyer's money is waited for.
  return named ?? (text(state.module_name) ? 'pending' : 'other');
}
