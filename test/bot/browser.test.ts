import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../database.ts';
import { chromiumPath, composer, launch, openTab as open, phone, say, widthOf } from './browser.ts';
import { openChat, type Shop } from './chat.ts';

const secret = 'ck_0123456789abcdef0123456789abcdef';

let browser: Browser;
let database: Awaited<ReturnType<typeof testDatabase>>;
let chat: Awaited<ReturnType<typeof openChat>>;
let letShopAnswer: (answer: 'fine' | 'no answer') => void;
let complaints: string[] = [];
const pages: Page[] = [];
const shop: Shop = { check: () => new Promise((resolve) => (letShopAnswer = resolve)) };

async function openTab(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(browser, `${chat.address}/chat`, (words) => complaints.push(words), options);
  pages.push(page);
  return page;
}

const messages = (page: Page) => page.getByRole('article');
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.id);

describe.runIf(chromiumPath)('The chat page in a browser', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    complaints = [];
    database = await testDatabase();
    chat = await openChat({ ...database, shop });
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    await chat.close();
    await database.close();
  });

  test('takes a typed command with Enter, and brings it back with the arrow keys', async () => {
    const page = await openTab();
    await say(page, '/om stores');
    await page.getByText('Your stores').waitFor();
    expect(await messages(page).count()).toBe(3);
    expect(await composer(page).inputValue()).toBe('');
    await composer(page).press('ArrowUp');
    expect(await composer(page).inputValue()).toBe('/om stores');
    expect(complaints).toEqual([]);
  });

  test('takes pressed buttons, once even when pressed twice', async () => {
    const page = await openTab();
    await say(page, 'stores');
    await page.getByRole('button', { name: 'Sync Demo shop' }).dblclick();
    await page.getByText('You said: sync demo-shop').waitFor();
    await say(page, 'last word');
    await page.getByText('You said: last word').waitFor();
    expect(await page.getByText('You said: sync demo-shop').count()).toBe(1);
  });

  test('asks in place before a button that needs it, and takes no for an answer', async () => {
    const page = await openTab();
    await say(page, 'stores');
    await page.locator('summary', { hasText: 'Disable' }).click();
    const yes = page.getByRole('button', { name: 'Yes, disable' });
    await yes.waitFor();
    await page.keyboard.press('Escape');
    await yes.waitFor({ state: 'hidden' });
    await page.locator('summary', { hasText: 'Disable' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await yes.waitFor({ state: 'hidden' });
    await page.locator('summary', { hasText: 'Disable' }).click();
    await yes.click();
    await page.getByText('You said: disable demo-shop').waitFor();
  });

  test('lets the green sign itself be pressed, and asks once', async () => {
    const page = await openTab();
    await say(page, 'stores');
    await page.locator('summary[aria-label="Switch off Demo shop"]').click();
    await page.getByText('by its sign?').waitFor();
    await page.getByRole('button', { name: 'Yes, switch off' }).click();
    await page.getByText('You said: disable demo-shop').waitFor();
  });

  test('walks through a form with errors, a check and its ending by keyboard alone', async () => {
    const page = await openTab();
    await page.keyboard.type('connect');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedName(page)).toBe('f.address');
    await page.keyboard.type('shop.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('A consumer key starts with ck_.').waitFor();
    await expect.poll(() => focusedName(page)).toBe('f.key');
    expect(await page.getByLabel('Store address').inputValue()).toBe('shop.example');
    expect(await page.getByLabel('Consumer key').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Consumer key').inputValue()).toBe('');
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
    await page.getByText('Checking your store…').waitFor();
    letShopAnswer('no answer');
    await page.getByText('The store could not be reached.').waitFor();
    await page.getByText('Leave blank to keep what you gave before.').waitFor();
    await page.getByLabel('Store address').focus();
    await page.keyboard.press('End');
    await page.keyboard.type('/shop');
    await page.keyboard.press('Enter');
    await page.getByText('Checking your store…').waitFor();
    letShopAnswer('fine');
    await page.getByText('What shall it be called?').waitFor();
    await expect.poll(() => focusedName(page)).toBe('f.name');
    await page.keyboard.press('Enter');
    await page.getByText('Demo shop is connected').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(complaints).toEqual([]);
  });

  test('masks a secret while it is typed, and keeps it nowhere in the browser', async () => {
    const page = await openTab();
    await say(page, 'connect');
    const key = page.getByLabel('Consumer key');
    await key.fill(secret);
    await page.getByLabel('Store address').fill('shop.example');
    expect(await key.getAttribute('type')).toBe('password');
    expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(secret);
  });

  test('moves a progress bar by itself, in two tabs at once', async () => {
    const one = await openTab();
    const two = await openTab();
    const message = { channel: chat.who.channel, key: 'run:1' };
    await chat.post({ ...message, revision: 1, card: { title: 'Importing', progress: { done: 10, total: 100 } } });
    for (const page of [one, two]) await page.locator('.count', { hasText: '10 of 100' }).waitFor();
    await chat.post({ ...message, revision: 2, card: { title: 'Importing', progress: { done: 70, total: 100 } } });
    for (const page of [one, two]) {
      await page.locator('.count', { hasText: '70 of 100' }).waitFor();
      await expect.poll(() => page.locator('progress').evaluate((bar) => (bar instanceof HTMLProgressElement ? bar.value : 0))).toBe(70);
    }
    await chat.post({ ...message, revision: 3, card: { title: 'Imported', tone: 'good' } });
    for (const page of [one, two]) {
      await page.getByText('Imported').waitFor();
      expect(await page.locator('progress').count()).toBe(0);
    }
  });

  test('lets a report that grew longer than the window be read from its beginning', async () => {
    const page = await openTab();
    const message = { channel: chat.who.channel, key: 'run:2' };
    await chat.post({ ...message, revision: 1, card: { title: 'Syncing', progress: { done: 10 } } });
    await page.getByText('Syncing').waitFor();
    const items = Array.from({ length: 40 }, (_, at) => ({ tone: 'warning' as const, label: `Product ${at}` }));
    await chat.post({ ...message, revision: 2, card: { title: 'The report', items } });
    await page.getByText('Product 39').waitFor();
    await expect.poll(() => page.getByRole('heading', { name: 'The report' }).evaluate(isInView)).toBe(true);
  });

  test('lays the button for new messages on the stream, which stays where and as wide as it is', async () => {
    for (let at = 1; at <= 30; at += 1)
      await chat.post({ channel: chat.who.channel, key: `row ${at}`, revision: 1, card: { title: `Row ${at}.` } });
    const page = await openTab();
    await page.locator('#stream').evaluate((stream) => stream.scrollTo(0, 0));
    const before = await page.locator('#stream').boundingBox();
    await chat.post({ channel: chat.who.channel, key: 'newest', revision: 1, card: { title: 'The newest' } });
    const button = page.getByRole('button', { name: 'New messages' });
    await button.waitFor();
    expect(await page.locator('#stream').boundingBox()).toEqual(before);
    await button.click();
    await expect.poll(() => page.getByRole('heading', { name: 'The newest' }).evaluate(isInView)).toBe(true);
  });

  test('has no number beside a bar while nothing is known', async () => {
    const page = await openTab();
    const message = { channel: chat.who.channel, key: 'run:3' };
    await chat.post({ ...message, revision: 1, card: { title: 'Reading', progress: { done: 0 } } });
    await page.getByText('Reading').waitFor();
    expect(await page.locator('.count').count()).toBe(0);
    await chat.post({ ...message, revision: 2, card: { title: 'Reading', progress: { done: 12 } } });
    await page.locator('.count', { hasText: '12 so far' }).waitFor();
    await chat.post({ ...message, revision: 3, card: { title: 'Reading', progress: { done: 12, total: 30, atMost: true } } });
    await page.locator('.count', { hasText: '12 of at most 30' }).waitFor();
  });

  test('shows in the other tab what is done in this one', async () => {
    const one = await openTab();
    const two = await openTab();
    await say(one, 'connect');
    await two.getByLabel('Store address').fill('typed in the second tab');
    await one.getByLabel('Store address').fill('shop.example');
    await say(two, 'stores');
    await one.getByText('Your stores').waitFor();
    expect(await one.getByLabel('Store address').inputValue()).toBe('shop.example');
    expect(await two.getByLabel('Store address').inputValue()).toBe('typed in the second tab');
    await one.getByRole('button', { name: 'Cancel' }).click();
    for (const page of [one, two]) await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  });

  test('loses nothing by a reload: not the messages, not the question, not what is half typed', async () => {
    const page = await openTab();
    await say(page, 'every');
    await page.getByRole('textbox', { name: 'Name' }).fill('Half a na');
    await page.getByLabel('Three').first().check();
    await composer(page).fill('import 1');
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Half a na');
    expect(await page.getByLabel('Three').first().isChecked()).toBe(true);
    expect(await composer(page).inputValue()).toBe('import 1');
    expect(await messages(page).count()).toBe(3);
  });

  test('comes back by itself after the server was gone, with what it missed', async () => {
    const page = await openTab();
    await say(page, 'connect');
    await page.getByLabel('Store address').fill('shop.example');
    const { port } = chat;
    await chat.close();
    await page.getByText('Connection lost, trying again…').waitFor();
    await say(page, 'stores');
    await page.getByText('OM Bot cannot be reached.').waitFor();
    expect(await composer(page).inputValue()).toBe('stores');
    chat = await openChat({ ...database, shop, port });
    await chat.post({ channel: chat.who.channel, key: 'meanwhile', revision: 1, card: { title: 'This came meanwhile' } });
    await page.getByText('This came meanwhile').waitFor({ timeout: 15_000 });
    await page.getByText('Connection lost, trying again…').waitFor({ state: 'hidden' });
    await page.getByLabel('Consumer key').fill(secret);
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Checking your store…').waitFor();
    letShopAnswer('fine');
    await page.getByText('Almost done').waitFor();
    expect(await page.getByText('This came meanwhile').count()).toBe(1);
  });

  test('brings earlier messages in above', async () => {
    for (let at = 1; at <= 110; at += 1)
      await chat.post({ channel: chat.who.channel, key: `row ${at}`, revision: 1, card: { title: `Row ${at}.` } });
    const page = await openTab();
    expect(await messages(page).count()).toBe(100);
    await page.getByText('Show earlier messages').click();
    await expect.poll(() => messages(page).count()).toBe(111);
    expect(await messages(page).first().textContent()).toContain('Hello');
  });

  test('shows a stranger’s markup as text', async () => {
    const page = await openTab();
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await chat.post({
      channel: chat.who.channel,
      key: 'evil',
      revision: 1,
      card: { title: evil, items: [{ tone: 'bad', label: evil, press: { label: evil, command: evil, confirm: evil } }] },
    });
    await say(page, evil);
    await expect.poll(() => page.getByText(evil).count()).toBeGreaterThan(2);
    await page.reload();
    expect(await page.title()).toBe('OM Bot');
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('fits a phone, where a wide table becomes a small card for each row', async () => {
    const page = await openTab(phone);
    const columns = Array.from({ length: 8 }, (_, at) => `Column number ${at}`);
    const table = { columns, rows: [columns.map((_, at) => `cell ${at}`)], actions: [{ label: 'Open', command: 'stores' }] };
    await chat.post({ channel: chat.who.channel, key: 'wide', revision: 1, card: { title: 'W'.repeat(80), table } });
    await say(page, 'every');
    await page.getByLabel('Country').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(360);
    expect(await page.locator('.table').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    for (const text of ['cell 0', 'cell 7']) {
      const box = await page.locator('.table').getByText(text, { exact: true }).first().boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 360, text).toBe(true);
    }
    const row = page.getByRole('row', { name: 'cell 0' });
    expect(await row.getByRole('cell').count()).toBe(8);
    for (const button of await page.locator('.form .button, .row-action .button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(40);
  });

  test('lets a long table scroll by itself, with its headings and its buttons in view', async () => {
    const page = await openTab({ viewport: { width: 1000, height: 820 } });
    const columns = ['Order', 'Placed', 'Buyer', 'Total', 'Waits, because'];
    const rows = Array.from({ length: 50 }, (_, at) => [`${1000 + at}`, '23 Nov 2026', 'Ana', `€${at}.00`, 'in status On hold']);
    const actions = rows.map(([number]) => ({ label: 'Why?', command: `why ${number}` }));
    await chat.post({ channel: chat.who.channel, key: 'long', revision: 1, card: { title: 'Orders', table: { columns, rows, actions } } });
    const last = page.getByRole('button', { name: 'Why? 1049' });
    await last.scrollIntoViewIfNeeded();
    expect(await page.getByRole('columnheader', { name: 'Total' }).evaluate(isInView)).toBe(true);
    expect(await last.evaluate(isInView)).toBe(true);
    expect(await page.locator('.table').evaluate((box) => box.clientHeight)).toBeLessThan(600);
    await page.getByRole('rowheader', { name: '1049' }).click();
    await last.click();
    await page.getByText('You said: why 1049').waitFor();
    expect(await messages(page).count()).toBe(4);
  });

  test('lets a long table stand in the page of a phone, its first rows at once and all of them when asked', async () => {
    const page = await openTab(phone);
    const columns = ['Order', 'Placed', 'Buyer', 'Total'];
    const rows = Array.from({ length: 50 }, (_, at) => [`${1000 + at}`, '23 Nov 2026', 'Ana', `€${at}.00`]);
    await chat.post({ channel: chat.who.channel, key: 'long', revision: 1, card: { title: 'Orders', table: { columns, rows } } });
    await page.getByRole('rowheader', { name: '1009' }).waitFor();
    expect(await page.getByRole('rowheader', { name: '1010' }).isVisible()).toBe(false);
    await page.getByText('Show all 50 rows').click();
    await page.getByRole('rowheader', { name: '1049' }).waitFor();
    expect(await page.getByText('Show all 50 rows').isVisible()).toBe(false);
    expect(await page.locator('.table').evaluate((box) => box.scrollHeight <= box.clientHeight)).toBe(true);
  });

  test('asks in its place before the button of a row that needs it', async () => {
    const page = await openTab();
    await say(page, 'slots');
    await page.locator('summary[aria-label="Let go #1002"]').click();
    await page.getByText('Let #1002 go?').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(1100);
    await page.getByRole('button', { name: 'Yes, let go' }).click();
    await page.getByText('You said: release 1002').waitFor();
  });

  test.each(['light', 'dark'] as const)('can be read in %s: every text stands out from its ground by 4.5 or more', async (colorScheme) => {
    const page = await openTab({ colorScheme });
    for (const text of ['slots', 'stores', 'every']) await say(page, text);
    await page.getByRole('button', { name: 'Save it' }).click();
    await page.getByText('Please choose at least one.').waitFor();
    const faint = await page.evaluate(faintTexts);
    expect(faint).toEqual([]);
  });

  test('tells a screen reader what is what', async () => {
    const page = await openTab();
    await say(page, 'slots');
    await say(page, 'every');
    await page.getByText('One of each').waitFor();
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('polite');
    await page.getByRole('form', { name: 'One of each' }).waitFor();
    for (const name of ['Name', 'Key', 'Days']) expect(await page.getByLabel(name, { exact: true }).count()).toBe(1);
    await page.getByRole('group', { name: 'Statuses' }).waitFor();
    await page.getByRole('combobox', { name: 'Country' }).waitFor();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('region', { name: 'Import of the last 14 days' }).waitFor();
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('button, summary, a, input:not([type=hidden]), select')].filter(
          (one) => !(one.getAttribute('aria-label') ?? one.textContent)?.trim() && !(one instanceof HTMLInputElement && one.labels?.length),
        ).length,
    );
    expect(unnamed).toBe(0);
  });
});

/** Runs in the page: whether it stands within the stream's window. */
function isInView(element: Element): boolean {
  const window = document.getElementById('stream')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return window !== undefined && top >= window.top && bottom <= window.bottom;
}

/** Runs in the page: the texts whose contrast to what lies under them is too small. */
function faintTexts(): string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([red = 0, green = 0, blue = 0]: number[]) => {
    const linear = (value: number) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const ground = (element: Element | null): number[] => {
    if (!element) return [255, 255, 255];
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour.length === 4 && colour[3] === 0 ? ground(element.parentElement) : colour;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint: string[] = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!element?.checkVisibility() || !texts.currentNode.textContent?.trim()) continue;
    const [one, other] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const contrast = ((one ?? 0) + 0.05) / ((other ?? 0) + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${texts.currentNode.textContent.trim()}`);
  }
  return faint;
}
