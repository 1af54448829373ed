import { checkRights } from '../checking.ts';
import type { Right, StoreCheck } from '../connector.ts';
import { isGood, type Reply } from './api.ts';
import { searchCriteria } from './criteria.ts';
import { facts, noSku } from './facts.ts';
import type { Entry } from './ladder.ts';
import { placesOf } from './resources.ts';
import { isMissingRight, notAllowed } from './trouble.ts';

/** Tries every right by itself, changing nothing. */
export const check = (enter: () => Promise<Entry>, typed: string): Promise<StoreCheck> =>
  checkRights({ enter, probe, facts: (entry) => facts(entry, typed) });

const one = (fields: string) => searchCriteria({ size: 1, fields });

/** Payment methods and statuses have no list of their own: they are read out of the orders. */
async function probe(entry: Entry, right: Exclude<Right, 'reach'>): Promise<void> {
  if (right === 'write back') return mayWrite(entry);
  const path = right === 'products' ? 'products' : 'orders';
  await entry.api.list(path, one('total_count'));
}

/** No order has this id; Magento looks whether we may before it looks for the order. */
const noOrder = 2_147_483_647;

/** What is to be changed later is tried on what is not there. All that is missing is told at once. */
async function mayWrite({ api, way }: Entry): Promise<void> {
  const replies = [
    await api.ask(`order/${noOrder}/ship`, [], { method: 'POST', body: {} }),
    await api.ask(`orders/${noOrder}/comments`, [], { method: 'POST', body: {} }),
    way.sources
      ? await api.ask('inventory/source-items', [], { method: 'POST', body: { sourceItems: [] } })
      : await api.ask(`products/${noSku}/stockItems/1`, [], { method: 'PUT', body: { stockItem: { qty: 0 } } }),
  ];
  const missing = replies.filter(isMissingRight).flatMap(({ parameters }) => placesOf(parameters?.resources ?? ''));
  if (missing.length > 0) throw notAllowed(new URL(way.root).host, missing);
  for (const reply of replies) if (!isRefusal(reply)) await api.refuse(reply);
}

/** What is not there, and what holds nothing, is refused with 404 and 400: so we may. */
const isRefusal = (reply: Reply) => isGood(reply) || ((reply.status === 404 || reply.status === 400) && reply.json !== undefined);
