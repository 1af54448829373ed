import type { OrderLine } from '../records.ts';
import { amount, bare, each, negative, plain, short, sum, text, textOrNone } from '../words.ts';
import type * as payloads from './payloads.ts';
import { entriesOf, type PhpValue, readPhp } from './php-values.ts';
import { shares } from './shares.ts';

type Item = payloads.Item;
type Money = { subtotal: string; total: string; tax: string };

/** A choice of the buyer's, as Magento keeps it beside the line. */
type Option = { label: string; value: string };

/**
 * The lines of an order. What is sold in a family stands there twice: the parent, and below it what was chosen, which alone can be sent.
 * - configurable: one line, with the SKU of what was chosen and the parent's price;
 * - bundle: one line for each part. Where the parts have prices of their own (“dynamic”), those; else the bundle's price, shared out.
 */
export function linesOf(items: readonly Item[]): OrderLine[] {
  const parts = partsOf(items);
  const known = new Set(items.map(({ item_id }) => item_id));
  const tops = items.filter(({ parent_item_id }) => !known.has(text(parent_item_id)));
  return tops.flatMap((item) => family(item, parts.get(item.item_id) ?? []));
}

/** Those that money stands at: a bundle whose parts have prices of their own repeats their sum. */
export function withMoney(items: readonly Item[]): Item[] {
  const parts = partsOf(items);
  return items.filter(({ item_id }) => !parts.get(item_id)?.some(hasPrice));
}

const partsOf = (items: readonly Item[]) => Map.groupBy(items, ({ parent_item_id }) => text(parent_item_id));
const hasPrice = ({ row_total }: Item) => Number(amount(row_total)) !== 0;

function family(item: Item, parts: readonly Item[]): OrderLine[] {
  const [part] = parts;
  if (!part) return [toLine(item, moneyOf(item))];
  if (text(item.product_type) !== 'bundle' && parts.length === 1) return [toChosen(item, part)];
  const money = parts.some(hasPrice) ? parts.map(moneyOf) : sharedOut(item, parts);
  const wishes = [{ label: 'Part of', value: plain(item.name) }, ...descriptionsOf(item)];
  return parts.map((part, at) => {
    const line = toLine(part, money[at] ?? moneyOf(part));
    return { ...line, descriptions: [...line.descriptions, ...wishes] };
  });
}

function toChosen(item: Item, chosen: Item): OrderLine {
  const values = listed(optionsOf(item).attributes_info).map(({ value }) => value);
  return {
    ...toLine(item, moneyOf(item)),
    sku: textOrNone(chosen.sku) ?? textOrNone(item.sku),
    variantId: textOrNone(chosen.product_id),
    title: [plain(item.name), values.join(', ')].filter(Boolean).join(' - '),
  };
}

function toLine(item: Item, { subtotal, total, tax }: Money): OrderLine {
  const quantity = bare(amount(item.qty_ordered));
  return {
    id: item.item_id,
    sku: textOrNone(item.sku),
    productId: textOrNone(item.product_id),
    variantId: undefined,
    title: plain(item.name),
    quantity,
    price: each(total, quantity),
    subtotal,
    total,
    tax,
    descriptions: descriptionsOf(item),
  };
}

/** What the buyer chose and wrote on it. */
function descriptionsOf(item: Item): Option[] {
  const { options, additional_options } = optionsOf(item);
  const gift = plain(item.gift_message);
  return [...listed(options), ...listed(additional_options), ...(gift ? [{ label: 'Gift message', value: gift }] : [])];
}

/** A discount on prices with tax takes some tax away, too: Magento calls that hidden, and gives it back to the net price. */
function moneyOf({ row_total, discount_amount, hidden_tax_amount, tax_amount }: Item): Money {
  const subtotal = short(amount(row_total || '0.00'));
  const off = [negative(amount(discount_amount)), amount(hidden_tax_amount)];
  return { subtotal, total: short(sum(['0.00', amount(row_total), ...off])), tax: short(amount(tax_amount || '0.00')) };
}

/** By the prices that Magento keeps of a bundle's parts; where it keeps none, each gets the same. */
function sharedOut(bundle: Item, parts: readonly Item[]): Money[] {
  const weights = parts.map((part) => {
    const { price, qty } = entriesOf(readPhp(text(optionsOf(part).bundle_selection_attributes)));
    return (Number(price) || 0) * (Number(qty) || 1);
  });
  const money = moneyOf(bundle);
  const [subtotals, totals, taxes] = [money.subtotal, money.total, money.tax].map((whole) => shares(whole, weights));
  return parts.map((_, at) => ({ subtotal: subtotals?.[at] ?? '0', total: totals?.[at] ?? '0', tax: taxes?.[at] ?? '0' }));
}

const optionsOf = ({ product_options }: Item) => entriesOf(readPhp(text(product_options)));

function listed(options: PhpValue | undefined): Option[] {
  return Object.values(entriesOf(options)).flatMap((option) => {
    const { label, value, print_value } = entriesOf(option);
    const words = plain(print_value) || plain(value);
    return words ? [{ label: plain(label), value: words }] : [];
  });
}
