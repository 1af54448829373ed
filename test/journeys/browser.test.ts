import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { chromiumPath, launch, openTab, phone, say, widthOf } from '../bot/browser.ts';
import { connectSampleStore, type Journey, startJourney } from './app.ts';

const cod = 'Plačilo po povzetju';
const refusal = 'For cash on delivery the payment type must be empty: the order is not paid yet.';

describe.runIf(chromiumPath)('The payment instruments in a browser', () => {
  let browser: Browser;
  let journey: Journey;
  const complaints: string[] = [];
  beforeAll(async () => {
    [browser, journey] = await Promise.all([launch(), startJourney()]);
    await connectSampleStore(journey);
  });
  afterAll(async () => {
    await browser.close();
    await journey.close();
  });

  const devices: [string, BrowserContextOptions, delivery: string][] = [
    ['a desk', {}, 'Post'],
    ['a phone', phone, 'Courier'],
  ];
  test.each(devices)(
    'on %s lead from the table to a row that is tried, refused, and then confirmed',
    async (_device, options, delivery) => {
      const page = await openTab(browser, `${journey.app.url}/chat`, (words) => complaints.push(words), options);
      const { width } = page.viewportSize() ?? { width: 0 };
      await say(page, 'payments');
      const table = page.getByRole('table').last();
      await table.getByRole('columnheader', { name: 'Payment type' }).waitFor({ state: 'attached' });
      for (const row of await table.getByRole('row').all()) {
        const button = await row.getByRole('button').all();
        for (const one of button) expect(await standsWithin(one.first(), width)).toBe(true);
      }
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      await table.getByRole('button', { name: new RegExp(`^(Set up|Change) ${cod}$`) }).click();

      const form = page.getByRole('form', { name: cod }).last();
      await form.getByRole('group', { name: 'Store statuses' }).waitFor();
      await form.getByLabel('Poslano').check();
      await form.getByLabel(delivery).check();
      await form.getByLabel('Payment type').selectOption({ label: 'PayPal' });
      await form.getByRole('button', { name: 'Try it' }).click();
      const refused = page.getByRole('form', { name: cod }).last();
      await refused.getByText(refusal).waitFor();
      expect(await refused.getByLabel('Payment type').evaluate((field) => field === document.activeElement)).toBe(true);
      expect(await refused.getByLabel('Payment type').getAttribute('aria-invalid')).toBe('true');
      for (const label of ['Processing', 'Completed', 'Poslano', delivery]) expect(await refused.getByLabel(label).isChecked()).toBe(true);
      expect(await widthOf(page)).toBeLessThanOrEqual(width);

      await refused.getByLabel('Payment type').selectOption({ label: 'None: not paid yet' });
      await refused.getByRole('button', { name: 'Try it' }).click();
      await page.getByText(/Of 87 orders of the last 60 days/).waitFor();
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      const sure = page.getByRole('form', { name: cod }).last();
      await sure.getByLabel('Confirm').check();
      await sure.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: `${cod} is set: not marked paid, ${delivery}, in` }).waitFor();
      const row = await journey.database.orm.em.fork().findOneOrFail(PaymentMapping, { method: 'cod' }, { populate: ['deliveryType'] });
      expect(row).toMatchObject({ cod: true, paymentType: null, statuses: ['processing', 'completed', 'poslano'], confirmedBy: 'you' });
      expect(row.deliveryType?.name).toBe(delivery);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

/** Whether all of it can be seen and pressed without scrolling sideways. */
async function standsWithin(element: ReturnType<Page['locator']>, width: number): Promise<boolean> {
  const box = await element.boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= width && box.height >= 32;
}
