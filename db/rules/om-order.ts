import type { Charge, Contact, OrderLine, OrderRecord } from '../../connectors/records.ts';
import type { StoreSettings } from './settings.ts';
import { unexplained } from './transfer.ts';

/** The settings that were in force when an order came in. */
export type Applied = Pick<StoreSettings, 'orderDescriptions' | 'productDescriptions' | 'buyerContact'>;

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
  const open = unexplained(record);
  const { buyer, shipping, fees, discounts, totalTax, total, currency } = record;
  return {
    ...{ buyer, shipping, fees, discounts, totalTax, total, currency },
    recipient: applied.buyerContact ? withContact(record.recipient, buyer) : record.recipient,
    lines: record.lines.map((line) => toLine(line, applied.productDescriptions)),
    ...(!/^-?[0.]+$/.test(open) && { rounding: open }),
    notes: applied.orderDescriptions ? notesOf(record) : [],
  };
}

/** What is there is never overwritten. */
const withContact = (recipient: Contact, { phone, email }: Contact): Contact => ({
  ...recipient,
  phone: recipient.phone || phone,
  email: recipient.email || email,
});

function toLine({ sku, title, quantity, price, total, tax, descriptions }: OrderLine, described: boolean): OmLine {
  const description = described ? descriptions.map(({ label, value }) => `${label}: ${value}`).join('\n') : '';
  return { sku, title, quantity, price, total, tax, ...(description && { description }) };
}

const notesOf = ({ note, descriptions }: Pick<OrderRecord, 'note' | 'descriptions'>): string[] => [
  ...(note ? [note] : []),
  ...descriptions.map(({ label, value }) => `${label}: ${value}`),
];
