import type { Browser } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, lookAt, openLoop } from '../support/coaching.js';
import { multiply } from '../support/copies.js';

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
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('a team of 500 reps × 20 capabilities', () => {
  it('is drawn where one looks, however far one scrolls', async () => {
    const team = await aTeam(api);
    const loop = await openLoop(api, team);
    await lookAt(api, loop);
    await multiply(api.dataSource, loop, { reps: REPS, capabilities: CAPABILITIES });
    const page = await windowOf(browser, api, team.manager, { to: '/team' });
    await page.getByText(`${REPS} reps · ${CAPABILITIES} capabilities`).waitFor();
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
