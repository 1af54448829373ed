import type { Button, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardBlocks, cardMessage, cardRest } from '../../bot/slack/cards.ts';
import { cardView } from '../../bot/slack/forms.ts';
import type { Action, Card, Item, Tone } from '../../dialogs/card.ts';
import { validateMessage, validateView } from '../fakes/slack/validate.ts';
import { objects } from '../fakes/slack/walk.ts';
import { everySlot, stores } from './dialogs.ts';
import { sampleCards } from './sample-cards.ts';

const source = 'message:12';
const message = (card: Card) => cardMessage(card, { source });
const blocksOf = (card: Card): KnownBlock[] => {
  const { blocks = [], attachments = [] } = message(card);
  return [...blocks, ...attachments.flatMap((one) => one.blocks)];
};
const home = (blocks: KnownBlock[]) => validateView({ type: 'home', blocks });
const buttonsIn = (payload: unknown): Button[] => objects(payload).flatMap(({ value }) => (isButton(value) ? [value] : []));
const isButton = (value: object): value is Button => 'type' in value && value.type === 'button';
const find = (payload: unknown, label: string) => buttonsIn(payload).find(({ text }) => text.text === label);
const many = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));
const press = (label: string, command = label): Action => ({ label, command });
const types = (blocks: KnownBlock[]) => blocks.map(({ type }) => type);
const texts = (blocks: unknown) => objects(blocks).flatMap(({ value }) => (typeof value.text === 'string' ? [value.text] : []));

/** What Slack reads marks in. */
const marked = (payload: unknown): string[] =>
  objects(payload)
    .flatMap(({ at, value }) => (value.type === 'mrkdwn' || at === '' ? [value.text, value.fallback] : [value.fallback]))
    .filter((text) => typeof text === 'string');

/** All pages of a card in a modal, come to by pressing *More*. */
function pagesOf(card: Card): KnownBlock[][] {
  const pages: KnownBlock[][] = [];
  for (let page: number | undefined = 0; page !== undefined; ) {
    const { blocks } = cardView(card, 'meta', { page, source });
    pages.push(blocks.filter((block): block is KnownBlock => 'type' in block));
    const more = find(blocks, 'More')?.value;
    page = more ? JSON.parse(more).page : undefined;
  }
  return pages;
}

describe('every card that there is', () => {
  const all = [...Object.entries(sampleCards), ['every slot', [everySlot, stores]] as const];
  test.each(all)('Slack takes %s as a message, in a modal and on the home tab', (_file, cards) => {
    for (const card of cards) {
      expect(validateMessage(message(card))).toEqual([]);
      expect(validateView(cardView(card, 'meta'))).toEqual([]);
      expect(home(cardBlocks(card, 40, { source }))).toEqual([]);
      expect(find(message(card), 'Show all')).toBeUndefined();
    }
  });
});

describe('a card as a message', () => {
  test('shows its slots in order, the title above a bar of its colour', () => {
    const { blocks = [], attachments = [] } = message(everySlot);
    expect(types(blocks)).toEqual(['header']);
    expect(attachments).toHaveLength(1);
    expect(types(attachments[0]?.blocks ?? [])).toEqual([
      ...['context', 'section', 'section', 'context', 'section', 'section'],
      ...['context', 'section', 'section', 'section', 'section', 'actions'],
    ]);
  });

  test.each<[Tone, string | undefined, string]>([
    ['good', '#2e8b57', '✅ *Good*'],
    ['warning', '#e0a100', '⚠️ *Attention*'],
    ['bad', '#c8372d', '🔴 *Problem*'],
    ['neutral', undefined, ''],
  ])('tells the tone %s by colour, sign and word', (tone, color, words) => {
    const { attachments = [], text } = message({ title: 'Saved', tone });
    expect(attachments[0]?.color).toBe(color);
    expect(texts(attachments).join()).toBe(words);
    expect(text).toBe(words ? `${words.replaceAll('*', '')}: Saved` : 'Saved');
  });

  test('names the lists that are empty, so that an edit takes away what stood there', () => {
    expect(message({ title: 'Saved' })).toMatchObject({ attachments: [] });
  });

  test('is told whole in its text, which is what notifications show and screen readers read', () => {
    const { text } = message(everySlot);
    for (const words of ['Attention: Import of the last 14 days', 'would happen', '1,234 of 2,000 · Waiting for the store’s limit, 20 s'])
      expect(text).toContain(words);
    expect(text).toContain('Come in: 180');
    expect(text).toContain('#1002 · Why it waits: The status is Pending · Total: €7.50 (unpaid)');
    expect(text).toContain('2. Give each an SKU');
    expect(message({ title: 'Long', text: 'x'.repeat(9000) }).text).toHaveLength(4000);
  });

  test('shows progress as a bar, in numbers, and what it waits for', () => {
    expect(texts(blocksOf({ title: 'Sync', progress: { done: 500, total: 2000, waiting: 'Ana' } }))).toEqual([
      'Sync',
      '▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱  25 %\n500 of 2,000',
      '⏳ Waiting for Ana',
    ]);
    expect(texts(blocksOf({ title: 'Sync', progress: { done: 5 } }))).toContain('5 so far');
    expect(types(blocksOf({ title: 'Sync', progress: { done: 0 } }))).toEqual(['header']);
  });

  test('shows short facts side by side and long ones in lines', () => {
    const facts = many(12, (at): [string, string] => [`Fact ${at}`, String(at)]);
    const [, first, second] = blocksOf({ title: 'Facts', facts });
    expect(first).toMatchObject({ type: 'section', fields: { length: 10 } });
    expect(second).toMatchObject({ type: 'section', fields: [{ text: '*Fact 10:*\n10' }, { text: '*Fact 11:*\n11' }] });
    expect(texts(blocksOf({ title: 'Facts', facts: [['Payment', 'x'.repeat(60)]] }))[1]).toBe(`*Payment:* ${'x'.repeat(60)}`);
  });

  test('a streamed answer has its title and its text told before', () => {
    expect(types(cardRest(everySlot))).toEqual(types(blocksOf(everySlot)).filter((_, at) => at !== 0 && at !== 2));
    expect(cardRest({ title: 'Hello', text: 'You' })).toEqual([]);
  });
});

describe('the buttons of a card', () => {
  test('carry their commands, are told apart, and ask first where they have a question', () => {
    const blocks = blocksOf(everySlot);
    const ids = buttonsIn(blocks).map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^command:/);
    expect(find(blocks, 'Import')).toMatchObject({ action_id: 'command:0', value: 'import 14 now', style: 'primary' });
    expect(find(blocks, 'Let go')).toMatchObject({
      value: 'release 1002',
      accessibility_label: 'Let go #1002',
      confirm: { title: { text: 'Let go' }, text: { text: 'Let #1002 go?' }, confirm: { text: 'Yes, let go' }, deny: { text: 'No' } },
    });
    expect(find(blocksOf(stores), 'Disable')).toMatchObject({ style: 'danger', confirm: { style: 'danger' } });
  });

  test('keep their ids apart from those of another card beside it', () => {
    const [one, other] = ['0:', '1:'].map((prefix) => buttonsIn(cardBlocks(everySlot, 40, { source, prefix })));
    const ids = [...(one ?? []), ...(other ?? [])].map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBe(2 * (one?.length ?? 0));
  });

  test('have one for pressing the sign only where no other does the same', () => {
    const item: Item = { tone: 'good', label: 'Shop', press: press('Switch off', 'disable shop') };
    expect(buttonsIn(blocksOf({ title: 'Stores', items: [item] })).map(({ value }) => value)).toEqual(['disable shop']);
    expect(buttonsIn(blocksOf({ title: 'Stores', items: [{ ...item, actions: [press('Off', 'disable shop')] }] }))).toHaveLength(1);
  });

  test('stand beside their entry when there is one, and under it when there are several', () => {
    const items = [['One'], ['One', 'Two'], []].map(
      (labels): Item => ({ tone: 'good', label: 'x', actions: labels.map((one) => press(one)) }),
    );
    const [, first, second, third, fourth] = blocksOf({ title: 'List', items });
    expect(first).toMatchObject({ type: 'section', accessory: { text: { text: 'One' } } });
    expect(types([second, third, fourth].flatMap((one) => one ?? []))).toEqual(['section', 'actions', 'section']);
  });
});

describe('a table', () => {
  const rows = many(3, (at) => [`#${at}`, `€${at}.00`, at ? 'https://shop.example/edit' : '*late*']);
  const table = { columns: ['Order', 'Total', 'Edit'], rows };

  test('is a table in a message, its figures at the right, with what is bold and what is an address', () => {
    const block = blocksOf({ title: 'Orders', table })[1];
    expect(block).toMatchObject({ type: 'table', column_settings: [{ is_wrapped: true }, { align: 'right' }, { is_wrapped: true }] });
    expect(block).toMatchObject({ rows: { 0: [{ text: 'Order' }, { text: 'Total' }, { text: 'Edit' }], length: 4 } });
    const cell = (element: object) => ({ elements: [{ elements: [element] }] });
    expect(block).toMatchObject({ rows: { 1: [{ text: '#0' }, { text: '€0.00' }, cell({ text: 'late', style: { bold: true } })] } });
    expect(block).toMatchObject({ rows: { 2: { 2: cell({ type: 'link', url: 'https://shop.example/edit', text: 'Edit' }) } } });
  });

  test('is text where Slack takes no table: in a modal, and with too many columns', () => {
    expect(texts(cardView({ title: 'Orders', table }, 'meta').blocks)).toEqual([
      'Order',
      '*#0* · Total: €0.00 · Edit: *late*\n*#1* · Total: €1.00 · Edit: <https://shop.example/edit|shop.example/edit>\n*#2* · Total: €2.00 · Edit: <https://shop.example/edit|shop.example/edit>',
    ]);
    const wide = { columns: many(21, (at) => `C${at}`), rows: [many(21, (at) => `v${at}`)] };
    expect(texts(blocksOf({ title: 'Wide', table: wide })).join()).toContain('C20: v20');
  });

  test('with buttons has each beside its row, the row in one line or, where that is too long, one for each cell', () => {
    const long = 'x'.repeat(150);
    const actions = [press('Open'), null, press('Mend')];
    const blocks = blocksOf({
      title: 'Orders',
      table: {
        columns: ['Order', 'Total', 'Why'],
        rows: [
          ['#1', '€1', 'late'],
          ['#2', '', ''],
          ['#3', '€3', long],
        ],
        actions,
      },
    });
    expect(texts(blocks.slice(0, 2))).toEqual(['Orders', 'Order']);
    expect(blocks.slice(2)).toMatchObject([
      { text: { text: '*#1*\nTotal: €1 · Why: late' }, accessory: { value: 'Open' } },
      { text: { text: '*#2*' } },
      { text: { text: `*#3*\nTotal: €3\nWhy: ${long}` }, accessory: { value: 'Mend' } },
    ]);
    expect(blocks[3]).not.toHaveProperty('accessory');
  });
});

describe('what does not fit', () => {
  const evil = '<!channel> _x_ & :smile:';
  const huge: Card = {
    title: `${evil} long `.repeat(100),
    tone: 'bad',
    text: `${evil} long `.repeat(1000),
    progress: { done: 5, total: 3, waiting: evil.repeat(100) },
    facts: many(55, (at) => [`fact ${at}.`, `${at} ${evil}`]),
    items: many(333, (at) => ({
      tone: 'good',
      label: `item ${at}.`,
      text: evil.repeat(at % 9),
      actions: many(at % 4, (index) => ({ ...press(`item ${at}.${index}`), confirm: evil.repeat(60) })),
    })),
    table: {
      columns: [evil.repeat(20), 'Total'],
      rows: many(333, (at) => [`row ${at}.`, evil.repeat(90)]),
      actions: many(333, (at) => press(`row ${at}`)),
    },
    steps: many(99, (at) => `step ${at}. ${evil.repeat(at)}`),
    actions: many(77, (at) => ({ ...press(`action ${at}`.repeat(at + 1)), style: 'danger', confirm: evil })),
  };

  test('is counted, and a button leads to all of it', () => {
    const items = many(200, (at): Item => ({ tone: 'good', label: `item ${at}`, actions: [press(`Open ${at}`)] }));
    const shown = message({ title: 'Many', items });
    expect(validateMessage(shown)).toEqual([]);
    const more = find(shown, 'Show all');
    expect(more).toMatchObject({ action_id: 'more', value: JSON.stringify({ source, page: 0 }) });
    expect(texts(shown)).toContain('… and 153 more');
    expect(texts(cardMessage({ title: 'Many', items })).join()).toContain('… and 153 more');
    expect(find(cardMessage({ title: 'Many', items }), 'Show all')).toBeUndefined();
  });

  test('is on pages that lead to each other, and on every one of them stand the buttons of the card', () => {
    const card: Card = {
      title: 'Many',
      items: many(200, (at) => ({ tone: 'good', label: `i${at}`, actions: [press('Open')] })),
      actions: [press('Add')],
    };
    const [first = [], second = [], third = [], ...others] = pagesOf(card);
    expect(others).toEqual([]);
    expect(texts(first)).toContain('Page 1 of 3 · … and 104 more');
    expect(find(first, 'Earlier')).toBeUndefined();
    expect(find(second, 'Earlier')).toMatchObject({ action_id: 'more', value: JSON.stringify({ source, page: 0 }) });
    expect(find(second, 'More')).toMatchObject({ action_id: 'more', value: JSON.stringify({ source, page: 2 }) });
    expect(texts(third)).toContain('Page 3 of 3');
    expect(find(third, 'More')).toBeUndefined();
    for (const page of [first, second, third]) expect(find(page, 'Add')).toBeDefined();
  });

  test('of everything at once is cut, valid and whole on its pages', () => {
    expect(validateMessage(message(huge))).toEqual([]);
    const pages = pagesOf(huge);
    for (const page of pages) expect(validateView({ type: 'home', blocks: page })).toEqual([]);
    const words = texts(pages).join('\n');
    for (const kind of ['fact', 'item', 'row', 'step'])
      for (const at of many({ fact: 55, item: 333, row: 333, step: 99 }[kind] ?? 0, (one) => one))
        expect(words).toContain(`${kind} ${at}.`);
    const commands = new Set(buttonsIn(pages).map(({ value }) => value));
    for (const { command } of [...(huge.actions ?? []), ...(huge.items ?? []).flatMap(({ actions = [] }) => actions)])
      expect(commands).toContain(command);
    for (const action of huge.table?.actions ?? []) expect(commands).toContain(action?.command);
    expect([...marked(pages), ...marked(message(huge))].some((text) => text.includes('<!'))).toBe(false);
  });

  test('of a table without buttons stands in a table on each page, at most 99 rows in one', () => {
    const table = { columns: ['Order', 'Total'], rows: many(250, (at) => [`#${at}.`, '€1.00']) };
    const pages = many(3, (page) => cardMessage({ title: 'Orders', table }, { source, page }));
    for (const page of pages) expect(validateMessage(page)).toEqual([]);
    expect(texts(message({ title: 'Orders', table }))).toContain('… and 151 more');
    for (const at of many(250, (one) => one)) expect(texts(pages.map(({ blocks }) => blocks))).toContain(`#${at}.`);
    const wordy = { columns: ['Order', 'Why'], rows: many(99, (at) => [`#${at}`, 'why '.repeat(100)]) };
    expect(validateMessage(message({ title: 'Orders', table: wordy }))).toEqual([]);
  });

  test('of a page that there is not is the last one', () => {
    expect(cardBlocks({ title: 'Few', items: [] }, 40, { source, page: 7 })).toHaveLength(1);
    expect(texts(cardView(huge, 'meta', { source, page: 999 }).blocks).join()).toMatch(/Page (\d+) of \1/);
  });

  test('of the source itself leaves out the button', () => {
    const card: Card = { title: 'Many', items: many(200, () => ({ tone: 'good', label: 'x', actions: [press('Open')] })) };
    expect(validateMessage(cardMessage(card, { source: 'x'.repeat(3000) }))).toEqual([]);
  });
});

describe('whatever stands in a card', () => {
  const snippet = fc.constantFrom(
    '<!channel>',
    '<@U1>',
    '_x_',
    '`',
    '*bold*',
    '*',
    '&',
    ':smile:',
    '\n',
    ' ',
    'https://a.example/x|y',
    '😀',
    '> ',
    '',
  );
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.array(fc.oneof(snippet, fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.tuple(snippet, fc.nat(2000)).map(([one, times]) => one.repeat(times)),
  );
  const few = <T>(one: fc.Arbitrary<T>, maxLength = 8) => fc.array(one, { maxLength });
  const action = fc.record(
    { label: words, command: fc.stringMatching(/^[a-z0-9]{1,20}$/), style: fc.constantFrom('primary', 'danger'), confirm: words },
    { requiredKeys: ['label', 'command'] },
  );
  const tone = fc.constantFrom<Tone>('good', 'warning', 'bad', 'neutral');
  const item = fc.record({ tone, label: words, text: words, actions: few(action, 30), press: action }, { requiredKeys: ['tone', 'label'] });
  const table = fc
    .record({ columns: fc.array(words, { minLength: 1, maxLength: 25 }), rows: few(few(words), 130) })
    .chain(({ columns, rows }) =>
      fc.option(fc.array(fc.option(action), { minLength: rows.length, maxLength: rows.length }), { nil: undefined }).map((actions) => ({
        columns,
        rows: rows.map((row) => [...row, ...columns].slice(0, columns.length)),
        ...(actions && { actions }),
      })),
    );
  const card: fc.Arbitrary<Card> = fc.record(
    {
      title: words,
      tone,
      text: words,
      progress: fc.record({ done: fc.nat(), total: fc.nat(), waiting: words }, { requiredKeys: ['done'] }),
      facts: few(fc.tuple(words, words), 25),
      items: few(item, 60),
      table,
      steps: few(words, 40),
      actions: few(action, 40),
    },
    { requiredKeys: ['title'] },
  );

  test('Slack takes it, and every button can be come to', () => {
    fc.assert(
      fc.property(card, fc.integer({ min: 8, max: 100 }), (one, room) => {
        expect(validateMessage(message(one))).toEqual([]);
        const blocks = cardBlocks(one, room, { source });
        expect(blocks.length).toBeLessThanOrEqual(room);
        expect(home(blocks)).toEqual([]);
        const pages = pagesOf(one);
        for (const page of pages) expect(home(page)).toEqual([]);
        const reached = new Set(buttonsIn(pages).map(({ value }) => value));
        const { actions = [], items = [], table } = one;
        const wanted = [...actions, ...items.flatMap((entry) => [...(entry.actions ?? []), ...(entry.press ? [entry.press] : [])])];
        for (const { command } of [...wanted, ...(table?.actions ?? []).flatMap((entry) => entry ?? [])])
          expect(reached).toContain(command);
        expect([...marked(pages), ...marked(message(one))].filter((text) => /<[!@#]/.test(text))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
