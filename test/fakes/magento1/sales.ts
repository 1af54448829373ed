import { realOrders, type ShopOrder } from '../shop.ts';
import { filterOf } from './filters.ts';
import { filterable, filterColumns, memoInfo, orderInfo, orderRow, type Shipment, shippedOf } from './orders.ts';
import { Fatal, Fault, type Resource, type Site } from './site.ts';
import { statusOf } from './words.ts';
import type { Php } from './xml.ts';

/** `order_id` is how the API calls the column `entity_id`. */
export function mapped(filters: Php | undefined, name: string): Php {
  if (!filters || typeof filters !== 'object' || Array.isArray(filters)) return [];
  return Object.fromEntries(Object.entries(filters).map(([field, condition]) => [field === name ? 'entity_id' : field, condition]));
}

const invalidFilters = () => new Fault(101, 'Invalid filters given. Details in error message.');

/** MySQL compares numbers of orders without regard to case. */
function orderNumbered({ shop }: Site, number: Php | undefined): ShopOrder | undefined {
  return realOrders(shop).find((order) => order.number.toLowerCase() === String(number).toLowerCase());
}

/** Mage_Sales_Model_Order_Api */
export const order: Resource = {
  list([filters], { shop, setup, many }) {
    if (many.orders) return many.orders.list(filters);
    const matches = filterOf(mapped(filters, 'order_id'), filterable);
    if (!matches) throw invalidFilters();
    const found = realOrders(shop).filter((one) => matches(filterColumns(one)));
    if (found.length > (setup.fatalAbove ?? Number.POSITIVE_INFINITY)) throw new Fatal();
    // In no order that could be relied on.
    return found.toReversed().map(orderRow);
  },
  info([number], site) {
    if (number === site.setup.fatalOrder) throw new Fatal();
    if (number === site.setup.internalError) throw new Fault(1, 'Internal Error. Please see log for details.');
    const found = orderNumbered(site, number);
    const told = site.many.orders ? site.many.orders.info(String(number)) : found && orderInfo(found, site.shipments);
    if (!told) throw new Fault(100, 'Requested order not exists.');
    return told;
  },
  addComment([number, status, text], site) {
    const found = orderNumbered(site, number);
    if (!found) throw new Fault(100, 'Requested order not exists.');
    site.comments.push({ order: found.id, status: String(status), text: String(text ?? '') });
    const own = site.shop.statuses.find(({ code }) => statusOf(code).status === status);
    site.change(found.id, { status: own?.code ?? String(status) });
    return true;
  },
};

const carriers: Record<string, string> = {
  ...{ custom: 'Custom Value', dhl: 'DHL (Deprecated)', fedex: 'Federal Express', ups: 'United Parcel Service' },
  ...{ usps: 'United States Postal Service', dhlint: 'DHL' },
};

/** Mage_Sales_Model_Order_Shipment_Api */
export const shipment: Resource = {
  list([filters], { shipments }) {
    const matches = filterOf(filters ?? [], ['order_id', 'increment_id']);
    if (!matches) throw new Fault(101, 'Invalid filters given. Details in error message.');
    return shipments
      .filter(({ order, number }) => matches({ order_id: order, increment_id: number }))
      .map(({ order, number }) => ({ order_id: order, increment_id: number, shipment_id: Number(number) - 100_000_000 }));
  },
  info([number], site) {
    const { order, tracks, comment, mailed } = shipmentNumbered(site, number);
    return {
      ...{ order_id: order, increment_id: String(number), email_sent: mailed ? 1 : null, items: [] },
      tracks: tracks.map((track) => ({ ...track, number: track.track_number, parent_id: 1, order_id: order })),
      comments: comment ? [{ comment }] : [],
    };
  },
  create([number, quantities, comment, email], site) {
    const found = orderNumbered(site, number);
    if (!found) throw new Fault(103, 'Requested order not exists.');
    const left = new Map(found.lines.map((line) => [line.id, line.quantity - shippedOf(found, line, site.shipments)]));
    const isOpen = ['pending', 'processing'].includes(found.status) && [...left.values()].some((count) => count > 0);
    if (!isOpen || !Array.isArray(quantities)) throw new Fault(102, 'Cannot do shipment for order.');
    const made: Shipment = {
      number: String(100_000_001 + site.shipments.length),
      ...{ order: found.id, quantities: left, tracks: [], comment: String(comment ?? '') },
    };
    site.shipments.push(made);
    if (email === true || email === 1) mail(site, made);
    site.change(found.id, { status: found.paid ? 'completed' : 'processing' });
    return made.number;
  },
  addTrack([number, carrier, title, track], site) {
    const { tracks } = shipmentNumbered(site, number);
    if (!(String(carrier) in carriers)) throw new Fault(102, 'Invalid carrier specified.');
    tracks.push({ carrier_code: String(carrier), title: String(title), track_number: String(track) });
    return String(tracks.length);
  },
  sendInfo([number], site) {
    mail(site, shipmentNumbered(site, number));
    return true;
  },
  getCarriers([number], site) {
    if (!orderNumbered(site, number)) throw new Fault(103, 'Requested order not exists.');
    return carriers;
  },
};

function shipmentNumbered({ shipments }: Site, number: Php | undefined): Shipment {
  const found = shipments.find((one) => one.number === number);
  if (!found) throw new Fault(100, 'Requested shipment not exists.');
  return found;
}

function mail({ mails }: Site, shipment: Shipment) {
  mails.set(shipment.order, (mails.get(shipment.order) ?? 0) + 1);
  shipment.mailed = true;
}

/** Mage_Sales_Model_Order_Creditmemo_Api */
export const creditmemo: Resource = {
  list([filters], site) {
    const matches = filterOf(mapped(filters, 'creditmemo_id'), ['order_id', 'increment_id', 'entity_id']);
    if (!matches) throw invalidFilters();
    return memos(site).filter(({ order_id, increment_id }) => matches({ order_id: Number(order_id), increment_id: String(increment_id) }));
  },
  info([number], site) {
    const found = memos(site).find(({ increment_id }) => increment_id === number);
    if (!found) throw new Fault(100, 'Requested credit memo not exists.');
    return found;
  },
};

const memos = ({ shop }: Site) => realOrders(shop).flatMap((order) => order.refunds.map((refund) => memoInfo(order, refund)));
