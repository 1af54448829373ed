import type { Charge, Contact } from '../../connectors/records.ts';
import type { OmLine } from '../../db/rules/om-order.ts';
import type { Action, Card, Item, Tone } from '../card.ts';
import { orderHistory } from '../order-history.ts';
import type { ShownOrder } from '../services/orders.ts';
import { unitPrice } from '../unit-price.ts';
import { clock, digits, list, moment, money, plain } from '../words.ts';
import { heldText, mendsOne } from './held-reasons.ts';

/** One order as it is here, or (simulated) as it would become by the settings and rows of now. */
export function shownOrder(shown: ShownOrder): Card {
  return {
    title: titleOf(shown),
    tone: toneOf(shown),
    text: textOf(shown),
    facts: facts(shown),
    items: [...contacts(shown), ...notes(shown), ...events(shown)],
    ...(shown.order.lines.length > 0 && {
      table: { columns: ['SKU', 'Title', 'Quantity', 'Price without tax', 'Total without tax'], rows: rows(shown) },
    }),
    actions: actions(shown),
  };
}

function titleOf({ simulated, number, omNumber, state, store }: ShownOrder): string {
  const name = plain(store.name);
  if (simulated) return `What order ${plain(number, 40)} of ${name} would become`;
  return state === 'imported' ? `Order ${plain(omNumber, 40)}` : `Order ${plain(number, 40)} of ${name} is not in yet`;
}

function toneOf({ state }: ShownOrder): Tone {
  if (state === 'held') return 'warning';
  return state === 'imported' ? 'good' : 'neutral';
}

function textOf(shown: ShownOrder): string {
  const { simulated, state, reason, statuses, order, already } = shown;
  const why = reason ? heldText(reason, { statuses, currency: order.currency, problems: shown.problems }) : '';
  if (!simulated) {
    if (state === 'imported') return `It is order ${plain(shown.number, 40)} of ${plain(shown.store.name)}.`;
    return state === 'held'
      ? `It waits. ${why}`.trim()
      : 'It was only looked at when the payment instruments were read; an import brings it.';
  }
  const then = state === 'held' ? `It would wait. ${why}` : `It would come in ${payment(shown)}.`;
  const there = already ? ` It came in as *${plain(already, 40)}* before, and stays as it is.` : '';
  return `${then} Nothing was changed.${there}`;
}

/** How it is paid, in a few words. */
function payment({ paid, paymentType, codAmount, order }: ShownOrder): string {
  if (codAmount) return `with ${money(codAmount, order.currency)} to collect on delivery`;
  if (!paid) return 'as not paid';
  return paymentType ? `as paid with ${plain(paymentType, 40)}` : 'as paid';
}

function facts(shown: ShownOrder): [string, string][] {
  const { order, placedAt, store, storeStatus, omNumber, omStatus, deliveryType, state, simulated } = shown;
  const amount = (value: string) => money(value, order.currency);
  const sums = [...order.shipping, ...order.fees].map((charge): [string, string] => [
    `${plain(charge.title, 40) || 'Charge'}, without tax`,
    amount(charge.total),
  ]);
  const decided = state === 'imported';
  return [
    ...(simulated ? [['Number here', plain(omNumber, 40)] satisfies [string, string]] : []),
    ['Placed', moment(placedAt, store.timeZone)],
    ['Status in the store', plain(storeStatus, 40)],
    ...(decided && omStatus ? [['Status here', statusNames[omStatus]] satisfies [string, string]] : []),
    ['Paid with', plain(shown.payment, 60) || 'no payment method'],
    ...(decided
      ? ([['Payment', paidWord(shown)], ...byMode(shown), ['Delivery', plain(deliveryType ?? 'no delivery type', 40)]] satisfies [
          string,
          string,
        ][])
      : []),
    ...sums,
    ['Tax', amount(order.totalTax)],
    ...(order.rounding ? [['Rounding', amount(order.rounding)] satisfies [string, string]] : []),
    ['Total with tax', amount(order.total)],
    ...(order.discounts.length > 0
      ? [['Discounts, taken off the prices', discounts(order.discounts, amount)] satisfies [string, string]]
      : []),
  ];
}

/** Outside Adjusted it was not the row that said whether it is paid. */
function byMode({ mode }: ShownOrder): [string, string][] {
  if (mode === undefined || mode === 'adjusted') return [];
  return [['Payment transfer', mode === 'always' ? 'Always: every order comes in as paid' : 'Never: no order comes in as paid']];
}

function paidWord({ paid, paymentType, codAmount, order }: ShownOrder): string {
  if (codAmount) return `${money(codAmount, order.currency)} to collect on delivery`;
  if (!paid) return 'Not paid';
  return paymentType ? `Paid: ${plain(paymentType, 40)}` : 'Paid';
}

const statusNames: Record<NonNullable<ShownOrder['omStatus']>, string> = {
  received: 'Received',
  confirmed: 'Confirmed',
  'on hold': 'On hold',
  shipped: 'Shipped',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

const discounts = (all: readonly Charge[], amount: (value: string) => string) =>
  list(all.map(({ title, total }) => `${plain(title, 40) || 'Discount'} ${amount(total)}`));

const rows = ({ order }: ShownOrder): string[][] =>
  order.lines.map(({ sku, title, quantity, price, total, description }: OmLine) => [
    sku ? plain(sku, 40) : 'none',
    description ? `${plain(title)} (${plain(description, 200)})` : plain(title),
    quantity,
    unitPrice({ price, quantity, total }, order.currency),
    money(total, order.currency),
  ]);

function contacts({ order: { buyer, recipient } }: ShownOrder): Item[] {
  const same = JSON.stringify(buyer) === JSON.stringify(recipient);
  return [
    { tone: 'neutral', label: same ? 'Buyer and recipient' : 'Buyer', text: contactText(buyer) },
    ...(same ? [] : [{ tone: 'neutral' as const, label: 'Recipient', text: contactText(recipient) }]),
  ];
}

function contactText({ name, company, street, street2, postcode, city, state, country, phone, email }: Contact): string {
  const place = [postcode, city].filter(Boolean).join(' ');
  const parts = [name, company, street, street2, place, state, country, phone, email].flatMap((part) =>
    part?.trim() ? [plain(part)] : [],
  );
  return parts.join(', ') || 'not told';
}

const notes = ({ order }: ShownOrder): Item[] =>
  order.notes.length > 0 ? [{ tone: 'neutral', label: 'Notes', text: order.notes.map((note) => plain(note, 500)).join(' · ') }] : [];

/** More lines than this nobody reads; the newest matter. */
const most = 20;

function events({ history, statuses, order, store }: ShownOrder): Item[] {
  const all = orderHistory(history, { statuses, currency: order.currency });
  if (all.length === 0) return [];
  const told = all.slice(-most).map(({ at, text }) => `${clock(at, store.timeZone)}: ${text}`);
  const left = all.length - told.length;
  return [{ tone: 'neutral', label: 'History', text: [...(left ? [`… ${digits(left)} earlier`] : []), ...told].join('\n') }];
}

function actions({ store, number, state, reason, simulated, already, statuses, problems, unmet }: ShownOrder): Action[] {
  const { handle } = store;
  const why: Action = { label: 'Why?', command: `why ${number} ${handle}` };
  if (simulated && already) return [{ label: 'Open', command: `order ${number} ${handle}` }, why];
  const mend = reason && !(unmet && reason.kind === 'no row') && mendsOne(reason, store, { statuses, problems });
  if (simulated) return [...(mend ? [primary(mend), why] : [primary(why)]), { label: 'Settings', command: `settings ${handle}` }];
  const orders: Action = { label: 'Orders', command: `orders ${handle}` };
  return state === 'imported' ? [orders, { label: 'History', command: `history ${handle}` }] : [primary(why), orders];
}

const primary = (action: Action): Action => ({ ...action, style: 'primary' });
