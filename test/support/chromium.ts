import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { freePort } from '../../demo/parts/ports.js';
import { startTestApi, type TestApi, type TestApiOptions } from './api.js';

/** Where Debian and others put it; CHROMIUM_PATH names another one. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function chromiumPath(): string {
  const found = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(
    `No Chromium was found at ${PLACES.join(', ')}. Install it (apt-get install chromium), or name it by CHROMIUM_PATH.`,
  );
}

/**
 * What it is started with. Its own address bar is a web page in each window, hidden or not, which takes longer than the app
 * (1.0 of 1.9 seconds of a processor for a window). The rest of the list is what Playwright turns off, which this replaces.
 */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding',
];

/** The machine's own Chromium, without a window. */
export const startChromium = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS, ...options });

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
  options: WindowOptions = {},
): Promise<Page> {
  const page = await emptyWindow(browser, api, options);
  await page.goto(options.to ?? '/');
  await page.locator(`form[action$="/${personId}"] button`).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** The same for somebody who is not one of the few that this page offers. */
export async function windowAs(
  browser: Browser,
  api: TestApi,
  personId: string,
  options: WindowOptions = {},
): Promise<Page> {
  const page = await emptyWindow(browser, api, options);
  await signInBeside(page, api, personId);
  await page.goto(options.to ?? '/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Signs in whoever looks at a page, as another tab would. */
export async function signInBeside(page: Page, api: TestApi, personId: string): Promise<void> {
  const reply = await page
    .context()
    .request.post(`/api/v1/sign-in/as/${personId}`, { headers: { origin: api.url } });
  if (!reply.ok()) throw new Error(`nobody is signed in: ${reply.status()} ${await reply.text()}`);
}

type WindowOptions = BrowserContextOptions & { to?: string };

async function emptyWindow(browser: Browser, api: TestApi, { to: _, ...rest }: WindowOptions): Promise<Page> {
  const context = await browser.newContext({
    baseURL: api.url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: DESKTOP,
    // Each window is new, and would fetch all of the app to keep it.
    serviceWorkers: 'block',
    ...rest,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
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
