import { aboutStore } from './about-store.ts';
import { text } from './fields.ts';
import { orderNumber } from './read-order.ts';

/** What a command may know of the order that is meant. */
export type OrderGiven = { number?: { number: string } };

/** The beginning of every dialog about one order: asks for its store and its number, unless they were said. */
export const aboutOrder = (name: string) =>
  aboutStore<OrderGiven>(name).ask(
    'number',
    () => ({
      title: 'Which order?',
      fields: { number: text('Order number', { placeholder: '1234', help: 'As your store calls it, or as it is called here.' }) },
    }),
    { unless: ({ number }) => Boolean(number?.number) },
  );

/** The number that was said. */
export const numberOf = ({ number }: { number: { number: string } }): string => orderNumber(number.number.trim());
