import type { Charge, Contact, OrderLine, OrderRecord } from '../../connectors/records.ts';
import { isWithin } from './money.ts';
import type { StoreSettings } from './settings.ts';
import { isRounding, unexplained } from './transfer.ts';

/** The settings that were in force when an order came in; `payment` is absent of those that earlier versions brought. */
export type Applied = Pick<StoreSettings, 'orderDescriptions' | 'productDescriptions' | 'buyerContact'> &
  Partial<Pick<StoreSettings, 'payment'>>;

/** A line of an order here; `rounding` explains what a store's rounding left open. */
export type OmLine = Pick<OrderLine, 'sku' | 'title' | 'quantity' | 'price' | 'total' | 'tax'> & { description?: string };

/** An order as order management has it. Amounts are decimal strings in `currency`; lines and charges are without tax. */
export type OmOrder = {
  buyer: Contact;
  recipient: Contact;
  lines: OmLine[];
  shipping: Charge[];
  fees: Charge[];
  discounts: Charge[];
  /** What its lines, charges and taxes leave open, at most two cents a line; absent where nothing is open. */
  rounding?: string;
  totalTax: string;
  total: string;
  currency: string;
  notes: string[];
};

/** What a store's order becomes here. Changes nothing that the store told. */
export function omOrder(record: OrderRecord, applied: Applied): OmOrder {
  const rounding = roundingOf(record);
  const { buyer, shipping, fees, discounts, totalTax, total, currency } = record;
  return {
    ...{ buyer, shipping, fees, discounts, totalTax, total, currency },
    recipient: applied.buyerContact ? withContact(record.recipient, buyer) : record.recipient,
    lines: record.lines.map((line) => toLine(line, applied.productDescriptions)),
    ...(rounding && { rounding }),
    notes: applied.orderDescriptions ? notesOf(record) : [],
  };
}

/** More than rounding is no rounding line: such an order waits. */
function roundingOf(record: OrderRecord): string | undefined {
  const open = unexplained(record);
  return !isWithin(open, '0') && isRounding(open, record.lines.length) ? open : undefined;
}

/** What is there is never overwritten; blanks are nothing. */
const withContact = (recipient: Contact, buyer: Contact): Contact => ({
  ...recipient,
  phone: recipient.phone?.trim() ? recipient.phone : buyer.phone,
  email: recipient.email?.trim() ? recipient.email : buyer.email,
});

function toLine({ sku, title, quantity, price, total, tax, descriptions }: OrderLine, described: boolean): OmLine {
  const description = described ? descriptions.map(labelled).join('\n') : '';
  return { sku, title, quantity, price, total, tax, ...(description && { description }) };
}

const notesOf = ({ note, descriptions }: Pick<OrderRecord, 'note' | 'descriptions'>): string[] => [
  ...(note?.trim() ? [note] : []),
  ...descriptions.map(labelled),
];

const labelled = ({ label, value }: OrderRecord['descriptions'][number]) => (label ? `${label}: ${value}` : value);
