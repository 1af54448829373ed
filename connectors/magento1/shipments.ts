import type { Shipment } from '../connector.ts';
import { ResponseError } from '../errors.ts';
import { firstIssue, readRows } from '../rows.ts';
import { text } from '../words.ts';
import * as advice from './advice.ts';
import { type Api, listOf, type Way } from './api.ts';
import { orderRow } from './find-order.ts';
import * as payloads from './payloads.ts';
import { sendInfo } from './resources.ts';
import { faulted } from './trouble.ts';
import { members, type Value } from './xmlrpc-reading.ts';

type Tracking = NonNullable<Shipment['tracking']>;
type Order = payloads.Shippable;

/** What keeps an order of this state from being sent, and what the merchant can do about it. */
const closed: Record<string, [why: string, step: string]> = {
  canceled: ['is canceled', 'a canceled order cannot be opened again; place it anew with “Reorder”.'],
  closed: ['is closed: all of it was given back', 'place it anew with “Reorder” if it shall be sent after all.'],
  holded: ['is on hold', 'press “Unhold”.'],
  payment_review: ['is under review of its payment', 'accept or deny the payment there first.'],
};

/** Ships what is left to be shipped, with its tracking number; looks first, so that what was told before is not told again. */
export async function markShipped(api: Api, { mailsLater }: Pick<Way, 'mailsLater'>, shipment: Shipment): Promise<void> {
  const order = await orderOf(api, shipment.order);
  const later = async () => shipment.notify && (mailsLater ?? (await api.allowed()).has(sendInfo));
  if (isOpen(order) || !isBegun(order)) {
    assertSendable(order, api.host);
    await ship(api, order, shipment, shipment.tracking !== undefined && (await later()));
  } else if (shipment.tracking) await complete(api, order, shipment.tracking, later);
  if (!closed[text(order.state)]) await setStatus(api, order, shipment.status);
}

/** With `later`, the buyer's mail goes out when the number is there, so that it tells it. */
async function ship(api: Api, order: Order, { tracking, notify }: Shipment, later: boolean): Promise<void> {
  const number = await create(api, order, notify && !later);
  if (tracking) await addTrack(api, order, number, tracking);
  if (later) await api.call(sendInfo, [number, ''], { once: true });
}

async function orderOf(api: Api, id: string): Promise<Order> {
  const row = await orderRow(api, id);
  if (!row) throw new ResponseError(`The shop at ${api.host} has no order with the id ${id}.`);
  const parsed = payloads.shippable.safeParse(await api.call('sales_order.info', [row.increment_id]));
  if (parsed.success) return parsed.data;
  throw new ResponseError(`Order ${row.increment_id} cannot be read: ${firstIssue(parsed.error)}`);
}

/** Whether anything is left that can be sent. A family is shipped as its parent, or as its parts, never as both. */
function isOpen({ items }: Order): boolean {
  const left = items.filter(({ is_virtual, qty_ordered, qty_shipped, qty_canceled, qty_refunded }) => {
    const done = Number(qty_shipped || 0) + Number(qty_canceled || 0) + Number(qty_refunded || 0);
    return text(is_virtual) !== '1' && Number(qty_ordered) > done;
  });
  const shipped = new Set(items.filter(({ qty_shipped }) => Number(qty_shipped || 0) > 0).map(({ item_id }) => item_id));
  const parents = new Set(items.map(({ parent_item_id }) => text(parent_item_id)));
  const isDoneElsewhere = ({ item_id, parent_item_id }: payloads.Item) =>
    shipped.has(text(parent_item_id)) ||
    (parents.has(item_id) && items.some((part) => text(part.parent_item_id) === item_id && shipped.has(part.item_id)));
  return left.some((item) => !isDoneElsewhere(item));
}

/** Whether any of it was sent. */
const isBegun = ({ items }: Order) => items.some(({ qty_shipped }) => Number(qty_shipped || 0) > 0);

function assertSendable({ increment_id, state, items }: Order, host: string): void {
  const [why, step] = closed[text(state)] ?? [];
  if (why && step)
    throw new ResponseError(`Order ${increment_id} at ${host} ${why}, so it cannot be shipped.`, { advice: advice.notShippable(step) });
  if (items.every(({ is_virtual }) => text(is_virtual) === '1'))
    throw new ResponseError(`Order ${increment_id} at ${host} holds nothing that could be sent.`, {
      advice: advice.notShippable('what is only downloaded or done needs no shipment; complete it with “Invoice”.'),
    });
}

/** Everything that is left: an empty list of quantities. https://github.com/OpenMage/magento-lts : Mage_Sales_Model_Order_Shipment_Api::create */
async function create(api: Api, { increment_id, status }: Order, mail: boolean): Promise<string> {
  const path = 'sales_order_shipment.create';
  const { value, fault } = await api.said(path, [increment_id, [], '', mail, false], { once: true });
  if (fault && fault.code !== '102') throw faulted(fault, path, api.host);
  const number = text(value);
  if (number) return number;
  throw new ResponseError(`Magento at ${api.host} does not ship order ${increment_id}${fault?.text ? `: ${fault.text}` : '.'}`, {
    advice: advice.notShippable(`its status is “${text(status)}”.`),
  });
}

/** Magento refuses carriers that no module of its own tracks (fault 102): those are called “custom”, under their own title. */
async function addTrack(api: Api, order: Order, shipment: string, { number, carrier = '', carrierTitle }: Tracking): Promise<void> {
  const code = await carrierCode(api, order, carrier.trim().toLowerCase());
  await api.call('sales_order_shipment.addTrack', [shipment, code, carrierTitle || carrier || 'Tracking', number], { once: true });
}

async function carrierCode(api: Api, { increment_id }: Order, wanted: string): Promise<string> {
  if (!wanted || wanted === 'custom') return 'custom';
  const { value } = await api.said('sales_order_shipment.getCarriers', [increment_id]);
  return wanted in members(value) ? wanted : 'custom';
}

/**
 * It is shipped already: by somebody else, or by us before we were cut off. Where no number was given yet, ours is added to the last shipment;
 * where it is ours and the buyer was not told, that is made good.
 */
async function complete(api: Api, order: Order, tracking: Tracking, later: () => Promise<boolean>): Promise<void> {
  const shipments = await shipmentsOf(api, order);
  const ours = shipments.find(({ tracks }) => tracks.some((track) => text(track.track_number ?? track.number) === tracking.number));
  const bare = shipments.every(({ tracks }) => tracks.length === 0) ? shipments.at(-1) : undefined;
  if (bare) await addTrack(api, order, bare.increment_id, tracking);
  const mine = ours ?? bare;
  if (mine && text(mine.email_sent) !== '1' && (await later())) await api.call(sendInfo, [mine.increment_id, ''], { once: true });
}

async function shipmentsOf(api: Api, { order_id }: Order): Promise<payloads.Shipment[]> {
  const rows = listOf(await api.call('sales_order_shipment.list', [{ order_id }]));
  const numbers = readRows(rows, payloads.shipmentRow, ({ increment_id }) => increment_id).records.toSorted();
  const told = await api.all(numbers.map((number) => ['sales_order_shipment.info', [number]]));
  return readRows(
    told.map(({ value }): Value => value ?? {}),
    payloads.shipment,
    (one) => one,
  ).records;
}

/** Magento moves the order on by itself; a status of the merchant's own is set beside that. */
async function setStatus(api: Api, { increment_id }: Order, wanted: string | undefined): Promise<void> {
  if (!wanted) return;
  const { status } = members(await api.call('sales_order.info', [increment_id]));
  if (text(status) !== wanted) await api.call('sales_order.addComment', [increment_id, wanted, '', false], { once: true });
}
