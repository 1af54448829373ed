import { realOrders, type Shop, type ShopOrder } from '../shop.ts';
import { localTime, phpJson, pick, utcTime } from './json.ts';
import type { Asked } from './lists.ts';
import { orderPayload, type Writing } from './orders.ts';

/** A list of orders that a store can answer pages of, each order as JSON text. */
export type OrderList = {
  page(asked: Asked, writing: Writing): { texts: string[]; total: number };
  one(id: number, writing: Writing): string | undefined;
};

/** So many orders that nobody wants to hold them: made when asked for, evenly spread over the days before `now`, ids ascending. */
export type ManyOrders = { count: number; days?: number; firstId?: number; now?: Date };

const marks = { id: 987654321, created: new Date('2001-02-03T04:05:06Z'), modified: new Date('2002-02-03T04:05:06Z') };
const minute = 60_000;

export function manyOrders(shop: Shop, { count, days = 10, firstId = 100_001, now = new Date() }: ManyOrders): OrderList {
  const models = realOrders(shop).filter(({ broken, currency }) => !broken && currency === shop.currency);
  const end = Math.floor(now.getTime() / 1000) * 1000 - 5 * minute;
  const step = (days * 24 * 60 * minute - 10 * minute) / count;
  const created = (index: number) => end - Math.floor(((count - 1 - index) * step) / 1000) * 1000;
  const write = writer(models);
  const text = (index: number, fields: string[] | undefined, writing: Writing) =>
    write(index, firstId + index, created(index), fields, writing);

  /** Both windows are ranges of indexes, as moments grow with the id. */
  function range({ window }: Asked): [number, number] {
    const after = Math.max(window.created[0], window.modified[0] - minute);
    const before = Math.min(window.created[1], window.modified[1] - minute);
    return [firstWhere(count, (index) => created(index) > after), firstWhere(count, (index) => created(index) >= before)];
  }

  function matching(asked: Asked): { total: number; at(place: number): number } {
    const [from, to] = range(asked);
    if (!asked.statuses && !asked.include && !asked.search) return { total: Math.max(0, to - from), at: (place) => from + place };
    const indexes: number[] = [];
    for (let index = from; index < to; index++) {
      const status = models[index % models.length]?.status ?? '';
      const id = firstId + index;
      const isFound = asked.search === undefined || asked.search === String(id);
      if (isFound && (asked.statuses?.includes(status) ?? true) && (asked.include?.includes(id) ?? true)) indexes.push(index);
    }
    return { total: indexes.length, at: (place) => indexes[place] ?? 0 };
  }

  return {
    page(asked, writing) {
      const { total, at } = matching(asked);
      const start = (asked.page - 1) * asked.perPage;
      const places = Array.from({ length: Math.max(0, Math.min(asked.perPage, total - start)) }, (_, place) => start + place);
      const upwards = asked.order === 'asc';
      return { total, texts: places.map((place) => text(at(upwards ? place : total - 1 - place), asked.fields, writing)) };
    },
    one: (id, writing) => (id >= firstId && id < firstId + count ? text(id - firstId, undefined, writing) : undefined),
  };
}

/** The first index for which it holds; it goes on holding from there. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Each model order is written once for each choice of fields, and cut where the id and the dates stand. */
function writer(models: ShopOrder[]) {
  const cut = new Map<string, string[]>();
  return (index: number, id: number, created: number, fields: string[] | undefined, writing: Writing): string => {
    const model = index % models.length;
    const key = `${model} ${writing.decimals} ${fields?.join() ?? ''}`;
    const pieces = cut.get(key) ?? piecesOf(models[model], fields, writing);
    cut.set(key, pieces);
    const moments = [new Date(created), new Date(created + minute)].flatMap((moment) => [
      utcTime(moment),
      localTime(moment, writing.timeZone),
    ]);
    return pieces.map((piece, place) => (place % 2 === 0 ? piece : piece === 'id' ? id : moments[Number(piece)])).join('');
  };
}

/** Text at even places; at odd ones what stands between: `id`, or the number of a moment. */
function piecesOf(model: ShopOrder | undefined, fields: string[] | undefined, writing: Writing): string[] {
  if (!model) return ['{}'];
  const { id, created, modified } = marks;
  const order = {
    ...model,
    id,
    number: String(id),
    created,
    modified,
    paid: model.paid && created,
    completed: model.completed && modified,
  };
  const moments = [created, modified].flatMap((moment) => [utcTime(moment), localTime(moment, writing.timeZone)]);
  const text = phpJson(pick(orderPayload(order, writing), fields));
  const parts = text.split(new RegExp(`(${[String(id), ...moments].join('|')})`));
  return parts.map((part, place) => (place % 2 === 0 ? part : part === String(id) ? 'id' : String(moments.indexOf(part))));
}
