import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { gateTo, type Gate } from '../../../test/support/gate.js';
import { addPerson, aPerson } from '../../../test/support/organisation.js';

interface ProblemBody {
  status: number;
  title: string;
  detail: string;
  requestId: string;
  errors?: { path: string; message: string }[];
}

describe('whatever goes wrong', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('is answered as problem details, with the id under which the log has more', async () => {
    const reply = await api.get<ProblemBody>(`/people/${randomUUID()}`);
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(reply.body).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
    expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
  });

  it.each([
    ['an unknown route', 'GET', '/nowhere', undefined, 404, 'There is nothing to GET at /api/v1/nowhere'],
    ['an id that is none', 'GET', '/people/42', undefined, 404, 'There is no person with the id 42'],
    ['malformed JSON', 'POST', '/people', '{"name":', 400, 'must be JSON, and well-formed'],
    ['an empty body', 'POST', '/people', '', 400, 'must be JSON'],
    ['a body too large', 'POST', '/people', JSON.stringify('x'.repeat(1_100_000)), 413, 'Send less at once'],
    ['a cursor of nowhere', 'GET', '/people?cursor=bm9uZQ', undefined, 400, 'cursor is none of this list'],
    [
      'a cursor of another list',
      'GET',
      '/people?cursor=WyJrZXlzIGJ5IGFnZSIsIjEiXQ',
      undefined,
      400,
      'cursor',
    ],
  ])('%s has a clear answer', async (_what, method, path, body, status, detail) => {
    const reply = await api.ask<ProblemBody>(method, path, {
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    });
    expect({ status: reply.status, detail: reply.body.detail }).toEqual({
      status,
      detail: expect.stringContaining(detail),
    });
  });

  it('a file where none is taken is refused, and an address that cannot be read', async () => {
    const file = { body: 'a,b', headers: { 'content-type': 'text/csv' } };
    for (const path of ['/people', `/enrolments/${randomUUID()}/ready`])
      expect(await api.ask('POST', path, file)).toMatchObject({
        status: 415,
        body: { title: 'Unsupported Media Type' },
      });
    expect(await api.get('/people/%ff')).toMatchObject({ status: 400, body: { title: 'Bad Request' } });
  });

  it.each([
    ['/enrolments', ['enrolments', 'nonsense', 'x']],
    ['/joint-visits', ['joint-visits', 'nonsense', 'x']],
    ['/keys', ['keys by age', 'x']],
  ])('a cursor of %s that was put together by hand is refused', async (path, position) => {
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
    expect(await api.get(`${path}?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('cursor is none of this list') },
    });
  });

  it('a body of another kind is refused', async () => {
    const reply = await api.ask('POST', '/people', {
      body: '<a/>',
      headers: { 'content-type': 'application/xml' },
    });
    expect(reply.status).toBe(415);
  });

  it('names every field that is wrong, where it stands and what was expected', async () => {
    const { body } = await api.post<ProblemBody>('/people', {
      ...aPerson({ zone: 'CET', hours: { from: '18:00', to: '9:00' } }),
      nickname: 'Ada',
    });
    expect(body.status).toBe(400);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { path: 'zone', message: expect.stringContaining('Europe/Berlin') },
        { path: 'hours.to', message: 'must be a time of day, such as 08:30', code: 'notATime' },
        { path: '', message: 'there is no field nickname', code: 'unknownField' },
      ]),
    );
  });

  it('says so in the language of whoever asks', async () => {
    const body = {
      ...aPerson({ name: '', slot: '9:00', activeFrom: '2026-13-01' }),
      zone: undefined,
      nickname: 'Ada',
    };
    const headers = { 'accept-language': 'de' };
    const reply = await api.ask<ProblemBody>('POST', '/people', { body, headers });
    expect(Object.fromEntries(reply.body.errors!.map(({ path, message }) => [path, message]))).toEqual({
      '': 'Ein Feld nickname gibt es nicht.',
      name: 'Das darf nicht leer sein.',
      zone: 'Das fehlt noch.',
      slot: 'Gebraucht wird eine Uhrzeit, zum Beispiel 08:30.',
      activeFrom: 'Gebraucht wird ein Tag, zum Beispiel 2026-03-24.',
    });
  });

  it.each([
    ['a NUL', 'a\u0000b'],
    ['a bell', 'a\u0007b'],
    ['half an emoji', 'a\ud83d'],
    ['10,000 characters', 'a'.repeat(10_000)],
    ['nothing but spaces', '   '],
  ])('a name with %s is refused before it is stored', async (_what, name) => {
    const { body } = await api.post<ProblemBody>('/people', aPerson({ name }));
    expect(body).toMatchObject({ status: 400, errors: [{ path: 'name' }] });
  });

  it('a NUL in a filter is no fault of ours', async () => {
    expect((await api.get('/people?territory=%00')).status).toBe(400);
  });

  it('a time that neither clocks nor Postgres write is refused, wherever it stands', async () => {
    const rep = await addPerson(api);
    const far = [
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-12:00',
      '+275760-09-13T00:00:00Z',
      '1899-12-31T00:00:00Z',
    ];
    for (const time of far) {
      const asked = encodeURIComponent(time);
      expect((await api.get(`/joint-visits?from=${asked}`)).status).toBe(400);
      expect((await api.post('/keys', { name: 'x', scopes: ['status'], expiresAt: time })).status).toBe(400);
      // By the guard that asks who led when: before any schema has seen it.
      const told = { rep, at: time, happenedAt: time, observers: [rep], channel: 'remote' };
      const told400 = await api.post('/joint-visits', told, { 'acting-as': rep });
      expect([400, 403]).toContain(told400.status);
    }
    for (const body of [{ activeFrom: '0000-01-01' }, { visitDaysPerWeek: 5e-324 }])
      expect((await api.ask('PATCH', `/people/${rep}`, { body })).status).toBe(400);
    expect((await api.get('/keys')).status).toBe(200);
  });

  it('an emoji is welcome', async () => {
    const reply = await api.post('/people', aPerson({ name: 'Ada 🌻 Okafor' }));
    expect(reply).toMatchObject({ status: 201, body: { name: 'Ada 🌻 Okafor' } });
  });
});

describe('an API key', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it.each(['', 'Bearer nonsense', `Bearer ft_${'A'.repeat(43)}`, 'Basic dTpw'])(
    'is asked for: "%s" is not enough',
    async (authorization) => {
      const reply = await api.ask('GET', '/people', { headers: { authorization } });
      expect(reply).toMatchObject({
        status: 401,
        body: { detail: expect.stringContaining('Authorization: Bearer ft_') },
      });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it('or a session is asked for by every route but those by which one signs in, and by /metrics', async () => {
    const { body: document } = await api.get<{ paths: Record<string, Record<string, unknown>> }>(
      '/api/openapi.json',
    );
    const open: string[] = [];
    for (const [path, operations] of Object.entries(document.paths))
      for (const method of Object.keys(operations)) {
        const address = path.replace(/\{\w+\}/g, randomUUID());
        const { status } = await api.ask(method.toUpperCase(), address, { headers: { authorization: '' } });
        if (status !== 401) open.push(path);
      }
    expect(open.sort()).toEqual([
      '/api/v1/sign-in',
      '/api/v1/sign-in/as/{person}',
      '/api/v1/sign-in/personas',
      '/health/live',
      '/health/ready',
    ]);
  });

  it('ends when it is revoked, and when its time is over', async () => {
    const key = await api.made<{ id: string; key: string }>('/keys', {
      name: 'LMS',
      scopes: ['people'],
      expiresAt: '2026-03-03T08:00:00Z',
    });
    const asLms = () => api.ask('GET', '/people', { headers: { authorization: `Bearer ${key.key}` } });
    expect((await asLms()).status).toBe(200);
    api.clock.time += 86_400_000;
    expect((await asLms()).status).toBe(401);
    api.clock.time -= 86_400_000;
    expect((await api.ask('DELETE', `/keys/${key.id}`)).status).toBe(200);
    expect((await asLms()).status).toBe(401);
  });

  it('is shown once, never listed, and its use noted once a minute', async () => {
    const key = await api.made<{ id: string; key: string }>('/keys', { name: 'CRM', scopes: ['people'] });
    const use = () => api.ask('GET', '/people', { headers: { authorization: `Bearer ${key.key}` } });
    const begun = api.clock.time;
    await use();
    api.clock.time = begun + 59_000;
    await use();
    const { body } = await api.get<{ items: { id: string; lastUsedAt: string }[] }>('/keys');
    expect(body.items.find(({ id }) => id === key.id)?.lastUsedAt).toBe(new Date(begun).toISOString());
    expect(JSON.stringify(body)).not.toContain(key.key);
  });

  it('that is the last one stays, so that nobody is locked out', async () => {
    const lonely = await startTestApi();
    expect((await lonely.ask('DELETE', `/keys/${lonely.keyId}`)).status).toBe(409);
    await lonely.made('/keys', { name: 'another', scopes: ['keys'] });
    expect((await lonely.ask('DELETE', `/keys/${lonely.keyId}`)).status).toBe(200);
    await lonely.close();
  });

  it('may speak for a person who is known, and for nobody else', async () => {
    const ada = await addPerson(api);
    const as = (person: string) => api.ask('GET', '/people', { headers: { 'acting-as': person } });
    expect((await as(ada.toUpperCase())).status).toBe(200);
    expect((await as(randomUUID())).status).toBe(422);
    expect((await as('Ada')).status).toBe(422);
  });
});

describe('too many requests', () => {
  it('are told to wait, health checks never', async () => {
    const api = await startTestApi({ settings: { requestsPerMinute: 2 } });
    await api.get('/people');
    await api.get('/people');
    const third = await api.get('/people');
    expect(third).toMatchObject({ status: 429, body: { status: 429 } });
    expect(third.headers.get('retry-after')).toBe('60');
    expect((await api.get('/health/live')).status).toBe(200);
    await api.close();
  });
});

describe('behind a proxy', () => {
  it('an address is what the proxy says last, not what a caller says of themselves', async () => {
    const proxied = await startTestApi({ settings: { trustProxy: true } });
    const { key } = await proxied.made<{ key: string }>('/keys', { name: 'x', scopes: ['keys'] });
    const headers = { authorization: `Bearer ${key}`, 'x-forwarded-for': '203.0.113.9, 198.51.100.7' };
    await proxied.ask('GET', '/keys', { headers });
    const rows = await proxied.dataSource.query<{ address: string }[]>(
      `SELECT address FROM audit_entry WHERE event = 'keyUse' AND address NOT LIKE '127.%'`,
    );
    await proxied.close();
    expect(rows).toEqual([{ address: '198.51.100.7' }]);
  });
});

describe('with Postgres away', () => {
  let gate: Gate;
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ databaseBy: async (url) => (gate = await gateTo(url)).url });
  });
  afterAll(async () => {
    await api?.close();
    await gate?.close();
  });

  it('requests are answered 503 and nothing is stored; afterwards all goes on', async () => {
    gate.cut();
    const body = aPerson({ name: 'Ada' });
    const refused = await api.post<ProblemBody>('/people', body);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.body.detail).not.toMatch(/ECONN|terminated|5432/);
    expect(await api.get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'notReady', postgres: 'down' },
    });
    expect((await api.get('/health/live')).status).toBe(200);

    gate.open();
    expect(await api.get('/people')).toMatchObject({ status: 200, body: { items: [] } });
    expect((await api.post('/people', body)).status).toBe(201);
  });
});
