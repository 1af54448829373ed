import { aboutStore, chosen, type Meant } from './about-store.ts';
import type { Card } from './card.ts';
import { noInstruments, noStatuses } from './cards/no-instruments.ts';
import { codUnpaid, warningItems } from './cards/payment-warnings.ts';
import { reasonsText } from './cards/proposal-reasons.ts';
import { rowLeft, rowNotSaved, rowRefused, rowSaved } from './cards/row-saved.ts';
import { type Form, Invalid, type Notice } from './dialog.ts';
import { choice } from './fields.ts';
import { findInstruments } from './find-instrument.ts';
import { overtakenNotice, whose } from './overtaken.ts';
import { type RowAnswers, rowFields, rowOf, rowSentence } from './payment-row.ts';
import { trialNotice } from './row-trial.ts';
import type { Instrument, Instruments, Overtaken, RowRefusal, Trial } from './services/payments.ts';
import type { Services } from './services.ts';
import { count, list, plain, sums } from './words.ts';

/** What the command said of the instrument: its handle, its code, its title or a part of it. */
export type MapGiven = { said?: { instrument: string } };

type Found = { payments?: Instruments; offered: string[] };
type Known = Meant & MapGiven & { store?: { handle: string }; found: Found; instrument?: { handle: string } };
type Sure = { choice: 'confirm' | 'change' };
type Meanwhile = { version: number; by?: Overtaken };

/** One payment instrument: in which statuses its orders come in, paid or not, delivered how. Tried on the last orders before it is saved. */
export const mapPayment = aboutStore<MapGiven>('map-payment', { role: 'manager' })
  .wait('found', 'Looking at your payment instruments…', look)
  .ask('instrument', ({ found }) => whichForm(found), { unless: (known) => !mappable(known) || known.found.offered.length === 1 })
  .ask('row', rowForm, { unless: (known) => !mappable(known) })
  // It stands where the answer to the next question will, so that what was answered to an earlier trial is forgotten.
  .wait('sure', 'Trying it on your last orders…', tryIt, { unless: (known) => !mappable(known) })
  .ask('sure', sureForm, { unless: (known) => !mappable(known) })
  .wait('meanwhile', 'Looking whether somebody changed it meanwhile…', lookAgain, { unless: (known) => !mappable(known) })
  .ask('whose', (known) => whoseForm(known, known.meanwhile.by), { unless: (known) => !known.meanwhile?.by })
  .finish('Saving…', async (known, services, { id }): Promise<Card> => {
    if (!mappable(known)) return known.found.payments?.instruments.length ? noStatuses(chosen(known)) : noInstruments(chosen(known));
    const { payments, instrument } = picked(known);
    const { store } = payments;
    if (known.whose?.whose === 'theirs') return rowLeft({ store, instrument });
    const shown = { store, instrument, row: rowOf(known.row), words: payments };
    const given = { store: store.handle, instrument: instrument.handle, row: shown.row, version: known.meanwhile.version, turn: id };
    const saved = await services.saveRow(given);
    if (saved.state === 'changed') return rowNotSaved({ ...shown, by: saved.by });
    if (saved.state === 'refused') return rowRefused({ ...shown, why: refusedWords(saved.refused).text });
    return rowSaved({ ...shown, waiting: instrument.waiting, next: saved.next });
  });

async function look(known: Meant & MapGiven & { store?: { handle: string } }, services: Services): Promise<Found> {
  const payments = await services.instruments(chosen(known).handle);
  if (!payments) return { offered: [] };
  const meant = findInstruments(known.said?.instrument ?? '', payments.instruments);
  // What nobody has is asked for among all.
  return { payments, offered: (meant.length > 0 ? meant : payments.instruments).map(({ handle }) => handle) };
}

const mappable = ({ found: { payments } }: Known): boolean => Boolean(payments?.instruments.length && payments.statuses.length);

/** The instrument that was chosen, or the only one that was offered. */
function picked({ found: { payments, offered }, instrument }: Known): { payments: Instruments; instrument: Instrument } {
  const handle = offered.length === 1 ? offered[0] : instrument?.handle;
  const one = payments?.instruments.find((other) => other.handle === handle);
  if (!payments || !one) throw new Error('A row was opened without its instrument.');
  return { payments, instrument: one };
}

const whichForm = ({ payments, offered }: Found) => ({
  title: 'Which payment instrument?',
  fields: {
    handle: choice(
      'Payment instrument',
      (payments?.instruments ?? [])
        .filter(({ handle }) => offered.includes(handle))
        .map(({ handle, title, confirmed }) => ({
          value: handle,
          label: `${plain(title)} (${handle}), ${confirmed ? '' : 'not '}confirmed`,
        })),
    ),
  },
});

function rowForm(known: Known) {
  const { payments, instrument } = picked(known);
  const { title, seen, confirmed, confirmedBy, proposal } = instrument;
  const orders = seen.orders ? `${count(seen.orders, 'order')} in the last 60 days: ${sums(seen.sums)}.` : 'No orders in the last 60 days.';
  const why = confirmed ? `Confirmed by ${plain(confirmedBy ?? 'somebody')}.` : reasonsText(proposal.reasons);
  return {
    title: `${plain(title)} of ${plain(payments.store.name)}`,
    text: [orders, why, ...modeText(payments)].join(' '),
    notice: goneNotice(payments, instrument),
    fields: rowFields(instrument, payments),
    submit: 'Try it',
  };
}

/** Outside Adjusted a row says less. */
function modeText({ mode }: Instruments): string[] {
  if (mode === 'adjusted') return [];
  const all = mode === 'always' ? 'every order as paid' : 'no order as paid';
  return [`Payment transfer is *${mode === 'always' ? 'Always' : 'Never'}*: it marks ${all}, whatever is chosen here.`];
}

function goneNotice({ statuses }: Instruments, { title, vanished, statuses: set }: Instrument): Notice | undefined {
  const gone = set.filter((code) => !statuses.some((status) => status.code === code));
  const warnings = gone.length > 0 ? warningItems([{ kind: 'status gone', title, statuses: gone }], statuses) : [];
  const text = vanished ? 'The last reading found it neither in the store’s list nor in its orders.' : 'The store has changed.';
  return vanished || warnings.length > 0 ? { tone: 'warning', text, items: warnings } : undefined;
}

async function tryIt(known: Known & { row: RowAnswers }, services: Services): Promise<{ trial: Trial } | Invalid> {
  const { payments, instrument } = picked(known);
  const trial = await services.tryRow({ store: payments.store.handle, instrument: instrument.handle, row: rowOf(known.row) });
  if (!('refused' in trial)) return { trial };
  const { field, text } = refusedWords(trial.refused);
  return new Invalid({ [field]: text }, undefined, 'row');
}

/** Every reason for which a row is refused, and beside which field it is told. */
function refusedWords(refused: RowRefusal): { field: keyof RowAnswers; text: string } {
  switch (refused.kind) {
    case 'cod with payment type':
      return { field: 'paymentType', text: codUnpaid };
    case 'no status':
      return { field: 'statuses', text: 'Please choose at least one.' };
    case 'unknown status':
      return { field: 'statuses', text: `The store no longer has ${list(refused.statuses.map((name) => `“${plain(name, 40)}”`))}.` };
    case 'unknown type':
      return { field: refused.field, text: 'This type was retired meanwhile. Please choose another one.' };
  }
}

function sureForm(known: Known & { row: RowAnswers; sure: { trial: Trial } }) {
  const { payments, instrument } = picked(known);
  const { trial } = known.sure;
  return {
    title: `${plain(instrument.title)} of ${plain(payments.store.name)}`,
    text: `It would be: ${rowSentence(rowOf(known.row), payments)}. Nothing is changed yet.`,
    notice: trialNotice(trial, payments),
    fields: {
      choice: choice<Sure['choice']>(
        'Shall it be so?',
        [
          { value: 'confirm', label: 'Confirm' },
          { value: 'change', label: 'Change something' },
        ],
        // What looks wrong is not waved through.
        { initial: trial.warnings.length > 0 ? undefined : 'confirm' },
      ),
    },
  };
}

async function lookAgain(known: Known & { sure: Sure }, services: Services): Promise<Meanwhile | Invalid> {
  if (known.sure.choice === 'change') return new Invalid({}, undefined, 'row');
  const { payments, instrument } = picked(known);
  const { version, handle } = instrument;
  return (await services.overtaken({ store: payments.store.handle, instrument: handle, version })) ?? { version };
}

function whoseForm(known: Known & { row: RowAnswers }, by: Overtaken | undefined): Form<{ whose: ReturnType<typeof whose> }> {
  const { payments, instrument } = picked(known);
  return {
    title: `${plain(instrument.title)} of ${plain(payments.store.name)}`,
    text: `You chose: ${rowSentence(rowOf(known.row), payments)}.`,
    notice: by && overtakenNotice(by, payments.store.timeZone),
    fields: { whose: whose() },
    submit: 'Go on',
  };
}
