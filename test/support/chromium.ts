import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { freePort } from '../../demo/parts/ports.js';
import { startTestApi, type TestApi, type TestApiOptions } from './api.js';

/** Where Debian and others put it; CHROMIUM_PATH names another one. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function chromiumPath(): string {
  const found = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(
    `No Chromium was found at ${PLACES.join(', ')}. Install it (apt-get install chromium), or name it by CHROMIUM_PATH.`,
  );
}

/** The machine's own Chromium, without a window. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** The real API with the app that was built, under the address that it believes to have. */
export async function startApp(options: TestApiOptions = {}): Promise<TestApi> {
  const port = await freePort();
  const settings = {
    signIn: { by: 'demo' as const },
    publicUrl: `http://127.0.0.1:${port}`,
    requestsPerMinute: 1_000_000,
    ...options.settings,
  };
  return startTestApi({ ...options, port, settings });
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** A window of its own, in which a person signed in by one click on the page for that. */
export async function windowOf(
  browser: Browser,
  api: TestApi,
  personId: string,
  options: BrowserContextOptions & { to?: string } = {},
): Promise<Page> {
  const { to = '/', ...rest } = options;
  const context = await browser.newContext({
    baseURL: api.url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: DESKTOP,
    ...rest,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(to);
  await page.locator(`form[action$="/${personId}"] button`).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** What the browser itself complained of: a script that broke, something that the policy of the server refused. */
export function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}
