import { describe, expect, test } from 'vitest';
import { installed } from './slack/schema.ts';
import { madeFrom } from './slack/shape.ts';
import { validateMessage, validateView } from './slack/validate.ts';

const x = (length: number) => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const many = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));
const message = (...blocks: object[]) => validateMessage({ text: 'Hello', blocks });
const title = plain('Title');
const modal = (...blocks: object[]) => validateView({ type: 'modal', title, submit: plain('Go'), blocks });
const divider = { type: 'divider' };
const button = (more: object = {}) => ({ type: 'button', text: plain('Press'), action_id: 'press', ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Name'), element, ...more });
const option = (value: string, text = 'One') => ({ text: plain(text), value });
const options = (count: number) => many(count, (at) => option(String(at)));
const select = (type: string, more: object) => input({ type, action_id: 'a', ...more });
const confirm = (more: object) => button({ confirm: { text: plain('Sure?'), ...more } });
const cells = (count: number, text = 'x') => many(count, () => ({ type: 'raw_text', text }));
const table = (...rows: object[][]) => ({ type: 'table', rows });
const home = (count: number) => validateView({ type: 'home', blocks: many(count, () => divider) });
const attachments = (count: number, color = '#2e8b57') =>
  validateMessage({ text: 'Hello', attachments: [{ color, blocks: many(count, () => divider) }] });
const view = (more: object) => validateView({ type: 'modal', title, blocks: [divider], ...more });
const textInput = { type: 'plain_text_input', action_id: 'a' };

/** Each limit: what is made at it, and one past it. */
const limits: [name: string, most: number, check: (size: number) => string[]][] = [
  ['blocks of a message', 50, (n) => message(...many(n, () => divider))],
  ['blocks of a message, those of its attachments among them', 50, (n) => attachments(n)],
  ['blocks of a modal', 100, (n) => modal(...many(n, () => divider))],
  ['blocks of a home tab', 100, home],
  ['text of a message', 40_000, (n) => validateMessage({ text: x(n) })],
  ['all texts of a message', 12_000, (n) => message(...many(3, () => section(3000)), section(n - 9000 - 1), section(1))],
  ['text of a section', 3000, (n) => message(section(n))],
  ['fields of a section', 10, (n) => message({ type: 'section', fields: many(n, () => mrkdwn('x')) })],
  ['a field of a section', 2000, (n) => message({ type: 'section', fields: [mrkdwn(x(n))] })],
  ['text of a header', 150, (n) => message({ type: 'header', text: plain(x(n)) })],
  ['elements of a context', 10, (n) => message({ type: 'context', elements: many(n, () => mrkdwn('x')) })],
  ['elements of actions', 25, (n) => message(actions(...many(n, (at) => button({ action_id: `press:${at}` }))))],
  ['text of a button', 75, (n) => message(actions(button({ text: plain(x(n)) })))],
  ['value of a button', 2000, (n) => message(actions(button({ value: x(n) })))],
  ['address of a button', 3000, (n) => message(actions(button({ url: `https://${x(n - 8)}` })))],
  ['label of a button for screen readers', 75, (n) => message(actions(button({ accessibility_label: x(n) })))],
  ['title of a question', 100, (n) => message(actions(confirm({ title: plain(x(n)) })))],
  ['text of a question', 300, (n) => message(actions(confirm({ text: mrkdwn(x(n)) })))],
  ['yes of a question', 30, (n) => message(actions(confirm({ confirm: plain(x(n)) })))],
  ['no of a question', 30, (n) => message(actions(confirm({ deny: plain(x(n)) })))],
  ['options of an overflow menu', 5, (n) => message(actions({ type: 'overflow', action_id: 'a', options: options(n) }))],
  ['ticks', 10, (n) => modal(select('checkboxes', { options: options(n) }))],
  ['radio buttons', 10, (n) => modal(select('radio_buttons', { options: options(n) }))],
  ['options of a select', 100, (n) => modal(select('static_select', { options: options(n) }))],
  ['options of a select of several', 100, (n) => modal(select('multi_static_select', { options: options(n) }))],
  ['groups of a select', 100, (n) => modal(select('static_select', { option_groups: groups(n) }))],
  ['text of an option', 75, (n) => modal(select('static_select', { options: [option('1', x(n))] }))],
  ['value of an option', 150, (n) => modal(select('static_select', { options: [option(x(n))] }))],
  ['description of an option', 75, (n) => modal(select('radio_buttons', { options: [{ ...option('1'), description: plain(x(n)) }] }))],
  ['value of an option chosen elsewhere', 150, (n) => modal(select('external_select', { initial_option: option(x(n)) }))],
  ['placeholder', 150, (n) => modal(input({ ...textInput, placeholder: plain(x(n)) }))],
  ['label of an input', 2000, (n) => modal(input(textInput, { label: plain(x(n)) }))],
  ['hint of an input', 2000, (n) => modal(input(textInput, { hint: plain(x(n)) }))],
  ['max_length of an input', 3000, (n) => modal(input({ ...textInput, max_length: n }))],
  ['first value of an input', 3000, (n) => modal(input({ ...textInput, initial_value: x(n) }))],
  ['block_id', 255, (n) => message({ ...divider, block_id: x(n) })],
  ['action_id', 255, (n) => message(actions(button({ action_id: x(n) })))],
  ['callback_id', 255, (n) => view({ callback_id: x(n) })],
  ['external_id', 255, (n) => view({ external_id: x(n) })],
  ['private_metadata', 3000, (n) => view({ private_metadata: x(n) })],
  ['title of a modal', 24, (n) => view({ title: plain(x(n)) })],
  ['submit of a modal', 24, (n) => view({ submit: plain(x(n)) })],
  ['close of a modal', 24, (n) => view({ close: plain(x(n)) })],
  ['address of an image', 3000, (n) => message({ type: 'image', image_url: x(n), alt_text: 'x' })],
  ['words of an image', 2000, (n) => message({ type: 'image', image_url: 'https://x.example', alt_text: x(n) })],
  ['tables of a message', 1, (n) => message(...many(n, () => table(cells(1))))],
  ['rows of a table', 100, (n) => message(table(...many(n, () => cells(1))))],
  ['cells of a row', 20, (n) => message(table(cells(n)))],
  ['column_settings of a table', 20, (n) => message({ ...table(cells(1)), column_settings: many(n, () => ({ align: 'left' })) })],
  ['characters of a table', 10_000, (n) => message(table(cells(1, x(n))))],
  ['rows of a data table', 101, (n) => message({ type: 'data_table', caption: 'x', rows: many(n, () => cells(1)) })],
  ['a markdown block', 12_000, (n) => message({ type: 'markdown', text: x(n) })],
];
const section = (length: number) => ({ type: 'section', text: mrkdwn(x(length)) });
const groups = (count: number) => many(count, (at) => ({ label: plain('Group'), options: [option(String(at))] }));

describe('each limit of Slack', () => {
  test.each(limits)('%s: %i pass', (_name, most, check) => expect(check(most)).toEqual([]));
  test.each(limits)('%s: one past %i fails', (_name, most, check) => {
    const wrong = check(most + 1);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.join()).toMatch(/at most|must be|more than one/);
  });
});

describe('the shape of blocks', () => {
  const chosen = { options: options(2), initial_option: option('1') };
  test.each<[string, string[], RegExp]>([
    ['an unknown block', message({ type: 'nope' }), /\/blocks\/0\/type: "nope" may not stand here/],
    ['an unknown element', message(actions({ type: 'lever', action_id: 'a' })), /"lever" may not stand here/],
    ['a missing property', message({ type: 'header' }), /must have required property 'text'/],
    ['an extra property', message({ ...divider, colour: 'red' }), /additional properties: colour/],
    ['an extra property inside', message(actions(button({ colour: 'red' }))), /additional properties: colour/],
    ['marks in a header', message({ type: 'header', text: mrkdwn('*x*') }), /\/0\/text\/type must be equal to constant/],
    ['a style that there is not', message(actions(button({ style: 'secondary' }))), /style/],
    ['a button without text', message(actions({ type: 'button', action_id: 'a' })), /required property 'text'/],
    ['a text that is empty', message({ type: 'section', text: mrkdwn('') }), /\/blocks\/0\/text\/text is empty/],
    ['a section without anything', message({ type: 'section' }), /neither text nor fields/],
    ['an empty cell', message(table(cells(1, ''))), /is empty/],
    ['no options', modal(select('static_select', { options: [] })), /0 entries/],
    ['neither options nor groups', modal(select('static_select', {})), /either options or option_groups/],
    ['an option without a value', modal(select('radio_buttons', { options: [{ text: plain('x') }] })), /without a value/],
    ['a value twice', modal(select('radio_buttons', { options: [option('1'), option('1')] })), /the value 1 twice/],
    ['a first option from elsewhere', modal(select('static_select', { ...chosen, initial_option: option('7') })), /not among its options/],
    ['a first option with other words', modal(select('static_select', { ...chosen, initial_option: option('1', 'x') })), /not among/],
    ['first options, but none', modal(select('checkboxes', { options: options(2), initial_options: [] })), /0 entries/],
    ['a first day that is none', modal(input({ type: 'datepicker', action_id: 'a', initial_date: '2026-02-30' })), /is no day/],
    ['an address that is none', message(actions(button({ url: 'javascript:alert(1)' }))), /is no address/],
    ['a block_id twice', message({ ...divider, block_id: 'a' }, { ...divider, block_id: 'a' }), /the block_id a stands twice/],
    ['an action_id twice in a block', message(actions(button(), button())), /the action_id press twice/],
    ['an input in a message', message(input(textInput)), /"input" may not stand in a message/],
    ['a table in a modal', modal(table(cells(1))), /"table" may not stand in a modal/],
    ['a table in a home tab', validateView({ type: 'home', blocks: [table(cells(1))] }), /may not stand in a home/],
    ['a message without text', validateMessage({ blocks: [divider] }), /text is not set/],
    ['a colour that is none', attachments(1, 'reddish'), /is no colour/],
    ['an unknown block in an attachment', validateMessage({ text: 'x', attachments: [{ blocks: [{ type: 'nope' }] }] }), /"nope"/],
    ['inputs without submit', validateView({ type: 'modal', title, blocks: [input(textInput)] }), /submit is missing/],
    ['a modal without a title', validateView({ type: 'modal', blocks: [divider] }), /required property 'title'/],
    ['a modal with a property of a message', view({ text: 'x' }), /additional properties: text/],
    ['another kind of view', validateView({ type: 'window', blocks: [] }), /neither a modal nor a home tab/],
    ['no view at all', validateView(undefined), /neither/],
    ['two inputs with the focus', modal(...many(2, () => input({ ...textInput, focus_on_load: true }))), /more than one input/],
  ])('%s fails', (_name, wrong, reason) => expect(wrong.join('\n')).toMatch(reason));

  test.each<[string, string[]]>([
    ['a first option of those that are there', modal(select('static_select', chosen))],
    ['several first options', modal(select('checkboxes', { options: options(3), initial_options: options(2) }))],
    ['a first option from an outside source', modal(select('external_select', { initial_option: option('7'), min_query_length: 0 }))],
    ['a first day', modal(input({ type: 'datepicker', action_id: 'a', initial_date: '2028-02-29' }))],
    ['the same action_id in two blocks', message(actions(button()), actions(button()))],
    ['a table in a coloured attachment', validateMessage({ text: 'x', attachments: [{ color: 'good', blocks: [table(cells(2))] }] })],
    ['a rich text', message({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] })],
    ['empty private_metadata', view({ private_metadata: '' })],
    ['a text alone', validateMessage({ text: 'Hello' })],
  ])('%s passes', (_name, wrong) => expect(wrong).toEqual([]));
});

test('the schema was made from the installed @slack/types; if not: node test/fakes/slack/schema.ts', () => {
  expect(madeFrom).toBe(`@slack/types ${installed()}`);
});
