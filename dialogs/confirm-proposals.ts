import { aboutStore, chosen, type Meant } from './about-store.ts';
import type { Item } from './card.ts';
import { noInstruments } from './cards/no-instruments.ts';
import { reasonsText } from './cards/proposal-reasons.ts';
import { nothingToConfirm, openRow, proposalsConfirmed } from './cards/proposals-confirmed.ts';
import { isToBeSet, rowSentence } from './payment-row.ts';
import type { Instrument, Instruments, RowValues, ShownProposal } from './services/payments.ts';
import type { Services } from './services.ts';
import { count, plain } from './words.ts';

type Known = Meant & { store?: { handle: string }; found: { payments?: Instruments } };

/** Every row that has a safe proposal, in one go: each is told with its reason first, and what is left out as well. */
export const confirmProposals = aboutStore('confirm-proposals', { role: 'manager' })
  .wait('found', 'Looking at your payment instruments…', async (known: Meant & { store?: { handle: string } }, services: Services) => ({
    payments: await services.instruments(chosen(known).handle),
  }))
  .ask('sure', sureForm, { unless: (known) => open(known).safe.length === 0 })
  .finish('Confirming…', async (known, services, { id }) => {
    const { payments } = known.found;
    const { safe, unsafe } = open(known);
    if (!payments || payments.instruments.length === 0) return noInstruments(chosen(known));
    if (safe.length === 0) return nothingToConfirm({ store: payments.store, left: unsafe });
    const { handle: store } = payments.store;
    const { confirmed, left } = await services.confirmProposals({ store, proposals: safe.map(shown), turn: id });
    return proposalsConfirmed({
      store: payments.store,
      confirmed,
      words: payments,
      left: [...left, ...unsafe],
      waiting: waiting(safe, confirmed),
    });
  });

/** What is not confirmed yet. */
function open({ found: { payments } }: Known): { safe: Instrument[]; unsafe: Instrument[] } {
  const rows = (payments?.instruments ?? []).filter(isToBeSet);
  return { safe: rows.filter(({ proposal }) => proposal.safe), unsafe: rows.filter(({ proposal }) => !proposal.safe) };
}

function sureForm(known: Known) {
  const { payments } = known.found;
  const { safe, unsafe } = open(known);
  const items = payments
    ? [...safe.map((one) => proposed(one, payments)), ...unsafe.map((one) => leftOut(one, payments.store.handle))]
    : [];
  const left =
    unsafe.length > 0
      ? ` ${count(unsafe.length, 'other one is', 'other ones are')} left out, because only you know ${unsafe.length === 1 ? 'it' : 'them'}.`
      : '';
  return {
    title: `Confirm ${count(safe.length, 'proposal')} for ${plain(payments?.store.name ?? '')}`,
    text: 'Nothing is changed yet. Later each row can be opened and changed.',
    notice: { tone: 'neutral' as const, text: `${count(safe.length, 'row has', 'rows have')} a clear proposal.${left}`, items },
    fields: {},
    submit: safe.length === 1 ? 'Confirm it' : `Confirm all ${safe.length}`,
  };
}

const proposed = ({ title, proposal }: Instrument, words: Instruments): Item => ({
  tone: 'good',
  label: `${plain(title)}: ${rowSentence(rowIn(proposal), words)}`,
  text: reasonsText(proposal.reasons),
});

const leftOut = (one: Instrument, store: string): Item => ({
  tone: 'warning',
  label: `Left out: ${plain(one.title)}`,
  text: reasonsText(one.proposal.reasons),
  actions: [openRow(one, store)],
});

const shown = ({ handle, proposal, version }: Instrument): ShownProposal => ({ instrument: handle, row: rowIn(proposal), version });

const rowIn = ({ statuses, cod, paymentType, deliveryType }: RowValues): RowValues => ({
  ...{ statuses, cod },
  ...(paymentType && { paymentType }),
  ...(deliveryType && { deliveryType }),
});

/** How many orders were held by the rows that are confirmed now. */
const waiting = (before: readonly Instrument[], confirmed: readonly Instrument[]): number =>
  before.filter(({ handle }) => confirmed.some((one) => one.handle === handle)).reduce((all, one) => all + one.waiting, 0);
