import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import type { TestBrowser } from '../../../test/support/browser.js';
import { addPerson } from '../../../test/support/organisation.js';
import { browserOf, json, signedInAs, withToken } from '../../../test/support/signed-in.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let api: TestApi;
let ada: string;
beforeAll(async () => {
  api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
  ada = await addPerson(api, { name: 'Ada Okafor' });
});
afterAll(() => api?.close());

/** Another API, with settings of its own for one test. */
let other: TestApi | undefined;
afterEach(async () => {
  await other?.close();
  other = undefined;
});

const isIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.go('/api/v1/session')).status === 200;
const rows = (): Promise<{ hash: string }[]> => api.dataSource.query('SELECT * FROM session');

describe('a session', () => {
  it('says who it is, how they signed in and how long it lasts', async () => {
    const browser = await signedInAs(api, ada);
    expect(json(await browser.go('/api/v1/session'))).toEqual({
      id: expect.any(String),
      person: { id: ada, name: 'Ada Okafor', language: 'en', zone: 'Europe/Berlin' },
      places: [],
      way: 'demo',
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      signedInAt: '2026-03-02T08:00:00.000Z',
      usedAt: '2026-03-02T08:00:00.000Z',
      lapsesAt: '2026-03-02T10:00:00.000Z',
      until: '2026-03-02T20:00:00.000Z',
    });
  });

  it('lives in a cookie that no script reads and no other site sends, and in the database as a hash', async () => {
    const browser = browserOf(api);
    const reply = await browser.go(`/api/v1/sign-in/as/${ada}`, { method: 'POST' });
    const [line] = reply.headers.getSetCookie();
    expect(line).toMatch(/^ft_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(JSON.stringify(await rows())).not.toContain(browser.cookies.get('ft_session'));
  });

  it('over https has a cookie for this host alone, never sent in the clear', async () => {
    other = await startTestApi({
      settings: { signIn: { by: 'demo' }, publicUrl: 'https://localhost:3000' },
    });
    const person = await addPerson(other);
    const reply = await browserOf(other, 'https://localhost:3000').go(`/api/v1/sign-in/as/${person}`, {
      method: 'POST',
    });
    expect(reply.headers.getSetCookie()[0]).toMatch(/^__Host-ft_session=.*; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('is never one that the browser was given before: whoever planted a cookie has nothing', async () => {
    const planted = 'A'.repeat(43);
    const browser = browserOf(api);
    browser.cookies.set('ft_session', planted);
    await browser.go(`/api/v1/sign-in/as/${ada}`, { method: 'POST' });
    expect(browser.cookies.get('ft_session')).not.toBe(planted);
    const attacker = browserOf(api);
    attacker.cookies.set('ft_session', planted);
    expect(await isIn(attacker)).toBe(false);
  });

  it('ends the one before when somebody signs in anew in the same browser', async () => {
    const browser = await signedInAs(api, ada);
    const before = browserOf(api);
    before.cookies.set('ft_session', browser.cookies.get('ft_session')!);
    await browser.go(`/api/v1/sign-in/as/${ada}`, { method: 'POST' });
    expect(await isIn(before)).toBe(false);
    expect(await isIn(browser)).toBe(true);
  });

  it('ends at sign-out, also for whoever kept a copy of the cookie', async () => {
    const browser = await signedInAs(api, ada);
    const copy = browserOf(api);
    copy.cookies.set('ft_session', browser.cookies.get('ft_session')!);
    const reply = await withToken(browser, '/api/v1/sign-out', { method: 'POST' });
    expect(json(reply)).toEqual({ continueAt: null });
    // What others wrote on this device stays: the app clears what is of its person alone.
    expect(reply.headers.get('clear-site-data')).toBeNull();
    expect(browser.cookies.has('ft_session')).toBe(false);
    expect(await isIn(copy)).toBe(false);
  });

  it.each([
    ['one letter changed', (secret: string) => (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1)],
    ['cut', (secret: string) => secret.slice(0, 20)],
    ['with SQL behind it', (secret: string) => `${secret}' OR '1'='1`],
    ['of 10,000 letters', (secret: string) => secret.repeat(200)],
    ['empty', () => ''],
  ])('lets nobody in with a cookie %s', async (_how, tamper) => {
    const browser = await signedInAs(api, ada);
    browser.cookies.set('ft_session', tamper(browser.cookies.get('ft_session')!));
    expect((await browser.go('/api/v1/people')).status).toBe(401);
  });

  it('ends when it is not used, and however much it is used', async () => {
    const begun = api.clock.time;
    const [idle, busy] = [await signedInAs(api, ada), await signedInAs(api, ada)];
    for (let hours = 1; hours < 12; hours += 1) {
      api.clock.time = begun + hours * HOUR + MINUTE;
      expect(await isIn(busy)).toBe(true);
    }
    expect(await isIn(idle)).toBe(false);
    api.clock.time = begun + 12 * HOUR;
    expect(await isIn(busy)).toBe(false);

    const over = (await rows()).length;
    expect(over).toBeGreaterThan(2);
    await signedInAs(api, ada);
    expect(await rows()).toHaveLength(1);
    api.clock.time = begun;
  });

  it('ends with the last day of its person, in their own zone', async () => {
    const begun = api.clock.time;
    const leaver = await addPerson(api, { zone: 'Asia/Tokyo' });
    const browser = await signedInAs(api, leaver);
    await api.ask('PATCH', `/people/${leaver}`, { body: { activeUntil: '2026-03-02' } });
    api.clock.time = Date.parse('2026-03-02T14:59:00Z') - 5 * HOUR;
    expect(await isIn(browser)).toBe(true);
    await api.ask('PATCH', `/people/${leaver}`, { body: { activeUntil: '2026-03-01' } });
    expect(await isIn(browser)).toBe(false);
    const again = await browserOf(api).go(`/api/v1/sign-in/as/${leaver}`, { method: 'POST' });
    expect(again.status).toBe(404);
    api.clock.time = begun;
  });
});

describe('the sessions of a person', () => {
  it('are listed for them, and ended one by one', async () => {
    const ben = await addPerson(api);
    const [here, there] = [await signedInAs(api, ben), await signedInAs(api, ben)];
    const { items } = json<{ items: { id: string; current: boolean }[] }>(await here.go('/api/v1/sessions'));
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = items.find(({ current }) => !current)!;
    expect((await withToken(here, `/api/v1/sessions/${other.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await isIn(there)).toBe(false);
    expect(await isIn(here)).toBe(true);
  });

  it('are nobody else’s: another’s is as unknown as none', async () => {
    const [mine, theirs] = [await signedInAs(api, ada), await signedInAs(api, await addPerson(api))];
    const { id } = json<{ id: string }>(await theirs.go('/api/v1/session'));
    const answers = [];
    for (const each of [id, randomUUID()]) {
      const { status, body } = await withToken(mine, `/api/v1/sessions/${each}`, { method: 'DELETE' });
      answers.push({ status, body: body.replaceAll(each, 'ID').replace(/"requestId":"[^"]*"/, '') });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.status).toBe(404);
    expect(await isIn(theirs)).toBe(true);
  });

  it('are out of the reach of a key, whomever it speaks for', async () => {
    const asAda = (path: string) => api.ask('GET', path, { headers: { 'acting-as': ada } });
    expect((await asAda('/sessions')).status).toBe(403);
    expect((await asAda('/session')).status).toBe(403);
  });

  it('end all at once when an administrator says so', async () => {
    const ben = await addPerson(api);
    const browsers = [await signedInAs(api, ben), await signedInAs(api, ben)];
    expect((await api.ask('DELETE', `/people/${ben}/sign-in`)).status).toBe(204);
    for (const browser of browsers) expect(await isIn(browser)).toBe(false);
  });

  it('speak for themselves only', async () => {
    const browser = await signedInAs(api, ada);
    const reply = await browser.go('/api/v1/people', { headers: { 'acting-as': await addPerson(api) } });
    expect(reply.status).toBe(400);
  });
});

describe('a change that comes by cookie', () => {
  const change = { method: 'POST', headers: { 'content-type': 'application/json' } };
  let browser: TestBrowser;
  let csrfToken: string;
  beforeEach(async () => {
    browser = await signedInAs(api, ada);
    ({ csrfToken } = json<{ csrfToken: string }>(await browser.go('/api/v1/session')));
  });

  it.each([
    ['without the token', () => ({})],
    ['with the token of another session', () => ({ 'x-csrf-token': 'A'.repeat(43) })],
    ['from another site', () => ({ 'x-csrf-token': csrfToken, origin: 'https://evil.example' })],
    ['from a sandboxed frame', () => ({ 'x-csrf-token': csrfToken, origin: 'null' })],
    [
      'from a neighbour on the same domain',
      () => ({ 'x-csrf-token': csrfToken, 'sec-fetch-site': 'same-site' }),
    ],
    ['from another port', () => ({ 'x-csrf-token': csrfToken, origin: 'http://localhost:3001' })],
  ])('%s is refused, and changes nothing', async (_how, headers) => {
    const { status } = await browser.go('/api/v1/sign-out', { ...change, headers: headers() });
    expect(status).toBe(403);
    expect(await isIn(browser)).toBe(true);
  });

  it('needs both, and a key needs neither', async () => {
    const headers = { 'x-csrf-token': csrfToken };
    expect((await browser.go('/api/v1/sign-out', { method: 'POST', headers })).status).toBe(200);
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await api.post('/keys', { name: 'CRM', scopes: ['import'] }, evil)).status).toBe(201);
  });

  it('of one who is not signed in yet must come from here too', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const reply = await browserOf(api).go(`/api/v1/sign-in/as/${ada}`, { method: 'POST', headers });
    expect(reply.status).toBe(403);
    expect(reply.headers.getSetCookie()).toEqual([]);
  });
});

describe('limits', () => {
  it('count one caller over all addresses, and wrong keys more strictly', async () => {
    other = await startTestApi({ settings: { requestsPerMinute: 40 } });
    const wrong = { headers: { authorization: `Bearer ft_${'A'.repeat(43)}` } };
    const statuses = [];
    for (let n = 0; n < 32; n += 1) statuses.push((await other.ask('GET', '/people', wrong)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429]);
    expect((await other.get('/people')).status).toBe(200);
  });

  it('hold for a key wherever it is used from', async () => {
    other = await startTestApi({ settings: { requestsPerMinute: 3, trustProxy: true } });
    const from = (address: string) =>
      other!.ask('GET', '/people', { headers: { 'x-forwarded-for': address } });
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      expect((await from(address)).status).toBe(200);
    const fourth = await from('192.0.2.4');
    expect(fourth.status).toBe(429);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
