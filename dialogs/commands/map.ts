import { meant as givenOf } from '../about-store.ts';
import type { Card } from '../card.ts';
import { noInstruments, unknownAnywhere, unknownInstrument } from '../cards/no-instruments.ts';
import { noStores } from '../cards/no-stores.ts';
import { unknownStore } from '../cards/not-understood.ts';
import { findInstruments, nearestInstruments, type Reading, readMap } from '../find-instrument.ts';
import { mapPayment } from '../map-payment.ts';
import type { Instrument } from '../services/payments.ts';
import type { Services, StoreChoice } from '../services.ts';
import { nearestStores } from '../understand.ts';
import { begin, card, type Reply } from './command.ts';

type Look = (store: string) => Promise<readonly Instrument[]>;

/** Opens the row of a payment instrument. The store's name may stand before or after it; with one store, or where only one has it, not at all. */
export async function map(words: string[], services: Services): Promise<Reply> {
  const stores = await services.storeNames();
  if (stores.length === 0) return card(noStores());
  const look = lookedUpOnce(services);
  const readings = readMap(words, stores);
  for (const { said, stores } of readings) {
    const meant = await having(said, stores, look);
    if (meant.length > 0) return begin(mapPayment, { ...givenOf(meant), ...(said && { said: { instrument: said } }) });
  }
  return card(await notFound(words.join(' '), readings, stores, look));
}

function lookedUpOnce(services: Services): Look {
  const looked = new Map<string, Promise<readonly Instrument[]>>();
  return (store) => {
    const found = looked.get(store) ?? services.instruments(store).then((payments) => payments?.instruments ?? []);
    looked.set(store, found);
    return found;
  };
}

/** The stores that have such an instrument. Nothing said: all of them. */
async function having(said: string, stores: StoreChoice[], look: Look): Promise<StoreChoice[]> {
  if (said === '') return stores;
  const found = await Promise.all(stores.map(async ({ handle }) => findInstruments(said, await look(handle)).length > 0));
  return stores.filter((_, at) => found[at]);
}

/** A store that nobody knows, beside an instrument that is known; else an instrument that the store does not have. */
async function notFound(words: string, readings: Reading<StoreChoice>[], all: StoreChoice[], look: Look): Promise<Card> {
  for (const { said, name, stores } of readings)
    if (said && name && stores.length === 0 && (await having(said, all, look)).length > 0)
      return unknownStore(name, nearestStores(name, all), (handle) => `map ${said} ${handle}`);
  const [only, another] = all;
  const { said, stores } = readings.find((one) => one.name && one.stores.length === 1) ?? { said: words, stores: another ? [] : [only] };
  const [store] = stores;
  if (!store) return unknownAnywhere(said, all);
  const instruments = await look(store.handle);
  return instruments.length > 0 ? unknownInstrument(said, store, nearestInstruments(said, instruments)) : noInstruments(store);
}
