import { z } from 'zod';
import { aboutStore, chosen } from './about-store.ts';
import { instrumentAdded } from './cards/instrument-added.ts';
import { text } from './fields.ts';
import { plain } from './words.ts';

const named = z.string('Please fill this in.').trim().min(1, 'Please fill this in.').max(100, 'Please use at most 100 characters.');

/** A payment instrument that neither the store's list nor its orders tell of yet. */
export const addInstrument = aboutStore('add-instrument', { role: 'manager' })
  .ask('named', (known) => ({
    title: `Add a payment instrument to ${plain(chosen(known).name)}`,
    text: 'For one that the store’s list does not tell. Those of the last 60 days are found by themselves.',
    fields: {
      title: text('Name', { help: 'As you call it.', placeholder: 'Klarna', schema: named }),
      method: text('Code', { help: 'As the store’s orders name it, letter by letter.', placeholder: 'klarna_payments', schema: named }),
    },
    submit: 'Add',
  }))
  .finish('Adding…', async (known, services) => {
    const store = chosen(known);
    const { state, instrument } = await services.addInstrument({ store: store.handle, ...known.named });
    return instrumentAdded({ store, state, instrument });
  });
