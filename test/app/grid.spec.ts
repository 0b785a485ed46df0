import type { Browser, Page } from 'playwright-core';
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

    // However far one scrolls: what a frame takes grows with what is drawn.
    for (let frame = 0; frame < 18; frame++) {
      await page.evaluate(ONE_FRAME);
      expect(await page.getByRole('row').count()).toBeLessThan(50);
    }
    await page
      .getByRole('rowheader', { name: /^Rep [23]\d\d$/ })
      .first()
      .waitFor();
  });
});
