import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const places = [
  process.env.CHROMIUM,
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** A Chromium of this machine, where there is one. */
export const chromiumPath = places.find((place) => place && existsSync(place));
if (!chromiumPath) console.log('No Chromium at hand (CHROMIUM can name one): the chat page is not tried in a browser.');
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = () => chromium.launch({ executablePath: chromiumPath, args: quiet });

export const phone: BrowserContextOptions = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true };

/** A tab that tells every complaint: an error of a script, something that the content security policy stops. */
export async function openTab(
  browser: Browser,
  address: string,
  complain: (words: string) => void,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 820 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.on('pageerror', (error) => complain(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('ERR_CONNECTION_REFUSED') && !line.text().includes('ERR_INCOMPLETE_CHUNKED'))
      complain(line.text());
  });
  await page.goto(address);
  await page.waitForLoadState('load');
  return page;
}

export const composer = (page: Page) => page.getByLabel('Message to OM Bot');

export async function say(page: Page, text: string) {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** How wide the page is with all that stands in it. */
export const widthOf = (page: Page) =>
  page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.getElementById('stream')?.scrollWidth ?? 0));
