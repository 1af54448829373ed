import type { Shipment } from '../connector.ts';
import { ConnectorError, NetworkError, ResponseError } from '../errors.ts';
import type { StatusRecord } from '../records.ts';
import { field } from '../rows.ts';
import { type Api, isSince } from './api.ts';
import type { Shop } from './beside.ts';
import { orderStatuses } from './statuses.ts';
import { toXml } from './xml.ts';

/** https://github.com/PrestaShop/PrestaShop/blob/8.1.x/classes/Validate.php : isTrackingNumber, 64 signs at most. */
const trackingNumber = /^[~:#,%&_=()[\].?+\-@/a-zA-Z0-9 ]{1,64}$/;

/**
 * Writes the tracking number onto the order, then sets the state that the merchant has picked for orders that were sent: in this order, so
 * that the mail of the state holds the number. Without a state picked none is set. What is there already is not written again.
 */
export async function markShipped({ api, way }: Pick<Shop, 'api' | 'way'>, shipment: Shipment): Promise<void> {
  const state = await stateOf(api, shipment.order);
  if (state === undefined) throw new ResponseError(`The shop has no order with the number ${shipment.order}.`);
  const statuses = await orderStatuses(api);
  const now = statuses.find(({ code }) => code === state);
  if (now?.meaning === 'cancelled' || now?.meaning === 'refunded')
    throw new ResponseError(`The order is “${now.title}” in the shop, so it was not marked as sent.`);
  const next = pick(statuses, shipment.status);
  const isSent = now?.shipped || state === next?.code;
  const mailed = next?.mails && !isSent;
  if (shipment.tracking) {
    const tellBuyer = shipment.notify && !mailed && isSince(way.version, 1, 7);
    await writeTracking(api, shipment.order, shipment.tracking.number.trim(), tellBuyer);
  }
  if (next && !isSent) await setState(api, shipment.order, next.code, shipment.notify && next.mails === true);
}

function pick(statuses: StatusRecord[], code: string | undefined): StatusRecord | undefined {
  if (code === undefined) return undefined;
  const found = statuses.find((status) => status.code === code);
  if (!found) throw new ResponseError('The status that was picked for orders that were sent is no longer in the shop.');
  return found;
}

/** The state an order is in; nothing where there is no such order. */
async function stateOf(api: Api, order: string): Promise<string | undefined> {
  if (!/^[1-9]\d{0,9}$/.test(order)) return undefined;
  const rows = await api.list('orders', { display: '[id,current_state]', 'filter[id]': `[${order}]` });
  const row = rows.find((one) => field(one, 'id') === order);
  return row === undefined ? undefined : field(row, 'current_state');
}

/** An order has one row for its parcel; several numbers stand in it side by side. What needs no shipping has none. */
async function writeTracking(api: Api, order: string, number: string, notify: boolean): Promise<void> {
  if (!trackingNumber.test(number))
    throw new ResponseError(
      `PrestaShop does not take “${number}” as a tracking number: letters, digits and simple signs only, at most 64.`,
    );
  const rows = await api.list('order_carriers', { display: 'full', 'filter[id_order]': `[${order}]` });
  const row = rows.toSorted((one, other) => Number(field(other, 'id')) - Number(field(one, 'id')))[0];
  if (!row) return;
  const before = field(row, 'tracking_number').trim();
  if (before.split(/,\s*/).includes(number)) return;
  const both = before ? `${before}, ${number}` : number;
  const body = toXml('order_carrier', { ...row, tracking_number: trackingNumber.test(both) ? both : number });
  try {
    await api.write('PUT', `order_carriers/${field(row, 'id')}`, body, notify ? { sendemail: 1 } : {});
  } catch (error) {
    // The number is saved before the mail is sent, and a mail that fails makes the whole fail.
    if (!notify || !(error instanceof ConnectorError) || !(await isWritten(api, order, number))) throw error;
  }
}

async function isWritten(api: Api, order: string, number: string): Promise<boolean> {
  const rows = await api.list('order_carriers', { display: 'full', 'filter[id_order]': `[${order}]` });
  return rows.some((row) => field(row, 'tracking_number').includes(number));
}

/** Each one is added to the order's history, with all that the shop ties to it (mails, invoices, stock): never blindly twice. */
async function setState(api: Api, order: string, state: string, notify: boolean): Promise<void> {
  const body = toXml('order_history', { id_order: order, id_order_state: state });
  const problem = await api.write('POST', 'order_histories', body, notify ? { sendemail: 1 } : {}).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem !== undefined && !(problem instanceof NetworkError || problem instanceof ResponseError)) throw problem;
  if ((await stateOf(api, order)) === state) return;
  throw problem ?? new ResponseError('PrestaShop took the new state of the order, but did not set it.');
}
