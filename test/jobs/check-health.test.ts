import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuthenticationError, NetworkError, PermissionError, RateLimitError } from '../../connectors/errors.ts';
import { Change } from '../../db/entities/change.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { checkHealth } from '../../jobs/check-health.ts';
import { job } from '../../jobs/job.ts';
import { postCard } from '../../jobs/post-card.ts';
import { recordHealth, tellDueTurn } from '../../jobs/record-health.ts';
import { makeStore, statuses } from '../db/make-store.ts';
import { type ScriptedStore, scripted } from './scripted-store.ts';
import { backends, type Stage, stage } from './stage.ts';

const wrongKey = new AuthenticationError('The key is unknown.', { advice: ['Make a new key.'] });

describe.each(backends)('checking a connection on %s', (backend) => {
  let here: Stage;
  let store: ScriptedStore;
  let made: Awaited<ReturnType<typeof makeStore>>;

  beforeEach(async () => {
    store = { refused: {}, statuses };
    here = await stage(backend, { connectors: scripted(store) });
    made = await makeStore(here.orm.em.fork());
  });
  afterEach(() => here.end());

  const check = async (times = 1) => {
    for (let i = 0; i < times; i++) {
      await here.queue.enqueue(checkHealth, { connection: made.connection.id });
      await here.run([checkHealth, postCard]);
    }
    return here.orm.em.fork().findOneOrFail(Connection, made.connection.id);
  };
  const titles = () => here.posted.map(({ card }) => card.title);
  const context = () => ({ em: here.orm.em.fork(), enqueue: here.queue.enqueue, log: here.log, now: () => new Date() });

  it('keeps what it found out: the way in, the version, what is refused, the statuses', async () => {
    store.refused = { 'write back': new PermissionError('read only') };
    store.statuses = [{ code: 'packing', title: 'Packing', meaning: 'other' }];
    const found = await check();
    expect(found).toMatchObject({
      health: 'green',
      version: '10.5.2',
      refused: ['write back'],
      access: { authentication: 'header' },
      checkedAt: expect.any(Date),
    });
    expect(await here.orm.em.fork().findOneOrFail(Store, made.store.id)).toMatchObject({ statuses: store.statuses });
    expect(here.posted).toEqual([]);
  });

  it.each([
    ['a wrong key', { reach: wrongKey }],
    ['a right that is needed and missing', { orders: new PermissionError('No orders.') }],
  ])('turns red at once for %s, and says so once in the alert channel, with the cause and the way out', async (_, refused) => {
    store.refused = refused;
    const found = await check(3);
    expect(found).toMatchObject({ health: 'red', alertDue: false, healthReason: { text: expect.stringMatching(/key|does not let us/) } });
    expect(here.posted).toHaveLength(1);
    const [message] = here.posted;
    expect(message).toMatchObject({
      channel: made.channel.id,
      key: `health:${found.id}:${found.healthSince.getTime()}`,
      card: { tone: 'bad', text: expect.stringContaining(Object.values(refused)[0]?.message ?? '') },
    });
    expect(message?.card.actions?.map(({ command }) => command)).toEqual([`reconnect ${made.store.handle}`, `check ${made.store.handle}`]);
    expect(message?.card.steps).toEqual(Object.values(refused)[0]?.advice);
  });

  it('is amber while the store does not answer, red after three times, and says it when it is green again', async () => {
    store.refused = { reach: new NetworkError('No answer.') };
    expect(await check(2)).toMatchObject({ health: 'amber', failures: 2 });
    expect(titles()).toEqual([]);
    expect(await check(3)).toMatchObject({ health: 'red' });
    expect(titles()).toEqual(['Demo shop is not connected']);
    store.refused = {};
    expect(await check(2)).toMatchObject({ health: 'green', failures: 0, healthReason: null });
    expect(titles().slice(0, 1)).toEqual(['Demo shop is not connected']);
    expect(titles().slice(1).toSorted()).toEqual(['Demo shop is connected again', 'Solved: Demo shop was not connected']);
  });

  it('does not take for a missing right what the store did not answer', async () => {
    store.refused = { 'write back': new PermissionError('read only') };
    await check();
    store.refused = { reach: new NetworkError('away') };
    expect(await check()).toMatchObject({ health: 'amber', refused: ['write back'] });
    store.refused = { 'payment methods': new NetworkError('slow') };
    expect(await check()).toMatchObject({ health: 'green', refused: [] });
  });

  it('says nothing when it was only amber', async () => {
    store.refused = { reach: new NetworkError('No answer.') };
    await check();
    store.refused = {};
    expect(await check()).toMatchObject({ health: 'green' });
    expect(here.posted).toEqual([]);
  });

  it('does not mind that the store asks us to wait, nor a mistake of ours', async () => {
    store.refused = { reach: new RateLimitError('Slow down.', 60) };
    expect(await check()).toMatchObject({ health: 'green', failures: 0 });
    await recordHealth(context(), made.connection.id, new TypeError('We cannot count.'));
    expect(await check()).toMatchObject({ health: 'green', failures: 0 });
    store.refused = { products: wrongKey };
    await check();
    store.refused = { reach: new RateLimitError('Slow down.', 60) };
    expect(await check()).toMatchObject({ health: 'red', healthReason: { kind: 'authentication' } });
  });

  it('leaves a connection alone that somebody switched off', async () => {
    await here.orm.em.fork().nativeUpdate(Connection, made.connection.id, { disabledBy: 'Ana', health: 'red' });
    let checks = 0;
    store.onCheck = () => void checks++;
    expect(await check(2)).toMatchObject({ health: 'red', disabledBy: 'Ana' });
    await recordHealth(context(), made.connection.id);
    await recordHealth(context(), made.connection.id, wrongKey);
    expect(await check()).toMatchObject({ health: 'red', disabledBy: 'Ana', failures: 0 });
    expect(checks).toBe(0);
    expect(here.posted).toEqual([]);
  });

  it('does not turn red for a key that was replaced while it was tried', async () => {
    store.refused = { reach: wrongKey };
    store.onCheck = async () => {
      const em = here.orm.em.fork();
      const found = await em.findOneOrFail(Connection, made.connection.id);
      found.credentials = { ...found.credentials, consumerKey: 'ck_new' };
      await em.flush();
    };
    expect(await check()).toMatchObject({ health: 'green', failures: 0 });
    expect(here.posted).toEqual([]);
  });

  it('takes what it could not ask because it must stop for no failure of the store', async () => {
    const stopped = job({ ...checkHealth, run: (data, its) => checkHealth.run(data, { ...its, signal: AbortSignal.abort() }) });
    await here.queue.enqueue(stopped, { connection: made.connection.id });
    store.refused = { reach: new NetworkError('aborted') };
    await here.run([stopped]);
    expect(await here.orm.em.fork().findOneOrFail(Connection, made.connection.id)).toMatchObject({ health: 'green', failures: 0 });
  });

  it('keeps each turn in the history, once: to what, why, and who found it out', async () => {
    store.refused = { reach: wrongKey };
    await check(2);
    store.refused = {};
    await check(2);
    await recordHealth(context(), made.connection.id, wrongKey, { by: { person: 'Ana' } });
    const em = here.orm.em.fork();
    const changes = await em.find(Change, { store: made.store.id }, { orderBy: { id: 'asc' } });
    const reason = 'The store does not accept our key. The key is unknown.';
    expect(changes.map(({ subject, before, after, job, person }) => ({ subject, before, after, job, person }))).toEqual([
      { subject: 'turned red', before: { health: 'green' }, after: { health: 'red', reason }, job: 'check-health', person: null },
      { subject: 'turned green', before: { health: 'red' }, after: { health: 'green' }, job: 'check-health', person: null },
      { subject: 'turned red', before: { health: 'green' }, after: { health: 'red', reason }, job: null, person: 'Ana' },
    ]);
  });

  describe('tells each turn exactly once', () => {
    const due = async () => (await here.orm.em.fork().findOneOrFail(Connection, made.connection.id)).alertDue;
    const keys = () => new Set(here.posted.map(({ key }) => key)).size;

    it('when many find out at the same moment', async () => {
      await Promise.all(Array.from({ length: 8 }, () => recordHealth(context(), made.connection.id, wrongKey)));
      await here.run([postCard]);
      expect(here.posted).toHaveLength(1);
    });

    it('when the process is killed after it decided and before it asked for the card', async () => {
      const killed = { ...context(), enqueue: () => Promise.reject(new Error('killed')) };
      await recordHealth(killed, made.connection.id, wrongKey);
      expect(await due()).toBe(true);
      await tellDueTurn(context(), made.connection.id);
      await tellDueTurn(context(), made.connection.id);
      await here.run([postCard]);
      expect(titles()).toEqual(['Demo shop is not connected']);
      expect(await due()).toBe(false);
    });

    it('when the process is killed after it asked for the card and before it noted that: the same message, not a second one', async () => {
      const { enqueue } = here.queue;
      const killed = {
        ...context(),
        enqueue: async (...given: Parameters<typeof enqueue>) => {
          await enqueue(...given);
          throw new Error('killed');
        },
      };
      await recordHealth(killed, made.connection.id, wrongKey);
      await here.run([postCard]);
      await tellDueTurn(context(), made.connection.id);
      await here.run([postCard]);
      expect(keys()).toBe(1);
      expect(new Set(here.posted.map(({ revision }) => revision)).size).toBe(1);
    });

    it('and stays red when a job that began before ends well', async () => {
      await recordHealth(context(), made.connection.id, wrongKey);
      await recordHealth(context(), made.connection.id, undefined, { keepsRed: true });
      await here.run([postCard]);
      expect(new Set(titles())).toEqual(new Set(['Demo shop is not connected']));
    });

    it('when it turns back before the first turn was told: both, in their order', async () => {
      const killed = { ...context(), enqueue: () => Promise.reject(new Error('killed')) };
      await recordHealth(killed, made.connection.id, wrongKey);
      await recordHealth(context(), made.connection.id);
      await here.run([postCard]);
      const told = ['Demo shop is connected again', 'Demo shop is not connected', 'Solved: Demo shop was not connected'];
      expect([...new Set(titles())].toSorted()).toEqual(told);
      const ordered = here.posted.toSorted((a, b) => a.revision - b.revision);
      expect([ordered[0]?.card.tone, ordered.at(-1)?.card.tone]).toEqual(['bad', 'good']);
    });
  });
});
