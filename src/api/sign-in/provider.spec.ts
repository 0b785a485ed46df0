import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { formOf, TestBrowser } from '../../../test/support/browser.js';
import { addPerson } from '../../../test/support/organisation.js';
import { isAsked, signInThere, startProvider, type ProviderProcess } from '../../../test/support/provider.js';
import { browserOf, json, PUBLIC_URL, withToken } from '../../../test/support/signed-in.js';

interface Session {
  person: { id: string };
  way: string;
}

let provider: ProviderProcess;
let api: TestApi;
let ada: string;
beforeAll(async () => {
  provider = await startProvider(PUBLIC_URL);
  api = await startTestApi({
    settings: {
      signIn: {
        by: 'provider',
        provider: {
          issuer: provider.issuer,
          clientId: 'followthrough',
          clientSecret: 'between-us-two',
          personClaim: 'email',
          furtherOrigins: [],
        },
      },
    },
  });
  ada = await addPerson(api, { name: 'Ada Okafor', email: 'ada@example.com' });
});
afterAll(async () => {
  await api?.close();
  await provider?.stop();
});

/** Signs in through a browser of its own. */
async function signIn(login: string, to = '') {
  const browser = browserOf(api);
  const asked = await browser.go(`/api/v1/sign-in${to}`);
  const shown = await signInThere(browser, asked, login);
  return { browser, shown };
}

const isIn = async (browser: TestBrowser) => (await browser.go('/api/v1/session')).status === 200;

describe('signing in at the identity provider', () => {
  it('brings a person back to where they wanted to go, as themselves', async () => {
    const { browser, shown } = await signIn('ada', '?to=/sign-in?then=here');
    expect(shown.url.href).toBe(`${PUBLIC_URL}/sign-in?then=here`);
    expect(shown.body).toContain('You are signed in as <strong>Ada Okafor</strong>');
    const session = json<Session>(await browser.go('/api/v1/session'));
    expect(session).toMatchObject({ person: { id: ada }, way: 'provider' });
    expect(browser.cookies.has('ft_sign_in')).toBe(false);
  });

  it('asks with a code, PKCE, a state and a nonce that are new every time', async () => {
    const urls = [];
    for (let n = 0; n < 2; n += 1) {
      const { headers } = await browserOf(api).go('/api/v1/sign-in', { stay: true });
      urls.push(new URL(headers.get('location')!).searchParams);
    }
    expect(urls[0]!.get('response_type')).toBe('code');
    expect(urls[0]!.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(urls[0]!.get(name)).toMatch(/^[\w-]{43}$/);
      expect(urls[0]!.get(name)).not.toBe(urls[1]!.get(name));
    }
  });

  it('goes on when the provider has new keys, at once', async () => {
    expect(await isIn((await signIn('ada')).browser)).toBe(true);
    await provider.rotate();
    expect(await isIn((await signIn('ada')).browser)).toBe(true);
  });

  it('binds the account, and refuses another one with the same address kindly', async () => {
    await signIn('ada');
    const { browser, shown } = await signIn('ada-again');
    expect(shown.body).toContain('That is nothing you did wrong');
    expect(await isIn(browser)).toBe(false);

    expect((await api.ask('DELETE', `/people/${ada}/sign-in`)).status).toBe(204);
    expect(await isIn((await signIn('ada-again')).browser)).toBe(true);
    expect(await isIn((await signIn('ada')).browser)).toBe(false);
    await api.ask('DELETE', `/people/${ada}/sign-in`);
  });

  it('stays the same person’s when their address changes here', async () => {
    await signIn('ada');
    await api.ask('PATCH', `/people/${ada}`, { body: { email: 'ada.married@example.com' } });
    const { browser } = await signIn('ada');
    expect(json<Session>(await browser.go('/api/v1/session')).person.id).toBe(ada);
    await api.ask('PATCH', `/people/${ada}`, { body: { email: 'ada@example.com' } });
  });

  it('answers a stranger, a leaver and an address that is not verified with the same words', async () => {
    await addPerson(api, { email: 'ben@example.com', activeUntil: '2026-02-27' });
    const shown = [];
    for (const login of ['stranger', 'ben', 'not-ada']) {
      const { browser, shown: page } = await signIn(login);
      expect(await isIn(browser)).toBe(false);
      shown.push(page.body);
    }
    expect(shown[0]).toContain('nobody is set up here for that account');
    expect(new Set(shown).size).toBe(1);
  });

  it('begun in one browser cannot be finished in another', async () => {
    const attacker = browserOf(api);
    const asked = await attacker.go('/api/v1/sign-in');
    const { action, fields } = formOf(asked);
    const consent = await attacker.go(action, { form: { ...fields, login: 'ada', password: 'x' } });
    const agreed = formOf(consent);
    let back = await attacker.go(agreed.action, { form: agreed.fields, stay: true });
    while (!back.headers.get('location')!.startsWith(PUBLIC_URL))
      back = await attacker.go(new URL(back.headers.get('location')!, back.url).href, { stay: true });

    const victim = browserOf(api);
    await victim.go('/api/v1/sign-in', { stay: true });
    const shown = await victim.go(back.headers.get('location')!);
    expect(shown.body).toContain('begun in another window');
    expect(await isIn(victim)).toBe(false);
  });

  it('that took too long is to be begun anew', async () => {
    const browser = browserOf(api);
    const asked = await browser.go('/api/v1/sign-in');
    api.clock.time += 11 * 60_000;
    const shown = await signInThere(browser, asked, 'ada');
    api.clock.time -= 11 * 60_000;
    expect(shown.body).toContain('took too long');
  });

  it('that the person breaks off there is no fault', async () => {
    const browser = browserOf(api);
    const { headers } = await browser.go('/api/v1/sign-in', { stay: true });
    const state = new URL(headers.get('location')!).searchParams.get('state')!;
    const query = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer });
    const shown = await browser.go(`/api/v1/sign-in/callback?${query}`);
    expect(shown.body).toContain('was not completed');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'x',
    'javascript:1',
  ])('leads nowhere else afterwards: %j', async (to) => {
    const browser = browserOf(api);
    const reply = await browser.go(`/api/v1/sign-in?to=${encodeURIComponent(to)}`, { stay: true });
    expect(reply.status).toBe(400);
    // Nor by a cookie that somebody wrote for the browser, though the state is the right one.
    const begun = await browser.go('/api/v1/sign-in', { stay: true });
    const state = new URL(begun.headers.get('location')!).searchParams.get('state')!;
    const [secret, time] = browser.cookies.get('ft_sign_in')!.split('.');
    const forged = [secret, time, Buffer.from(to).toString('base64url')].join('.');
    browser.cookies.set('ft_sign_in', forged);
    const query = new URLSearchParams({ code: 'any', state });
    const shown = await browser.go(`/api/v1/sign-in/callback?${query}`);
    expect(shown.url.href).toBe(`${PUBLIC_URL}/sign-in?trouble=again`);
  });
});

describe('signing out', () => {
  it('ends the session here and then the one at the provider', async () => {
    const { browser } = await signIn('ada');
    expect(isAsked(await browser.go('/api/v1/sign-in'))).toBe(false);
    const out = await withToken(browser, '/api/v1/sign-out', { method: 'POST' });
    const { continueAt } = json<{ continueAt: string }>(out);
    expect(await isIn(browser)).toBe(false);

    const asked = await browser.go(continueAt);
    const { action, fields } = formOf(asked);
    const shown = await browser.go(action, { form: { ...fields, logout: 'yes' } });
    expect(shown.url.href).toBe(`${PUBLIC_URL}/sign-in`);
    expect(isAsked(await browser.go('/api/v1/sign-in'))).toBe(true);
  });

  it('works from the page, by a form, whose policy lets it lead to the provider', async () => {
    const { browser } = await signIn('ada');
    const shown = await browser.go('/sign-in');
    expect(shown.headers.get('content-security-policy')).toContain(`form-action 'self' ${provider.issuer};`);
    const { action, fields } = formOf(shown);
    const reply = await browser.go(action, { form: fields, stay: true });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toMatch(
      new RegExp(`^${provider.issuer}/session/end\\?id_token_hint=`),
    );
  });

  it('keeps the token for that where only the browser’s cookie opens it', async () => {
    await signIn('ada');
    const rows: { sealed_id_token: Buffer }[] = await api.dataSource.query(
      'SELECT sealed_id_token FROM session',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed_id_token: sealed } of rows) expect(sealed.toString('latin1')).not.toMatch(/eyJ/);
  });
});

describe('without its provider', () => {
  let alone: TestApi | undefined;
  afterEach(() => alone?.close());

  it('the page says so, and those who are signed in go on', async () => {
    const { browser } = await signIn('ada');
    const lonely = await startProvider(PUBLIC_URL);
    await lonely.stop();
    alone = await startTestApi({
      settings: {
        signIn: {
          by: 'provider',
          provider: {
            issuer: lonely.issuer,
            clientId: 'followthrough',
            clientSecret: null,
            personClaim: 'email',
            furtherOrigins: [],
          },
        },
      },
    });
    expect((await browserOf(alone).go('/api/v1/sign-in')).body).toContain('could not be reached');
    expect(await isIn(browser)).toBe(true);
  });
});
