import type { StoreCheck } from '../../connectors/connector.ts';
import type { Card } from '../card.ts';
import type { StoreStatus } from '../services.ts';
import { judge, rightItems } from '../store-check.ts';
import { plain } from '../words.ts';
import { checkNow, enable, reconnect } from './connection-red.ts';

/** What a check found, and what it means for the connection. */
export function checkResult(check: StoreCheck, store: StoreStatus): Card {
  const verdict = judge(check);
  const name = plain(store.name);
  const items = rightItems(check.rights);
  if (verdict.state !== 'passed') {
    const cause =
      verdict.state === 'failed' ? verdict.cause : { text: 'It can only be reached without encryption now.', advice: undefined };
    return {
      title: `${name} did not pass the check`,
      tone: store.health === 'red' ? 'bad' : 'warning',
      text: `${cause.text}${store.health === 'red' ? ' New orders are not coming in.' : ''}`,
      items,
      steps: cause.advice,
      actions: [reconnect(store), store.disabledBy ? enable(store) : checkNow(store)],
    };
  }
  if (store.disabledBy)
    return { title: `${name} works, but is switched off`, tone: 'warning', text: off(store.disabledBy), items, actions: [enable(store)] };
  return { title: `${name} works`, tone: 'good', text: 'New orders come in by themselves.', items, actions: [status(store)] };
}

const off = (person: string) => `Switched off by ${plain(person)}. New orders are not coming in.`;
const status = ({ handle }: StoreStatus) => ({ label: 'Status', command: `status ${handle}` });
