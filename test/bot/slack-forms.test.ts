import type { InputBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cardView, fieldErrors, fieldOf, formView, optionsFor, type Question, readAnswers, waitingView } from '../../bot/slack/forms.ts';
import { answer, start } from '../../dialogs/conversation.ts';
import { dialog, type Errors, type Form } from '../../dialogs/dialog.ts';
import { choice, choices, date, type Field, number, type Option, secret, text } from '../../dialogs/fields.ts';
import { validateView } from '../fakes/slack/validate.ts';
import { isObject, objects } from '../fakes/slack/walk.ts';
import { everySlot } from './dialogs.ts';

const question = (form: Partial<Form>, more: Partial<Question> = {}): Question => ({
  ...{ kind: 'form', form: { title: 'Settings', fields: {}, ...form }, errors: {}, given: {}, kept: [] },
  ...more,
});
/** The modal of a question; one that Slack would refuse fails. */
function modal(asked: Question, more: Partial<Parameters<typeof formView>[1]> = {}): ModalView {
  const view = formView(asked, { metadata: '{"id":"1"}', version: 3, ...more });
  expect(validateView(view)).toEqual([]);
  return view;
}
const isInput = (block: { type: string }): block is InputBlock => block.type === 'input';
const inputsOf = ({ blocks }: ModalView): InputBlock[] => blocks.filter(isInput);
const one = (field: Field, more: Partial<Question> = {}) => inputsOf(modal(question({ fields: { it: field } }, more)))[0];
const given = (field: Field, value: unknown) => one(field, { given: { it: value } })?.element;
const options = (count: number): Option[] => Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `Country ${at}` }));
const texts = (payload: unknown) => objects(payload).flatMap(({ value }) => (typeof value.text === 'string' ? [value.text] : []));
const key = secret('Key', { help: 'Starts with ck_' });

/** What Slack would send for a modal that was filled in as it opened. */
const stateOf = (view: ModalView) =>
  Object.fromEntries(
    inputsOf(view).map(({ block_id = '', element }) => {
      const e: Record<string, unknown> = { ...element };
      const { initial_value, initial_date, initial_option, initial_options } = e;
      const state = {
        ...('initial_value' in e || element.type === 'plain_text_input'
          ? { value: typeof initial_value === 'string' ? initial_value : null }
          : {}),
        ...(element.type === 'datepicker' && { selected_date: typeof initial_date === 'string' ? initial_date : null }),
        ...(isObject(initial_option) && { selected_option: { value: String(initial_option.value) } }),
        ...(Array.isArray(initial_options) && { selected_options: initial_options.map(({ value }) => ({ value: String(value) })) }),
      };
      return [block_id, { answer: state }];
    }),
  );

describe('a question as a modal', () => {
  test('has its title, its buttons, where it belongs, and tells when it is closed', () => {
    expect(modal(question({ fields: { name: text('Name') }, submit: 'Save it' }))).toMatchObject({
      ...{ type: 'modal', callback_id: 'conversation', private_metadata: '{"id":"1"}', notify_on_close: true },
      ...{ title: { text: 'Settings' }, submit: { text: 'Save it' }, close: { text: 'Cancel' } },
      blocks: [{ type: 'input', block_id: 'f:3:name', label: { text: 'Name' } }],
    });
    expect(modal(question({ fields: { name: text('Name') } })).submit?.text).toBe('Continue');
  });

  test('stands under its whole title where that is too long for a modal', () => {
    const view = modal(question({ title: 'Payment instrument *Klarna* of Demo Shop', submit: 'x'.repeat(30) }));
    expect(view.title.text).toBe('Payment instrument Kla…');
    expect(view.submit?.text).toBe(`${'x'.repeat(23)}…`);
    expect(view.blocks[0]).toMatchObject({ type: 'header', text: { text: 'Payment instrument Klarna of Demo Shop' } });
    expect(modal(question({ title: 'Exactly twenty-four ones', fields: { name: text('Name') } })).blocks).toHaveLength(1);
  });

  test('tells its text and its click path before the fields at first, and what is wrong before them on a second try', () => {
    const form = { text: 'Please do.', steps: ['Open *A*', 'Press B'], fields: { name: text('Name') } };
    expect(texts(modal(question(form)).blocks)).toEqual(['Please do.', '1. Open *A*\n2. Press B', 'Name']);
    const action = { label: 'Sync', command: 'sync demo' };
    const notice = {
      tone: 'bad' as const,
      text: 'No.',
      items: [{ tone: 'good' as const, label: 'Reach', actions: [action] }],
      steps: ['Wait'],
    };
    const view = modal(question({ ...form, notice }, { errors: { '': 'Not *so*.', name: 'Too short.' } }));
    expect(texts(view.blocks)).toEqual([
      ...['Please do.', '🔴 *Problem:* No.', '✅ Reach', 'Sync', '1. Wait', '🔴 Not *so*.', 'Name', '⚠️ Too short.'],
      ...['The steps once more:', '1. Open *A*\n2. Press B'],
    ]);
    expect(objects(view.blocks).find(({ value }) => value.value === 'sync demo')?.value.action_id).toMatch(/^command:/);
  });

  test('has new ids with each version, so that Slack shows what is given', () => {
    const asked = question({ fields: { 'a:b': text('Name') } });
    const ids = [3, 4].map((version) => inputsOf(modal(asked, { version }))[0]?.block_id ?? '');
    expect(new Set(ids).size).toBe(2);
    expect(ids.map(fieldOf)).toEqual(['a:b', 'a:b']);
    expect(fieldOf('something else')).toBe('');
  });

  test('is shown while one has to wait, and shows in the end how it went', () => {
    const waiting = waitingView('Checking *your* store…', 'meta');
    expect(validateView(waiting)).toEqual([]);
    expect(waiting).toMatchObject({ title: { text: 'One moment' }, private_metadata: 'meta', callback_id: 'conversation' });
    expect(texts(waiting.blocks)).toEqual(['⏳ Checking *your* store…']);
    const done = cardView(everySlot, 'meta');
    expect(done).toMatchObject({ close: { text: 'Close' }, private_metadata: 'meta' });
    expect(done).not.toHaveProperty('submit');
    expect(validateView(cardView({ title: 'x' }, 'meta'))).toEqual([]);
    const many = Array.from({ length: 200 }, () => ({ tone: 'good' as const, label: 'x', actions: [{ label: 'y', command: 'z' }] }));
    expect(JSON.stringify(cardView({ title: 'x', items: many }, 'meta').blocks)).toContain(
      JSON.stringify(JSON.stringify({ source: 'meta', page: 1 })),
    );
  });
});

describe('a field', () => {
  test.each<[string, Field, unknown, object]>([
    ['a text', text('x'), 'Demo', { type: 'plain_text_input', initial_value: 'Demo' }],
    ['a number', number('x', { min: 1, max: 9 }), 14, { type: 'plain_text_input', initial_value: '14' }],
    [
      'a number that was typed wrong',
      number('x', { min: 1, max: 9 }),
      'a fortnight',
      { type: 'plain_text_input', initial_value: 'a fortnight' },
    ],
    ['a day', date('x'), '2026-11-23', { type: 'datepicker', initial_date: '2026-11-23' }],
    ['a choice of ten', choice('x', options(10)), 'v3', { type: 'radio_buttons', initial_option: { value: 'v3' } }],
    ['a choice of eleven', choice('x', options(11)), 'v3', { type: 'static_select', initial_option: { value: 'v3' } }],
    ['a choice of a hundred', choice('x', options(100)), 'v3', { type: 'static_select', options: { length: 100 } }],
    [
      'a choice of more',
      choice('x', options(101)),
      'v100',
      { type: 'external_select', min_query_length: 0, initial_option: { value: 'v100' } },
    ],
    [
      'several of ten',
      choices('x', options(10)),
      ['v1', 'v3'],
      { type: 'checkboxes', initial_options: [{ value: 'v1' }, { value: 'v3' }] },
    ],
    ['several of eleven', choices('x', options(11)), ['v1'], { type: 'multi_static_select', initial_options: [{ value: 'v1' }] }],
    [
      'several of more than a hundred',
      choices('x', options(101)),
      ['v9'],
      { type: 'multi_external_select', initial_options: [{ value: 'v9' }] },
    ],
  ])('of %s is asked for in Slack’s way, with what was given', (_name, field, value, element) => {
    expect(given(field, value)).toMatchObject(element);
  });

  test.each<[string, Field, unknown]>([
    ['nothing', text('x'), undefined],
    ['an empty text', text('x'), ''],
    ['a day that is none', date('x'), '2026-02-30'],
    ['an option that is gone', choice('x', options(3)), 'v7'],
    ['no options', choices('x', options(3)), []],
    ['options that are gone', choices('x', options(3)), ['v7']],
    ['something else', choices('x', options(3)), 'v1'],
  ])('begins empty where %s was given', (_name, field, value) => {
    expect(Object.keys(given(field, value) ?? {}).filter((name) => name.startsWith('initial'))).toEqual([]);
  });

  test('may be left empty where an empty answer is right', () => {
    const may = (field: Field) => one(field)?.optional;
    expect([text('x'), number('x', { min: 1, max: 9 }), date('x'), choice('x', options(3)), choices('x', options(3))].map(may)).toEqual(
      Array.from({ length: 5 }, () => false),
    );
    const free = z.string().optional().default('');
    expect(
      [text('x', { schema: free }), date('x', { schema: free }), choices('x', options(3), { schema: z.array(z.string()) })].map(may),
    ).toEqual([...[true, true, true]]);
    expect(may({ ...choice('x', options(3)), schema: z.string().optional() })).toBe(true);
  });

  test('shows its help, its placeholder, and the reason right below', () => {
    const field = text('Address', { help: 'As on the door', placeholder: 'https://shop.example' });
    const { blocks } = modal(question({ fields: { it: field, other: text('Other') } }, { errors: { it: 'No *store* there.' } }));
    expect(blocks).toMatchObject([
      { type: 'input', hint: { text: 'As on the door' }, element: { placeholder: { text: 'https://shop.example' } } },
      { type: 'context', elements: [{ text: '⚠️ No *store* there.' }] },
      { type: 'input', label: { text: 'Other' } },
    ]);
  });

  test('tells under each option what it means, or all of it below where one is too long', () => {
    const help = 'The parcel is wrapped';
    const gift = { value: 'gift', label: 'Gift', help };
    expect(one(choice('x', [gift]))?.element).toMatchObject({ options: [{ text: { text: 'Gift' }, description: { text: help } }] });
    const long = { value: 'note', label: 'Note', help: 'long '.repeat(20) };
    const block = one(choices('x', [gift, long], { help: 'Choose.' }));
    expect(block?.hint?.text).toBe(`Choose.\nGift: ${help}\nNote: ${'long '.repeat(20)}`);
    expect(JSON.stringify(block?.element)).not.toContain('description');
  });

  test('that offers nothing says so', () => {
    const view = modal(question({ fields: { it: choice('Type', []) } }));
    expect(texts(view.blocks)).toEqual(['*Type*\nThere is nothing to choose from yet.']);
  });

  test('has options whose values and labels are too long for Slack, and they come back', () => {
    const long = ['a', 'b'].map((end) => ({ value: 'v'.repeat(300) + end, label: `${'l'.repeat(300)}${end}` }));
    for (const list of [long, [...options(20), ...long], [...options(200), ...long], [{ value: '', label: '' }]]) {
      const value = list.at(-1)?.value;
      const fields = { one: choice('x', list), more: choices('y', list) };
      const view = modal(question({ fields }, { given: { one: value, more: [value] } }));
      expect(readAnswers(stateOf(view), { fields })).toEqual({ one: value, more: [value] });
    }
  });
});

describe('what was answered', () => {
  const fields = {
    name: text('Name'),
    days: number('Days', { min: 1, max: 9 }),
    since: date('Since'),
    size: choice('Size', options(3)),
    many: choices('Many', options(3)),
    key,
  };

  test('comes back by field, what is empty too, and nothing that was not asked', () => {
    const state = {
      'f:3:name': { answer: { type: 'plain_text_input', value: 'Čevlji & "more" \0\u00AD_x_' } },
      'f:3:days': { answer: { value: 'a fortnight' } },
      'f:3:since': { answer: { selected_date: '2026-11-01' } },
      'f:3:size': { answer: { selected_option: { value: 'v1' } } },
      'f:3:many': { answer: { selected_options: [{ value: 'v0' }, { value: 'v2' }, { value: 'forged' }] } },
      'f:3:key': { answer: { value: 'ck_typed_here' } },
      'f:3:toString': { answer: { value: 'x' } },
      other: { answer: { value: 'x' } },
    };
    const read = { name: 'Čevlji & "more" _x_', days: 'a fortnight', since: '2026-11-01', size: 'v1', many: ['v0', 'v2'] };
    expect(readAnswers(state, { fields })).toEqual(read);
    const empty = {
      'f:3:name': { answer: { value: null } },
      'f:3:since': { answer: { selected_date: null } },
      'f:3:size': { answer: { selected_option: null } },
      'f:3:many': { answer: { selected_options: [] } },
    };
    expect(readAnswers(empty, { fields })).toEqual({ name: '', since: '', size: undefined, many: [] });
  });

  test('is what the dialog takes: a modal sent as it opened gives the first values', () => {
    const { key: _, ...open } = fields;
    const asked = dialog('try')
      .ask('all', () => ({ title: 'Try', fields: open }))
      .finish('…', async () => ({ title: 'Done' }));
    const first = { name: 'Demo', days: 7, since: '2026-11-01', size: 'v2', many: ['v1'] };
    const view = modal(question({ fields: open }, { given: first }));
    const after = answer(asked, start(asked, '1'), readAnswers(stateOf(view), { fields: open }));
    expect(after).toMatchObject({ errors: {}, step: 1, known: { all: first } });
  });

  test('has its reasons under the inputs, where every one has its input', () => {
    const open = { fields: { name: text('Name'), days: text('Days') } };
    expect(fieldErrors({ name: 'Too *short*.' }, open, 3)).toEqual({ 'f:3:name': 'Too short.' });
    const elsewhere: Errors[] = [{}, { '': 'No.' }, { name: 'x', gone: 'y' }, { toString: 'x' }];
    for (const errors of elsewhere) expect(fieldErrors(errors, open, 3)).toBeUndefined();
    expect(fieldErrors({ name: 'x' }, { fields: { ...open.fields, key } }, 3)).toBeUndefined();
    expect(fieldErrors({ it: 'x' }, { fields: { it: choice('x', []) } }, 3)).toBeUndefined();
  });

  test('is helped with options while one types, in whatever letters, a hundred at most', () => {
    const form = { fields: { country: choice('Country', [...options(250), { value: 'si', label: 'Črna *gora*' }]) } };
    expect(optionsFor(form, 'country', '')).toHaveLength(100);
    expect(optionsFor(form, 'country', 'COUNTRY 249 ')).toMatchObject([{ text: { text: 'Country 249' }, value: 'v249' }]);
    expect(optionsFor(form, 'country', 'crna')).toMatchObject([{ text: { text: 'Črna gora' }, value: 'si' }]);
    expect(optionsFor(form, 'country', 'nowhere')).toEqual([]);
    expect(optionsFor(form, 'toString', '')).toEqual([]);
  });
});

describe('a question that asks for a secret', () => {
  const url = 'https://om.example/private/abc';
  const asked = question(
    { text: 'Please.', steps: ['Make a key'], fields: { address: text('Address', { help: 'As typed' }), key }, submit: 'Check' },
    { given: { address: 'shop.example' }, kept: ['key'], errors: { address: 'Nothing there.' } },
  );

  test('has no inputs in Slack, but a button to its private page, and one for a new link', () => {
    const view = modal(asked, { privatePage: { url } });
    expect(inputsOf(view)).toEqual([]);
    expect(view).not.toHaveProperty('submit');
    const buttons = view.blocks.flatMap((block) => ('elements' in block && block.type === 'actions' ? block.elements : []));
    expect(buttons).toMatchObject([
      { text: { text: 'Enter it on a private page' }, action_id: 'private-page', url },
      { text: { text: 'Get a new link' }, action_id: 'new-link' },
    ]);
    const words = texts(view.blocks).join('\n');
    for (const one of [
      'Please.',
      '*Address*: As typed',
      'Nothing there.',
      '*Key*: Starts with ck_ (given already',
      'never typed into Slack',
    ])
      expect(words).toContain(one);
    expect(words).toContain('Make a key');
  });

  test('says who can mend it where there is no private page, and never lets a key be typed', () => {
    for (const privatePage of [{ missing: true } as const, undefined]) {
      const view = modal(asked, { privatePage });
      expect(texts(view.blocks).join('\n')).toContain('ask the person who runs OM Bot to set PUBLIC_URL');
      expect(objects(view.blocks).filter(({ value }) => value.type === 'button' || value.type === 'input')).toEqual([]);
    }
  });
});

describe('whatever is asked', () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .tuple(fc.constantFrom('<!channel>', '_x_', '*b*', '&', ':smile:', '\n', '', ' '), fc.nat(1500))
      .map(([part, times]) => part.repeat(times)),
  );
  const some = { nil: undefined };
  const option = fc.record({ value: fc.oneof(words, fc.uuid()), label: words, help: words }, { requiredKeys: ['value', 'label'] });
  const kinds: Field['kind'][] = ['text', 'number', 'date', 'choice', 'choices'];
  const field: fc.Arbitrary<Field> = fc.record({
    kind: fc.constantFrom(...kinds),
    label: words,
    help: fc.option(words, some),
    placeholder: fc.option(words, some),
    options: fc.oneof(fc.array(option, { maxLength: 12 }), fc.integer({ min: 11, max: 130 }).map(options)),
    schema: fc.constantFrom<z.ZodType>(z.unknown(), z.string().min(1), z.array(z.string())),
  });
  const item = fc.record({ tone: fc.constantFrom('good' as const, 'neutral' as const), label: words, text: words });
  const notice = fc.record({
    tone: fc.constantFrom('good' as const, 'warning' as const, 'bad' as const),
    text: words,
    items: fc.array(item, { maxLength: 130 }),
    steps: fc.array(words),
  });
  const form = fc.record(
    {
      title: words,
      text: words,
      notice,
      steps: fc.array(words, { maxLength: 130 }),
      submit: words,
      fields: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), field, { maxKeys: 20 }),
    },
    { requiredKeys: ['title', 'fields'] },
  );
  const values = fc.oneof(words, fc.nat(), fc.constant(undefined), fc.array(words), fc.constantFrom('v1', 'v50', ['v2', 'v120']));

  test('Slack takes it, and what was chosen before comes back', () => {
    fc.assert(
      fc.property(form, fc.array(values, { minLength: 20, maxLength: 20 }), words, (one, list, error) => {
        const names = Object.keys(one.fields);
        const before = Object.fromEntries(names.map((name, at) => [name, list[at]]));
        const errors = Object.fromEntries(['', ...names.filter((_, at) => at % 2)].map((name) => [name, error]));
        const view = modal(question(one, { given: before, errors }));
        const read = readAnswers(stateOf(view), one);
        for (const [name, { kind, options: offered = [] }] of Object.entries(one.fields)) {
          const offers = offered.map(({ value }) => value);
          const wanted = before[name];
          if (kind === 'choice' && typeof wanted === 'string' && offers.includes(wanted)) expect(read[name]).toBe(wanted);
          if (kind === 'choices' && Array.isArray(wanted) && wanted.every((value) => offers.includes(value)) && offers.length)
            expect([...new Set(wanted)].sort()).toEqual([...new Set(z.array(z.string()).parse(read[name]))].sort());
        }
      }),
      { numRuns: 30 },
    );
  });
});
