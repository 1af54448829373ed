import { plain, text, textOrNone } from '../words.ts';
import { type Beside, optionsOf } from './beside.ts';
import type * as payloads from './payloads.ts';

type Description = { label: string; value: string };
type Words = Pick<Beside, 'attributes' | 'customs'>;

const longest = 500;

/** What of an order a merchant would want to know beside its note: tax number, gift message, pickup point, what was told the buyer. */
export function ofOrder(order: payloads.Order): Description[] {
  const { extension_attributes: more, billing_address, customer_taxvat } = order;
  return [
    ...told('VAT number', textOrNone(billing_address.vat_id) ?? customer_taxvat),
    ...ofGift(more.gift_message),
    ...told('Pickup location', more.pickup_location_code),
    // Extensions write there what buyers say at the checkout, because buyers see it in their account.
    ...order.status_histories
      .filter(({ is_visible_on_front: seen }) => Number(seen) === 1)
      .flatMap(({ comment }) => told('Comment', comment)),
  ];
}

/** What was chosen and written on a line: "Velikost: L", "Gravura: Ana". */
export function ofLine(line: payloads.Line, { attributes, customs }: Words): Description[] {
  const { configurable_item_options: chosen, custom_options: wished } = optionsOf(line);
  return [
    ...chosen.flatMap(({ option_id, option_value }) => {
      const value = attributes.option(text(option_id), text(option_value));
      return value ? told(attributes.label(text(option_id)) ?? '', value) : [];
    }),
    ...wished.flatMap(({ option_id, option_value }) => {
      const choice = customs.choice(text(line.product_id), text(option_id));
      return told(choice?.title || `Option ${text(option_id)}`, wordsOf(text(option_value), choice?.values));
    }),
    ...ofGift(line.extension_attributes.gift_message),
  ];
}

/** What was chosen is told by numbers, several with commas between; what was written, as it was. */
function wordsOf(value: string, values: Map<string, string> = new Map()): string {
  const titles = value.split(',').map((number) => values.get(number.trim()));
  return titles.every((title) => title !== undefined) ? titles.join(', ') : value;
}

function ofGift({ sender, recipient, message }: { sender?: unknown; recipient?: unknown; message?: unknown }): Description[] {
  return [...told('Gift from', sender), ...told('Gift to', recipient), ...told('Gift message', message)];
}

function told(label: string, value: unknown): Description[] {
  const words = plain(value);
  return textOrNone(words) && words.length <= longest ? [{ label, value: words }] : [];
}
