import type { Reply } from '../../bot/words.ts';
import type { Card } from '../../dialogs/card.ts';
import { type Dialog, dialog, Invalid } from '../../dialogs/dialog.ts';
import { choice, choices, number, text } from '../../dialogs/fields.ts';
import type { Shop } from './chat.ts';
import * as said from './dialogs.ts';

/** Asks, looks for as long as the shop takes, asks once more, and ends. */
const deliver = dialog<Shop>('deliver')
  .ask('order', () => ({
    title: 'Where does it go?',
    fields: { address: text('Address'), days: number('Days', { min: 1, max: 365, initial: 14 }) },
    submit: 'Look',
  }))
  .wait('looked', 'Looking at the address…', async ({ order }, services) => {
    if ((await services.check(order.address)) === 'fine') return {};
    const actions = [{ label: 'Paint it', command: 'paint' }];
    return new Invalid(
      { address: 'Nobody lives here.' },
      {
        tone: 'bad',
        text: 'The address could not be found.',
        items: [{ tone: 'neutral', label: 'The door', text: 'It has no colour yet.', actions }],
      },
    );
  })
  .ask('name', () => ({ title: 'Almost done', fields: { name: text('Whose name is on the door?') } }))
  .finish('Delivering…', async ({ order, name }, services) => {
    await services.check('the end');
    return { title: 'Delivered', tone: 'good', text: `To ${name.name}, ${order.address}, within ${order.days} days.` };
  });

const paint = dialog<Shop>('paint')
  .ask('door', () => ({ title: 'Paint the door', fields: { colour: text('Colour') }, submit: 'Paint' }))
  .finish('Painting…', async ({ door }) => ({ title: `Painted ${door.colour}` }));

/** Nothing has to be asked. */
const look = dialog<Shop>('look').finish('Looking around…', async (_, services) => ({
  title: `Looked: ${await services.check('around')}`,
  tone: 'good',
}));

const countries = Array.from({ length: 250 }, (_, at) => ({ value: `c${at}`, label: `Country ${at}` }));
const cities = Array.from({ length: 150 }, (_, at) => ({ value: `t${at}`, label: `Čity ${at}` }));

const travel = dialog<Shop>('travel')
  .ask('trip', () => ({
    title: 'Where shall the parcel travel to in the end?',
    fields: { country: choice('Country', countries), cities: choices('Cities', cities), days: number('Days', { min: 1, max: 9 }) },
  }))
  .finish('Travelling…', async ({ trip }) => ({ title: 'Travelled', text: `${trip.country} by ${trip.cities.join(' and ')}` }));

export const dialogs: Record<string, Dialog<Shop>> = Object.fromEntries([deliver, paint, look, travel].map((one) => [one.name, one]));

/** More than one message can show, and than one modal. */
export const longList: Card = {
  title: 'All parcels',
  text: 'The newest ones first.',
  items: Array.from({ length: 260 }, (_, at) => ({
    tone: 'neutral',
    label: `Parcel ${at}.`,
    text: 'On its way',
    actions: [{ label: 'Open', command: `open ${at}` }],
  })),
  actions: [{ label: 'Help', command: 'help' }],
};

export async function command(line: string): Promise<Reply<Shop>> {
  const found = Object.hasOwn(dialogs, line) ? dialogs[line] : undefined;
  if (found) return { kind: 'dialog', dialog: found, given: {} };
  return line === 'parcels' ? { kind: 'card', card: longList } : said.command(line);
}
