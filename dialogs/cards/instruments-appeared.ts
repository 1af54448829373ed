import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, digits, list, plain } from '../words.ts';

type Appeared = { store: StoreName; instruments: readonly { handle: string; title: string; orders: number }[] };

/** Orders came with a payment instrument that nobody has mapped yet. Told once for each. */
export function instrumentsAppeared({ store, instruments }: Appeared): Card {
  const orders = instruments.reduce((all, one) => all + one.orders, 0);
  const names = instruments.map(({ title }) => plain(title, 40));
  const one = instruments.length === 1;
  return {
    title: `${list(names.length > 3 ? [...names.slice(0, 3), `${digits(names.length - 3)} more`] : names)} appeared in ${count(orders, 'order')}`,
    tone: 'warning',
    text: `${orders === 1 ? 'It waits' : 'They wait'} at ${plain(store.name)}: nobody has said yet whether orders paid like this come in as paid, and how they are delivered. Map ${one ? 'it' : 'them'}?`,
    items: one ? [] : instruments.map((each) => item(each, store)),
    actions: [
      ...(one ? instruments.map((each) => ({ ...open(each, store), style: 'primary' as const })) : []),
      { label: 'Payment instruments', command: `payments ${store.handle}`, ...(!one && { style: 'primary' as const }) },
    ],
  };
}

type Named = Appeared['instruments'][number];

const item = (each: Named, store: StoreName) => ({
  tone: 'warning' as const,
  label: `${plain(each.title, 40)}: ${count(each.orders, 'order')} ${each.orders === 1 ? 'waits' : 'wait'}`,
  actions: [open(each, store)],
});

const open = ({ handle, title }: Named, store: StoreName) => ({
  label: `Map ${plain(title, 40)}`,
  command: `map ${handle} ${store.handle}`,
});
