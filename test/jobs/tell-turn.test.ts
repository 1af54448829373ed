import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { webSurface } from '../../bot/web/post.ts';
import { AuthenticationError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Message } from '../../db/entities/message.ts';
import { checkConnection } from '../../jobs/check-health.ts';
import type { Enqueue } from '../../jobs/job.ts';
import { postCard } from '../../jobs/post-card.ts';
import { tellDueTurn } from '../../jobs/record-health.ts';
import { makeStore, statuses } from '../db/make-store.ts';
import { type ScriptedStore, scripted } from './scripted-store.ts';
import { type Stage, stage } from './stage.ts';

const wrongKey = new AuthenticationError('The key is unknown.', { advice: ['Make a new key.'] });

let here: Stage;
let store: ScriptedStore;
let made: Awaited<ReturnType<typeof makeStore>>;
let enqueue: Enqueue;
beforeEach(async () => {
  store = { refused: {}, statuses };
  here = await stage('Postgres', { connectors: scripted(store), post: (message) => webSurface(here.orm).post(message) });
  made = await makeStore(here.orm.em.fork(), { firstSyncedAt: new Date() });
  enqueue = here.queue.enqueue;
});
afterEach(() => here.end());

const surroundings = () => ({
  ...{ orm: here.orm, connectors: scripted(store), http: createHttp({ allowPrivate: true }), log: here.log, now: () => new Date() },
  ...{ enqueue, post: webSurface(here.orm).post, scheduleStore: async () => {}, unscheduleStore: async () => {} },
});
const services = (channel = made.channel.id) =>
  createServices(
    { ...surroundings(), reach: async () => 'posted' },
    { workspace: made.workspace.id, channel, person: 'Ana', userId: 'ana' },
  );
const connection = () => here.orm.em.fork().findOneOrFail(Connection, made.connection.id);

/** As the schedule asks for it; its cards wait to be posted. */
const check = async () => {
  const context = { ...surroundings(), em: here.orm.em.fork() };
  if (!(await connection()).disabledBy) await checkConnection(context, made.connection.id);
};

/** What can happen to a connection. */
const happenings = {
  breaks: () => {
    store.refused = { reach: wrongKey };
    return check();
  },
  mends: () => {
    store.refused = {};
    return check();
  },
  'is checked': () => check(),
  'Ana switches off': () => services().disable(made.store.handle),
  'Ana switches on': () => services().enable(made.store.handle),
  'Ana gives new keys': async () => {
    store.refused = {};
    const facts = { name: 'Shop', url: made.store.url, currency: 'EUR', timeZone: 'UTC', access: {}, notices: [] };
    const given = { credentials: { consumerKey: 'ck_2' }, plainHttp: false, facts, refused: [], turn: randomUUID() };
    await services().reconnectStore({ store: made.store.handle, ...given });
  },
  'alerts go to ops': async () => {
    const em = here.orm.em.fork();
    const channel = em.create(Channel, { workspace: made.workspace.id, key: 'ops', name: 'ops' });
    await em.flush();
    await services(channel.id).alertsHere({ stores: [made.store.handle], turn: randomUUID() });
  },
};
type Happening = keyof typeof happenings;

/** All messages as they stand, an answer in a thread behind what it answers: "main: Solved: … (by Ana)". */
async function told(): Promise<string[]> {
  const found = await here.orm.em
    .fork()
    .find(Message, { channel: { workspace: made.workspace.id } }, { populate: ['channel'], orderBy: { revision: 'asc', id: 'asc' } });
  const line = ({ channel, card }: (typeof found)[number]) => {
    const by = card?.title.startsWith('Solved') ? / ?(by itself|by \*\w+\*)/i.exec(card.text ?? '')?.[1] : undefined;
    return `${channel.key}: ${card?.title.replace('Demo shop', 'shop')}${by ? ` (${by.toLowerCase().replaceAll('*', '')})` : ''}`;
  };
  const roots = found.filter(({ thread }) => !thread).sort((one, other) => Number(one.id) - Number(other.id));
  return roots.flatMap((root) => [
    line(root),
    ...found.filter(({ thread, channel }) => thread === root.key && channel.id === root.channel.id).map((one) => `> ${line(one)}`),
  ]);
}
/** Every way through the turns: what happens, what is told by then, and whether an alert is open still. */
const ways: [happens: Happening[], told: string[], open: boolean][] = [
  [['breaks'], ['main: shop is not connected'], true],
  [['breaks', 'is checked'], ['main: shop is not connected'], true],
  [['breaks', 'mends'], ['main: Solved: shop was not connected (by itself)', '> main: shop is connected again'], false],
  [['breaks', 'Ana gives new keys'], ['main: Solved: shop was not connected (by ana)', '> main: shop is connected again'], false],
  [['breaks', 'Ana switches off'], ['main: shop is not connected', '> main: shop is switched off'], true],
  [
    ['breaks', 'Ana switches off', 'Ana switches off', 'is checked', 'Ana switches on'],
    ['main: shop is not connected', '> main: shop is switched off'],
    true,
  ],
  [
    ['breaks', 'Ana switches off', 'Ana gives new keys'],
    ['main: Solved: shop was not connected (by ana)', '> main: shop is switched off', '> main: shop is connected again'],
    false,
  ],
  [['Ana switches off'], ['main: shop is switched off'], true],
  [
    ['Ana switches off', 'Ana switches on', 'Ana switches on'],
    ['main: Solved: shop was switched off (by ana)', '> main: shop is connected again'],
    false,
  ],
  [
    ['Ana switches off', 'Ana switches on', 'breaks', 'mends'],
    [
      ...['main: Solved: shop was switched off (by ana)', '> main: shop is connected again'],
      ...['main: Solved: shop was not connected (by itself)', '> main: shop is connected again'],
    ],
    false,
  ],
  [['breaks', 'alerts go to ops', 'mends'], ['main: Solved: shop was not connected (by itself)', 'ops: shop is connected again'], false],
  [
    ['breaks', 'alerts go to ops', 'Ana switches off', 'Ana gives new keys'],
    ['main: Solved: shop was not connected (by ana)', 'ops: shop is switched off', 'ops: shop is connected again'],
    false,
  ],
  [['alerts go to ops', 'breaks', 'mends'], ['ops: Solved: shop was not connected (by itself)', '> ops: shop is connected again'], false],
];

describe('what is told of a connection', () => {
  it.each(ways)('that %j', async (happens, expected, open) => {
    for (const one of happens) {
      await happenings[one]();
      await here.run([postCard]);
    }
    expect(await told()).toEqual(expected);
    expect(Boolean((await connection()).alert)).toBe(open);
  });

  it('keeps in a solved alert what it was and since when, and nothing to mend', async () => {
    await happenings.breaks();
    await here.run([postCard]);
    const { alert } = await connection();
    const shown = async () => (await here.orm.em.fork().findOneOrFail(Message, { key: alert?.key })).card;
    const before = await shown();
    await happenings['Ana gives new keys']();
    await here.run([postCard]);
    expect(await shown()).toEqual({
      title: 'Solved: Demo shop was not connected',
      tone: 'good',
      text: expect.stringMatching(/^By \*Ana\*, .*\(Europe\/Ljubljana\)\. New orders come in again/),
      facts: [['It was', 'The store does not accept our key. The key is unknown.'], ...(before?.facts ?? [])],
      actions: [{ label: 'Status', command: `status ${made.store.handle}` }],
    });
  });

  it('is solved, though the alert was never posted before', async () => {
    await happenings.breaks();
    await happenings.mends();
    await here.run([postCard]);
    expect(await told()).toEqual(['main: Solved: shop was not connected (by itself)', '> main: shop is connected again']);
  });

  it('of an alert that an earlier version told stands alone', async () => {
    await here.orm.em.fork().nativeUpdate(Connection, made.connection.id, { health: 'red', alert: null });
    await happenings.mends();
    await here.run([postCard]);
    expect(await told()).toEqual(['main: shop is connected again']);
  });
});

describe('a process that is killed while it tells', () => {
  const moments = [1, 2, 3, 4].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]);

  it.each(moments)('at card %i, %s it is asked for: each thing is told once all the same', async (nth, when) => {
    let asked = 0;
    enqueue = async (job, data, options) => {
      if (job.name !== postCard.name) return here.queue.enqueue(job, data, options);
      asked += 1;
      if (asked === nth && when === 'before') throw new Error('killed');
      await here.queue.enqueue(job, data, options);
      if (asked === nth) throw new Error('killed');
    };
    for (const one of ['breaks', 'Ana switches off', 'Ana gives new keys'] as const) {
      await happenings[one]();
      // Somebody looks again, as `reconcile` does.
      await tellDueTurn({ em: here.orm.em.fork(), enqueue, log: here.log, now: () => new Date() }, made.connection.id);
      await here.run([postCard]);
    }
    expect(asked).toBeGreaterThan(4);
    expect(await told()).toEqual([
      'main: Solved: shop was not connected (by ana)',
      ...['> main: shop is switched off', '> main: shop is connected again'],
    ]);
    expect(await connection()).toMatchObject({ alert: null, alertDue: false });
  });

  it('before it told of an alert: what somebody does meanwhile comes behind it', async () => {
    enqueue = async () => {
      throw new Error('killed');
    };
    await happenings.breaks();
    enqueue = here.queue.enqueue;
    await happenings['Ana switches off']();
    await here.run([postCard]);
    expect(await told()).toEqual(['main: shop is not connected', '> main: shop is switched off']);
  });

  it('before it told of an alert: it comes where it was to come, though alerts go elsewhere meanwhile', async () => {
    enqueue = async () => {
      throw new Error('killed');
    };
    await happenings.breaks();
    enqueue = here.queue.enqueue;
    await happenings['alerts go to ops']();
    await here.run([postCard]);
    expect(await told()).toEqual(['main: shop is not connected']);
  });

  it('after it asked for the news: that does not come once more in the channel where alerts go meanwhile', async () => {
    await happenings.breaks();
    await here.run([postCard]);
    enqueue = async (...given) => {
      await here.queue.enqueue(...given);
      throw new Error('killed');
    };
    await happenings.mends();
    enqueue = here.queue.enqueue;
    await happenings['alerts go to ops']();
    await here.run([postCard]);
    expect(await told()).toEqual(['main: Solved: shop was not connected (by itself)', '> main: shop is connected again']);
  });
});
