import type { OrderLine } from '../records.ts';
import { each, negative, plain, sum, text, textOrNone } from '../words.ts';
import { type Beside, optionsOf } from './beside.ts';
import { ofLine } from './descriptions.ts';
import { money, quantity } from './money.ts';
import type * as payloads from './payloads.ts';

type Words = Pick<Beside, 'attributes' | 'customs'>;
/** What a line costs: without tax, before and after discounts. */
type Money = Pick<OrderLine, 'subtotal' | 'total' | 'tax'>;

/**
 * The lines of an order, each thing once. A configurable comes as two lines of one SKU, its parent with the price and its child with none; a
 * bundle as one line with what it is made of below it, and the money at either.
 */
export function toLines({ items }: Pick<payloads.Order, 'items'>, words: Words): OrderLine[] {
  const parents = new Set(items.map(({ item_id }) => String(item_id)));
  const childrenOf = Map.groupBy(items, ({ parent_item_id }) => String(parent_item_id ?? ''));
  const isTop = ({ parent_item_id: parent }: payloads.Line) => !parent || !parents.has(String(parent));
  return items.filter(isTop).flatMap((item) => {
    const [child, ...others] = childrenOf.get(String(item.item_id)) ?? [];
    if (!child) return [toLine(item, moneyOf(item), words)];
    if (text(item.product_type) === 'configurable' && others.length === 0) return [variantLine(item, child, words)];
    return bundleLines(item, [child, ...others], words);
  });
}

function toLine(item: payloads.Line, money: Money, words: Words): OrderLine {
  const count = quantity(item.qty_ordered);
  const own = optionsOf(item).custom_options.length > 0 ? words.customs.sku(text(item.product_id)) : undefined;
  return {
    id: String(item.item_id),
    sku: own ?? textOrNone(item.sku),
    productId: textOrNone(item.product_id),
    variantId: undefined,
    title: plain(item.name),
    quantity: count,
    price: each(money.total, count),
    ...money,
    descriptions: ofLine(item, words),
  };
}

/** What was sold is the child; what it costs, how it is called and what was chosen stands at the parent. */
function variantLine(parent: payloads.Line, child: payloads.Line, words: Words): OrderLine {
  const money = isFree(parent) && !isFree(child) ? moneyOf(child) : moneyOf(parent);
  return { ...toLine(parent, money, words), sku: textOrNone(child.sku) ?? textOrNone(parent.sku), variantId: textOrNone(child.product_id) };
}

/** A bundle is packed, and kept in stock, as its parts. Where only the whole has a price, it is spread over them, piece by piece. */
function bundleLines(bundle: payloads.Line, parts: payloads.Line[], words: Words): OrderLine[] {
  const whole = moneyOf(bundle);
  const priced = parts.some((part) => !isFree(part));
  const shares = priced ? parts.map(moneyOf) : spread(whole, parts);
  const wishes = [{ label: 'Part of', value: plain(bundle.name) }, ...ofLine(bundle, words)];
  return parts.map((part, at) => {
    const line = toLine(part, shares[at] ?? whole, words);
    return { ...line, descriptions: [...line.descriptions, ...wishes] };
  });
}

const isFree = ({ row_total }: payloads.Line) => Number(row_total ?? 0) === 0;

/** A discount on prices with tax holds tax as well: that part of it is told as compensation. Most lines have none. */
function moneyOf({ row_total, discount_amount, discount_tax_compensation_amount, tax_amount }: payloads.Line): Money {
  const subtotal = money(row_total);
  const tax = money(tax_amount);
  if (!Number(discount_amount ?? 0)) return { subtotal, total: subtotal, tax };
  return { subtotal, total: sum([subtotal, negative(money(discount_amount)), money(discount_tax_compensation_amount)]), tax };
}

/** By pieces, to the cent; what does not divide is the last one's. */
function spread(whole: Money, parts: readonly payloads.Line[]): Money[] {
  const pieces = parts.map(({ qty_ordered }) => Number(quantity(qty_ordered)));
  const all = pieces.reduce((total, count) => total + count, 0);
  const divided = {
    subtotal: share(whole.subtotal, pieces, all),
    total: share(whole.total, pieces, all),
    tax: share(whole.tax, pieces, all),
  };
  return parts.map((_, at) => ({
    subtotal: divided.subtotal[at] ?? '0.00',
    total: divided.total[at] ?? '0.00',
    tax: divided.tax[at] ?? '0.00',
  }));
}

function share(amount: string, pieces: readonly number[], all: number): string[] {
  const first = pieces.slice(0, -1).map((count) => money(((Number(amount) * count) / all).toFixed(2)));
  return [...first, sum([amount, ...first.map(negative)])];
}
