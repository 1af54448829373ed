import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import type { FieldKind } from '../../dialogs/fields.ts';
import type { Shop } from './chat.ts';
import { everySlot, stores } from './dialogs.ts';
import { partsOfCards, sampleCards } from './sample-cards.ts';

/** One field as a person meets it on a surface. `value` is what stands in it, `chosen` what is chosen of its options. */
export type ShownField = {
  name: string;
  kind: FieldKind;
  label: string;
  help: string;
  placeholder?: string;
  value: string;
  options: string[];
  chosen: string[];
  error: string;
};

/** A person in front of a surface on which the dialogs of dialogs.ts are spoken. */
export type Seat = {
  say(text: string): Promise<void>;
  /** Presses the newest button of this label; `row`: the one of that row of a table. */
  press(label: string, row?: string): Promise<void>;
  /** Presses a button that asks first, and says yes. */
  agree(label: string): Promise<void>;
  post(card: Card, key?: string): Promise<void>;
  /** All that the person sees, in words, and all that was sent to their device, in the surface's own format. */
  see(): Promise<string>;
  sent(): Promise<string>;
  /** Of that, what the surface reads as its own marks. */
  marked(): Promise<string>;
  /** The question at hand. */
  fields(): Promise<ShownField[]>;
  fill(answers: Record<string, string | string[]>): Promise<void>;
  close(): Promise<void>;
};

const secret = 'ck_0123456789abcdef0123456789abcdef';
const answers = {
  name: 'Čevlji & "more"',
  key: secret,
  days: '30',
  since: '2026-11-01',
  size: 'two',
  country: 'c3',
  statuses: ['one', 'three'],
  extras: ['gift', 'note'],
};
/** A question with a secret among its fields, and one without. */
const kinds = ['every', 'plain'];
const answersTo = (kind: string) => (kind === 'every' ? answers : withoutKey);
const { key: _, ...withoutKey } = answers;
const evil = '<img src=x onerror=alert(1)>';

/** What every surface does, whatever it looks like. `open` takes the shop that the dialogs ask. */
export function testSurface({ name, open }: { name: string; open: (shop: Shop) => Promise<Seat> }) {
  describe(`${name} as a surface`, () => {
    let seat: Seat;
    let letShopAnswer = (_answer: 'fine' | 'no answer') => {};
    const answerLater = () => new Promise<'fine' | 'no answer'>((resolve) => (letShopAnswer = resolve));
    let check: Shop['check'] = async () => 'fine';

    beforeAll(async () => {
      seat = await open({ check: (address) => check(address) });
    });
    afterAll(() => seat.close());

    const field = async (wanted: string) => {
      const found = (await seat.fields()).find((one) => one.name === wanted);
      if (!found) throw new Error(`no field ${wanted}`);
      return found;
    };

    test.each(kinds)('shows every kind of field with its label, its help and its first value (%s)', async (kind) => {
      await seat.say(kind);
      const fields = await seat.fields();
      expect(fields.map(({ name, kind, label }) => [name, kind, label])).toEqual([
        ['name', 'text', 'Name'],
        ...(kind === 'every' ? [['key', 'secret', 'Key']] : []),
        ['days', 'number', 'Days'],
        ['since', 'date', 'Since'],
        ['size', 'choice', 'Size'],
        ['country', 'choice', 'Country'],
        ['statuses', 'choices', 'Statuses'],
        ['extras', 'choices', 'Extras'],
      ]);
      expect(await field('name')).toMatchObject({ help: 'As on the door', placeholder: 'Demo shop', value: '' });
      expect(await field('days')).toMatchObject({ value: '14' });
      expect(await field('size')).toMatchObject({ options: ['One', 'Two', 'Three'], chosen: [] });
      expect((await field('country')).options).toHaveLength(12);
      expect(await field('extras')).toMatchObject({ options: ['Gift wrap The parcel is wrapped before it leaves', 'Note'] });
      expect((await field('extras')).chosen).toEqual(['Gift wrap The parcel is wrapped before it leaves']);
    });

    test.each(kinds)('brings every answer back (%s)', async (kind) => {
      await seat.say(kind);
      await seat.fill(answersTo(kind));
      const seen = await seat.see();
      expect(seen).toContain('Saved');
      for (const value of ['Čevlji & "more"', '30', '2026-11-01', 'two', 'c3', 'one,three', 'gift,note']) expect(seen).toContain(value);
    });

    test.each(kinds)('takes none of several where none may be chosen, though some were proposed (%s)', async (kind) => {
      await seat.say(kind);
      await seat.fill({ ...answersTo(kind), extras: [], days: '0' });
      expect(await field('extras')).toMatchObject({ chosen: [], error: '' });
      await seat.fill({ ...answersTo(kind), extras: [] });
      expect(await seat.see()).toMatch(/extras:? none/i);
    });

    test.each(kinds)('shows the reason beside the field and keeps everything else that was typed (%s)', async (kind) => {
      await seat.say(kind);
      // Some surfaces do not let go what is left empty; where they do, it is told.
      const empty = kind === 'every' ? { statuses: [] } : {};
      await seat.fill({ ...answersTo(kind), days: 'a fortnight', ...empty });
      expect(await field('days')).toMatchObject({ value: 'a fortnight', error: 'Please give a whole number from 1 to 365.' });
      if (kind === 'every') expect(await field('statuses')).toMatchObject({ chosen: [], error: 'Please choose at least one.' });
      expect(await field('name')).toMatchObject({ value: 'Čevlji & "more"', error: '' });
      expect(await field('since')).toMatchObject({ value: '2026-11-01' });
      expect(await field('size')).toMatchObject({ chosen: ['Two'] });
      expect(await field('country')).toMatchObject({ chosen: ['Country 3'] });
    });

    test('never sends a secret back, and keeps it when it is left blank', async () => {
      await seat.say('every');
      await seat.fill({ ...answers, days: '0' });
      expect(await field('key')).toMatchObject({ value: '', error: '' });
      expect((await field('key')).help).toContain('Leave blank to keep');
      await seat.fill({ ...answers, key: '' });
      expect(await seat.see()).toContain('Saved');
      expect((await seat.sent()).includes(secret)).toBe(false);
    });

    test('says that it waits, and goes on by itself', async () => {
      check = answerLater;
      await seat.say('connect');
      await seat.fill({ address: 'shop.example', key: secret });
      expect(await seat.see()).toContain('Checking your store…');
      letShopAnswer('fine');
      await expect.poll(seat.see).toContain('What shall it be called?');
      await seat.fill({ name: 'My shop' });
      expect(await seat.see()).toContain('My shop is connected');
    });

    test('tells what a check found above the fields, with what was typed still there', async () => {
      check = async () => 'no answer';
      await seat.say('connect');
      await seat.fill({ address: 'shop.example', key: secret });
      const seen = await seat.see();
      for (const words of ['The store could not be reached.', 'Reach the store', 'No answer within 20 seconds', 'ask your host'])
        expect(seen).toContain(words);
      expect(await field('address')).toMatchObject({ value: 'shop.example', error: 'No store answers at this address.' });
      expect((await seat.sent()).includes(secret)).toBe(false);
    });

    test('tries a step that failed again, with the answers that were given', async () => {
      let works = false;
      check = async () => {
        if (!works) throw new Error('unexpected');
        return 'fine';
      };
      await seat.say('fragile');
      await seat.fill({ address: 'shop.example' });
      expect(await seat.see()).toContain('Something went wrong on our side');
      works = true;
      await seat.fill({});
      expect(await seat.see()).toContain('Done with shop.example');
    });

    test('shows every slot of a card', async () => {
      await seat.post(everySlot);
      const seen = squeezed(await seat.see());
      const { title, facts = [], items = [], table, steps = [], actions = [] } = everySlot;
      const words = [
        title,
        'Attention',
        'would happen',
        '1,234 of 2,000',
        'Waiting for the store’s limit, 20 s',
        ...facts.flat(),
        ...steps.map(plain),
      ];
      for (const word of [...words, ...items.map(({ label }) => label), ...actions.map(({ label }) => label)])
        expect(seen).toContain(squeezed(word));
      for (const cell of [...(table?.columns ?? []), ...(table?.rows ?? []).flat()]) expect(seen).toContain(squeezed(cell));
    });

    test('takes a pressed button as the command it stands for', async () => {
      await seat.post({ title: 'Press it', actions: [{ label: 'Press me', command: 'stores' }] });
      await seat.press('Press me');
      expect(await seat.see()).toContain('Ljubljana outlet');
    });

    test('opens the row of a table whose button is pressed', async () => {
      await seat.post(everySlot);
      await seat.press('Open', '#1001');
      expect(await seat.see()).toContain('You said: order 1001');
    });

    test('asks first where the button of a row has a question', async () => {
      await seat.post(everySlot);
      expect(await seat.see()).toContain('Let #1002 go?');
      await seat.agree('Let go');
      expect(await seat.see()).toContain('You said: release 1002');
    });

    test('asks first where a button has a question', async () => {
      await seat.post(stores);
      expect(await seat.see()).toContain('Orders stop coming in until you enable it again.');
      await seat.agree('Disable');
      expect(await seat.see()).toContain('You said: disable demo-shop');
    });

    test('shows a message that is edited once, as it is now', async () => {
      const key = randomUUID();
      await seat.post({ title: 'Sync', progress: { done: 1, total: 4 } }, key);
      await seat.post({ title: 'Sync is through', tone: 'good' }, key);
      const seen = await seat.see();
      expect(seen).toContain('Sync is through');
      expect(seen).not.toContain('1 of 4');
    });

    test('shows what strangers wrote as it is written', async () => {
      const card: Card = {
        title: evil,
        text: evil,
        facts: [[evil, evil]],
        items: [{ tone: 'bad', label: evil, text: evil }],
        table: { columns: [evil], rows: [[evil]], actions: [{ label: evil, command: evil, confirm: evil }] },
        steps: [evil],
        actions: [{ label: evil, command: evil, confirm: evil }],
        progress: { done: 1, waiting: evil },
      };
      await seat.post(card);
      await seat.say(evil);
      expect((await seat.see()).split(evil).length - 1).toBeGreaterThanOrEqual(12);
      expect((await seat.marked()).includes('<img src=x')).toBe(false);
    });

    test('cuts what is too long', async () => {
      const long = 'long '.repeat(5_000);
      const many = Array.from({ length: 1_000 }, (_, at) => `entry ${at}.`);
      const card: Card = {
        title: long,
        text: long,
        facts: many.map((one) => [one, one]),
        items: many.map((label) => ({ tone: 'good', label, text: label })),
        table: { columns: many, rows: many.map((one) => [one]), actions: many.map((label) => ({ label, command: 'help' })) },
        steps: many,
        actions: many.map((label) => ({ label, command: 'help' })),
      };
      await seat.post(card);
      const seen = await seat.see();
      expect(seen).toContain('…');
      expect(seen).toContain('entry 0.');
      expect(seen).not.toContain('entry 999.');
    });

    test('is tried with every card that there is', () => {
      const files = readdirSync('dialogs/cards').map((file) => file.replace(/\.ts$/, ''));
      expect(files.filter((file) => !partsOfCards.includes(file)).sort()).toEqual(Object.keys(sampleCards).sort());
    });

    test.each(Object.entries(sampleCards))('shows the card %s', async (_file, cards) => {
      for (const card of cards) {
        await seat.post(card);
        const seen = squeezed(await seat.see());
        for (const words of wordsOf(card)) expect(seen).toContain(squeezed(words));
      }
    });
  });
}

/** Everything a card says that must be seen, without its marks. */
const wordsOf = ({ title, text, facts = [], items = [], steps = [], table }: Card): string[] =>
  [
    title,
    text ?? '',
    ...facts.flat(),
    ...items.flatMap((item) => [item.label, item.text ?? '']),
    ...steps,
    ...(table?.columns ?? []),
    ...(table?.rows ?? []).flat(),
    ...(table?.actions ?? []).map((action) => action?.label ?? ''),
  ].map(plain);

/** However it is laid out, the words are the same. */
const squeezed = (text: string) => text.replace(/\s+/g, '');

/** As it is read: without marks, on one line. Addresses are shortened, so they are left out. */
const plain = (text: string) =>
  text
    .replace(/https?:\/\/\S+.*$/s, '')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
