import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DESKTOP, PHONE, startChromium } from '../../test/support/chromium.js';
import { FIRST_SCREENS, visitorOf, withDemo } from './demo.js';

const OUT = 'docs/screens';
const SIZES = { phone: PHONE, desktop: DESKTOP };
const MOST_BYTES = 150_000;

/** Pictures of each first screen, on a phone and a desktop, light and dark, for docs/app.md. */
export const screens = (url: string | undefined): Promise<void> =>
  withDemo(url, async (demo) => {
    await mkdir(OUT, { recursive: true });
    const browser = await startChromium();
    try {
      for (const screen of FIRST_SCREENS) {
        const { cookie, path } = await visitorOf(demo, screen);
        for (const [size, viewport] of Object.entries(SIZES))
          for (const colorScheme of ['light', 'dark'] as const) {
            const context = await browser.newContext({
              viewport,
              colorScheme,
              locale: 'en-GB',
              reducedMotion: 'reduce',
              serviceWorkers: 'block',
            });
            if (cookie) await context.addCookies([{ ...cookie, url: demo }]);
            const page = await context.newPage();
            await page.goto(demo + path);
            await page.getByRole('heading', { level: 1 }).waitFor();
            await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
            await page.evaluate('document.fonts.ready.then(() => undefined)');
            const file = join(OUT, `${screen.name}-${size}-${colorScheme}.png`);
            await page.screenshot({ path: file });
            const { size: bytes } = await stat(file);
            console.log(`${String(Math.round(bytes / 1_000)).padStart(4)} kB  ${file}`);
            if (bytes > MOST_BYTES) process.exitCode = 1;
            await context.close();
          }
      }
    } finally {
      await browser.close();
    }
  });
