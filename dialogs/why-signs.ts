import type { PaymentTransfer } from '../db/rules/settings.ts';
import type { SkuProblem } from '../db/rules/skus.ts';
import type { Action, Item } from './card.ts';
import { amountsText, mendsOne } from './cards/held-reasons.ts';
import { tones } from './cards/store-list.ts';
import { cameIn } from './order-history.ts';
import type { OrderTrace, TracedOrder } from './services/orders.ts';
import { skuProblem } from './sku-words.ts';
import { isOverThere, mendOf, turnOn } from './why-verdict.ts';
import { list, moment, plain } from './words.ts';

/** All that was looked at, in the order in which an order comes in, each with its sign. */
export function signs(trace: OrderTrace): Item[] {
  const { order } = trace;
  if (!order) return [connection(trace), seen(trace)];
  return [
    connection(trace),
    seen(trace),
    placed(trace, order),
    status(trace, order),
    instrument(trace, order),
    ...products(trace, order),
    amounts(order),
    here(trace, order),
  ];
}

function connection({ store, connection: { health, disabledBy, text }, problem }: OrderTrace): Item {
  if (problem?.kind === 'trouble' && health === 'green')
    return { tone: 'warning', label: 'Connection', text: 'Green at the last check, but the store did not tell this order just now.' };
  const why = disabledBy ? `Disabled by ${plain(disabledBy, 40)}.` : plain(text ?? '', 300);
  return {
    tone: tones[health],
    label: 'Connection',
    text: health === 'green' ? 'Green: connected and working.' : `${health === 'amber' ? 'Amber' : 'Red'}. ${why}`.trim(),
    ...(health === 'red' && { actions: [turnOn(store.handle, disabledBy)] }),
  };
}

function seen({ store, found, firstSeenAt, problem }: OrderTrace): Item {
  const label = 'Seen by the store’s API';
  if (firstSeenAt) return { tone: 'good', label, text: `First seen ${moment(firstSeenAt, store.timeZone)}.` };
  if (found === 'store') return { tone: 'good', label, text: 'Yes; asked just now.' };
  if (found === 'nowhere') return { tone: 'bad', label, text: 'No; asked just now.' };
  if (problem?.kind === 'unreadable') return { tone: 'bad', label, text: 'Yes, asked just now; but it cannot be read.' };
  return {
    tone: 'warning',
    label,
    text: problem?.kind === 'off' ? 'Not asked, because the connection is red.' : 'The store could not be asked.',
  };
}

function placed({ store, since, automatic }: OrderTrace, order: TracedOrder): Item {
  const { placedAt, state, daysBack } = order;
  const label = 'Placed';
  const when = moment(placedAt, store.timeZone);
  if (state === 'imported' || state === 'held') return { tone: 'good', label, text: `${when}.` };
  const actions: Action[] =
    daysBack > 365 || isOverThere(order) ? [] : [{ label: 'Import', command: `import ${daysBack} ${store.handle}` }];
  if (!since) return { tone: 'warning', label, text: `${when}. No orders are brought before the first product sync.` };
  if (placedAt < since)
    return { tone: 'bad', label, text: `${when}: before I began to bring new orders, ${moment(since, store.timeZone)}.`, actions };
  if (automatic === 0) return { tone: 'bad', label, text: `${when}. Automatic transfer is off.`, actions };
  return { tone: 'good', label, text: `${when}: since new orders are brought.` };
}

function status(trace: OrderTrace, order: TracedOrder): Item {
  const { status, wanted, statusFits, state, mode, row } = order;
  const label = 'Status in the store';
  const name = `“${plain(status, 40)}”`;
  if (state === 'imported') return { tone: 'good', label, text: `${name}.` };
  if (!statusFits && isOverThere(order)) return { tone: 'neutral', label, text: `${name}. In this status orders stay in the store.` };
  if (mode === 'adjusted' && !row?.confirmed) return { tone: 'neutral', label, text: `${name}. Which ones come in, its row will say.` };
  const wants = `Orders come in when they are in ${list(wanted.map((one) => `“${plain(one, 40)}”`)) || 'no status'}.`;
  return {
    tone: statusFits ? 'good' : 'bad',
    label,
    text: statusFits ? `${name}: it comes in.` : `${name}. ${wants}`,
    ...mending(trace, order, 'status'),
  };
}

function instrument(trace: OrderTrace, order: TracedOrder): Item {
  const { payment, row, mode, state } = order;
  const label = `Payment: ${plain(payment, 40) || 'no payment method'}`;
  if (state === 'imported') return { tone: 'good', label, text: [...byMode(order.cameInBy, 'came in'), rowWords(row)].join(' ') };
  if (row?.confirmed)
    return {
      tone: order.reason?.kind === 'contradictory row' ? 'bad' : 'good',
      label,
      text: [...byMode(mode, 'comes in'), rowWords(row)].join(' '),
      ...mending(trace, order, 'contradictory row'),
    };
  if (mode === 'adjusted') return { tone: 'bad', label, text: 'Its row is not confirmed.', ...mending(trace, order, 'no row') };
  return { tone: 'good', label, text: `No row is needed. ${byMode(mode, 'comes in').join(' ')}` };
}

/** Outside Adjusted it is not the row that says whether an order is paid. */
function byMode(mode: PaymentTransfer | undefined, comes: 'came in' | 'comes in'): string[] {
  if (mode === undefined || mode === 'adjusted') return [];
  const is = comes === 'came in' ? 'was' : 'is';
  return [
    `Payment transfer ${is} ${mode === 'always' ? 'Always' : 'Never'}: it ${comes} as ${mode === 'always' ? 'paid' : 'not paid'}, whatever its row says.`,
  ];
}

function rowWords(row: TracedOrder['row']): string {
  if (!row?.confirmed) return 'It has no confirmed row now.';
  const paid = row.paymentType ? `paid with ${plain(row.paymentType, 40)}` : row.cod ? 'not paid, collected on delivery' : 'not paid';
  return `Its row is confirmed: ${paid}${row.deliveryType ? `, ${plain(row.deliveryType, 40)}` : ''}.`;
}

/** Those that are known in one entry, the others one by one. */
function products(trace: OrderTrace, order: TracedOrder): Item[] {
  const { lines, state } = order;
  if (lines.length === 0) return [{ tone: 'bad', label: 'Products', text: 'There are none in it.' }];
  const wrong = state === 'imported' ? [] : lines.filter(({ problem }) => problem);
  const fine = lines.filter((line) => !wrong.includes(line));
  const names = [...new Set(fine.map(({ sku, title }) => plain(sku ?? title, 40)))];
  const shown = names.length > 10 ? [...names.slice(0, 9), `${names.length - 9} more`] : names;
  return [
    ...(fine.length > 0 ? [{ tone: 'good' as const, label: 'SKU', text: `${list(shown)}: known.` }] : []),
    ...wrong.slice(0, 10).map(
      ({ sku, title, problem }): Item => ({
        tone: 'bad',
        label: `SKU of ${plain(title, 60)}`,
        ...(problem && { text: skuProblem(problem, false), actions: synced(problem, sku, trace) }),
      }),
    ),
  ];
}

function synced(problem: SkuProblem, sku: string | undefined, { store }: OrderTrace): Action[] {
  const mend = mendsOne(sku ? { kind: 'unknown SKU', skus: [sku] } : { kind: 'no SKU', lines: [problem.line] }, store, {
    problems: [problem],
  });
  return mend ? [mend] : [];
}

function amounts({ difference, currency }: TracedOrder): Item {
  return difference === undefined
    ? { tone: 'good', label: 'Amounts', text: 'They add up.' }
    : { tone: 'bad', label: 'Amounts', text: amountsText(difference, currency) };
}

function here({ store, number }: OrderTrace, { state, omNumber, importedAt, importedBy, waitedFor }: TracedOrder): Item {
  const label = 'Already here';
  if (state === 'imported') {
    const when = importedAt ? `, ${moment(importedAt, store.timeZone)}` : '';
    const by = importedBy ? `, ${cameIn(importedBy, waitedFor).replaceAll('*', '')}` : '';
    const actions = [{ label: 'Open', command: `order ${number} ${store.handle}` }];
    return { tone: 'good', label, text: `Yes: as ${plain(omNumber ?? number, 40)}${when}${by}.`, actions };
  }
  if (state === 'held')
    return {
      tone: 'warning',
      label,
      text: 'It is known, and waits.',
      actions: [{ label: 'Look at it', command: `order ${number} ${store.handle}` }],
    };
  return { tone: 'neutral', label, text: state === 'seen' ? 'No: it was only looked at.' : 'No.' };
}

/** The button of the reason stands where the reason does. */
function mending(trace: OrderTrace, order: TracedOrder, kind: 'status' | 'no row' | 'contradictory row'): Pick<Item, 'actions'> {
  const mend = order.reason?.kind === kind ? mendOf(trace, order) : undefined;
  return mend ? { actions: [mend] } : {};
}
