import type { TestApi } from './api.js';
import { TestBrowser, type Going, type Shown } from './browser.js';

export const PUBLIC_URL = 'http://localhost:3000';

export const browserOf = (api: TestApi, publicUrl = PUBLIC_URL): TestBrowser =>
  new TestBrowser(publicUrl, api.url);

/** A browser in which a person signed in by persona. */
export async function signedInAs(api: TestApi, personId: string): Promise<TestBrowser> {
  const browser = browserOf(api);
  const { status, body } = await browser.go(`/api/v1/sign-in/as/${personId}`, { method: 'POST' });
  if (status !== 200) throw new Error(`nobody is signed in: ${status} ${body}`);
  return browser;
}

export const json = <T>({ body }: Shown): T => JSON.parse(body) as T;

/** Asks as a page would: with the token against forged requests. */
export async function withToken(browser: TestBrowser, to: string, going: Going): Promise<Shown> {
  const { csrfToken } = json<{ csrfToken: string }>(await browser.go('/api/v1/session'));
  return browser.go(to, { ...going, headers: { 'x-csrf-token': csrfToken, ...going.headers } });
}
