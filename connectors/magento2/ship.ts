import type { Shipment } from '../connector.ts';
import { ResponseError } from '../errors.ts';
import { text } from '../words.ts';
import * as advice from './advice.ts';
import { type Api, isGood, type Reply } from './api.ts';
import type { Entry } from './ladder.ts';
import * as payloads from './payloads.ts';
import { trouble } from './trouble.ts';

/** Carriers that Magento knows; every other is "custom", with its name as title. */
const carriers = ['ups', 'usps', 'fedex', 'dhl'];

/**
 * Ships what of an order is not shipped yet, with its tracking number. Magento ships whatever it is told, as often as it is told, so it is
 * looked first; and looked again where it refused, because somebody else may have been quicker.
 * https://developer.adobe.com/commerce/webapi/rest/tutorials/orders/order-create-shipment/
 */
export async function markShipped({ api }: Pick<Entry, 'api'>, shipment: Shipment): Promise<void> {
  const order = await look(api, shipment.order);
  const left = unshipped(order);
  if (left.length > 0 || !order.items.some(isShipped)) assertOpen(order);
  if (left.length > 0) await ship(api, shipment, order, left);
  if (shipment.status) await setStatus(api, shipment, shipment.status, left.length > 0 ? await look(api, shipment.order) : order);
}

async function look(api: Api, order: string): Promise<payloads.Shippable> {
  if (!/^\d+$/.test(order)) throw gone(order);
  const reply = await api.ask(`orders/${order}`, [['fields', payloads.shippableFields]]);
  if (reply.status === 404 && reply.json !== undefined) throw gone(order);
  return api.understand(reply, payloads.shippable);
}

const gone = (order: string) => new ResponseError(`The store has no order ${order} any more.`);

async function ship(api: Api, shipment: Shipment, order: payloads.Shippable, left: Left[]): Promise<void> {
  const reply = await api.ask(`order/${shipment.order}/ship`, [], { method: 'POST', body: toBody(shipment, order, left) });
  if (isGood(reply)) return;
  if (reply.status !== 400 || reply.json === undefined) await api.refuse(reply);
  else if (unshipped(await look(api, shipment.order)).length > 0) throw refused(reply);
}

/** In some states Magento ships nothing. */
function assertOpen({ state }: payloads.Shippable) {
  const wrong = notNow[text(state)];
  if (wrong) throw new ResponseError(wrong.text, { advice: wrong.advice });
}

const notNow: Record<string, { text: string; advice?: readonly string[] }> = {
  canceled: { text: 'The order is cancelled in the store, so it cannot be shipped.' },
  closed: { text: 'The order is closed in the store (its money was given back), so it cannot be shipped.' },
  holded: { text: 'The order is on hold in the store, so it cannot be shipped.', advice: advice.onHold },
  payment_review: {
    text: 'The payment of the order is under review in the store, so it cannot be shipped yet.',
    advice: advice.notShippable,
  },
};

/** Without a list of items Magento takes all that was ordered, and refuses where a part is shipped already. */
function toBody({ tracking, notify }: Shipment, { items }: payloads.Shippable, left: Left[]) {
  const isWhole = left.length === items.filter(isSent).length && left.every(({ partly }) => !partly);
  return {
    ...(!isWhole && { items: left.map(({ id, quantity }) => ({ order_item_id: id, qty: quantity })) }),
    notify,
    ...(tracking && { tracks: [toTrack(tracking)] }),
  };
}

function toTrack({ number, carrier = '', carrierTitle }: NonNullable<Shipment['tracking']>) {
  const code = carrier.toLowerCase();
  return { track_number: number, title: carrierTitle || carrier || 'Tracking', carrier_code: carriers.includes(code) ? code : 'custom' };
}

type Item = payloads.Shippable['items'][number];
type Left = { id: number; quantity: number; partly: boolean };

/** What still can be shipped: nothing that needs no sending, was cancelled or was given back. */
function unshipped({ items }: payloads.Shippable): Left[] {
  const inParts = new Set(items.filter((item) => item.parent_item_id && isShipped(item)).map(parentOf));
  // Parents are shipped, not children, but for a bundle whose parts are sent one by one.
  const sent = items.filter((item) => (inParts.has(String(item.item_id)) ? false : isSent(item) || inParts.has(parentOf(item))));
  return sent.flatMap((item) => {
    const gone = [item.qty_shipped, item.qty_canceled, item.qty_refunded].reduce<number>((sum, count) => sum + Number(count ?? 0), 0);
    const quantity = Number(item.qty_ordered ?? 0) - gone;
    return quantity > 0 ? [{ id: Number(item.item_id), quantity, partly: gone > 0 }] : [];
  });
}

const isShipped = ({ qty_shipped }: Item) => Number(qty_shipped ?? 0) > 0;
const parentOf = ({ parent_item_id }: Item) => String(parent_item_id);
const isSent = ({ parent_item_id, is_virtual }: Item) => !parent_item_id && Number(is_virtual ?? 0) !== 1;

/** Magento lists its reasons, one a line: not invoiced, nothing left, too little at the source. */
function refused(reply: Reply): ResponseError {
  const source = /could not save a shipment|not all of your products are available|source/i.test(reply.message ?? '');
  const { message } = trouble(reply);
  return new ResponseError(message, { advice: source ? advice.sourceEmpty : advice.notShippable });
}

/** A comment carries it. Newer Magento takes only statuses of the state that the order is in; the state itself follows what was shipped. */
async function setStatus(api: Api, { order, tracking }: Shipment, status: string, now: payloads.Shippable): Promise<void> {
  if (text(now.status) === status) return;
  const comment = ['Sent', tracking?.carrierTitle || tracking?.carrier, tracking?.number].filter(Boolean).join(' – ');
  const statusHistory = {
    comment,
    status,
    is_customer_notified: 0,
    is_visible_on_front: 0,
    parent_id: Number(order),
    entity_name: 'order',
  };
  const reply = await api.ask(`orders/${order}/comments`, [], { method: 'POST', body: { statusHistory } });
  if (isGood(reply)) return;
  if (reply.status === 400 && reply.json !== undefined)
    throw new ResponseError(`The order is shipped, but the store does not give it the status “${status}”: ${trouble(reply).message}`, {
      advice: advice.statusFollows,
    });
  await api.refuse(reply);
}
