import type { Browser, Locator, Page } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { startApp, startChromium } from '../support/chromium.js';
import { gridOf } from '../support/copies.js';

const REPS = 500;
const CAPABILITIES = 20;

/** Ten rows down and a little to the side, until that is drawn. */
const ONE_FRAME = `(async () => {
  document.querySelector('[role=region][tabindex="0"]').scrollBy(60, 480);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
})()`;

const xOf = async (of: Locator): Promise<number | undefined> => (await of.boundingBox())?.x;

let browser: Browser;
let api: TestApi;
let page: Page;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
});
beforeAll(async () => {
  page = await gridOf(browser, api, { reps: REPS, capabilities: CAPABILITIES });
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('a team of 500 reps × 20 capabilities', () => {
  it('is drawn where one looks, however far one scrolls', async () => {
    expect(await page.getByRole('row').count()).toBeLessThan(50);
    const columns = await page.getByRole('columnheader').count();
    expect(columns).toBeLessThan(CAPABILITIES);

    // However far one scrolls: what a frame takes grows with what is drawn.
    for (let frame = 0; frame < 18; frame++) {
      await page.evaluate(ONE_FRAME);
      expect(await page.getByRole('row').count()).toBeLessThan(50);
    }
    await page
      .getByRole('rowheader', { name: /^Rep [23]\d\d$/ })
      .first()
      .waitFor();
    // The last column comes into sight at the side, where it belongs.
    await page.evaluate(`document.querySelector('[role=region][tabindex="0"]').scrollBy(100_000, 0)`);
    const last = page.locator(`[role=columnheader][aria-colindex="${CAPABILITIES + 1}"]`);
    await last.waitFor();
    const cell = page.locator(`[role=cell][aria-colindex="${CAPABILITIES + 1}"]`).first();
    expect(await xOf(cell)).toBe(await xOf(last));
  });
});
