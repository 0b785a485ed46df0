import { startApp, startChromium } from '../../test/support/chromium.js';
import { gridOf } from '../../test/support/copies.js';
import { median, percentile, spread } from '../support/statistics.js';
import { benchPostgres } from '../support/scene.js';

const REPS = 500;
const CAPABILITIES = 20;
const AIM_MS = 50;

/** From above to below, three rows a frame and now and then to the side; from frame to frame, in milliseconds. */
const SCROLLED = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const box = document.querySelector('[role=region][tabindex="0"]');
  box.scrollTo(0, 0);
  await frame();
  let before = await frame();
  const taken = [];
  for (let count = 0; count < 150; count++) {
    box.scrollBy(count % 4 === 0 ? 20 : 0, 144);
    const at = await frame();
    taken.push(at - before);
    before = at;
  }
  return taken;
})()`;

/** The team's grid of 500 reps × 20 capabilities, scrolled in a real Chromium: how long a frame takes at the most. */
export async function grid(rounds: number): Promise<void> {
  const { postgres, close } = await benchPostgres();
  process.env.TEST_DATABASE_URL = postgres.adminUrl;
  const [browser, api] = await Promise.all([startChromium(), startApp()]);
  try {
    const page = await gridOf(browser, api, { reps: REPS, capabilities: CAPABILITIES });
    const scrolled = (): Promise<number[]> => page.evaluate(SCROLLED);
    // The first time everything is compiled.
    await scrolled();
    const longest: number[] = [];
    const usual: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const taken = await scrolled();
      longest.push(Math.max(...taken));
      usual.push(percentile(taken, 0.95));
    }
    const shown = (of: readonly number[]): string => `${median(of).toFixed(1)} ms (${spread(of)})`;
    console.log(
      `\nThe grid of ${REPS} × ${CAPABILITIES}, scrolled; median of ${rounds} rounds (lowest–highest)`,
    );
    console.table({ 'longest frame': shown(longest), '95 of 100 frames': shown(usual), aim: `${AIM_MS} ms` });
    if (median(longest) > AIM_MS) process.exitCode = 1;
  } finally {
    await browser.close();
    await api.close();
    await close();
  }
}
