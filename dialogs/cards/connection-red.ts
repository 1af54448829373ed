import type { HealthReason } from '../../db/rules/health.ts';
import type { Action, Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { moment, plain } from '../words.ts';

type Red = { store: StoreName; reason: HealthReason; since: Date; timeZone: string };

/** Posted once when a connection turns red. A `disabled` one was switched off by a person. */
export function connectionRed({ store, reason, since, timeZone }: Red): Card {
  const disabled = reason.kind === 'disabled';
  return {
    title: `${plain(store.name)} is ${disabled ? 'switched off' : 'not connected'}`,
    tone: 'bad',
    text: `${reason.text} ${notComingIn}`,
    facts: [['Since', moment(since, timeZone)]],
    steps: reason.advice,
    actions: disabled ? [enable(store)] : [reconnect(store), checkNow(store)],
  };
}

export const notComingIn = 'New orders are not coming in.';

/** Why a connection is red that a person switched off. */
export const disabledReason = (person: string): HealthReason => ({ kind: 'disabled', text: `Disabled by ${plain(person)}.` });

export const enable = ({ handle }: StoreName): Action => ({ label: 'Enable', command: `enable ${handle}`, style: 'primary' });
export const reconnect = ({ handle }: StoreName): Action => ({ label: 'Reconnect', command: `reconnect ${handle}`, style: 'primary' });
export const checkNow = ({ handle }: StoreName): Action => ({ label: 'Check now', command: `check ${handle}` });
