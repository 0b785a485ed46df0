import { randomUUID } from 'node:crypto';
import { askingAt, signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, leads, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson, aPerson } from '../../../test/support/organisation.js';
import { actingAs, type Acting } from '../../store/acting.js';
import { noteFailedSignIn, noteRead, noteSignIn, noteSignOut } from '../../store/rights/audit.js';
import { inTransaction } from '../../store/transaction.js';

interface Entry {
  id: string;
  at: string;
  event: string;
  action: string;
  by: { kind: string; id: string | null; name: string | null; person: { id: string; name: string } | null };
  via: string;
  route: string | null;
  people: string[];
  record: { type: string; id: string | null } | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string | null;
  address: string | null;
  outcome: string;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const audit = async (query: string): Promise<Entry[]> =>
  (await api.get<{ items: Entry[] }>(`/audit?limit=200&${query}`)).body.items;
const readsBy = async (route: string): Promise<Entry[]> =>
  (await audit('event=read')).filter((entry) => entry.route === route);
const changesOf = (type: string, id: string): Promise<Entry[]> =>
  audit(`record=${type}/${id}`).then(notReads);
const notReads = (entries: Entry[]): Entry[] => entries.filter(({ event }) => event !== 'read');

describe('a change', () => {
  it('is noted with who, when, what, before and after', async () => {
    const ada = await addPerson(api, { name: 'Ada Okafor', region: 'South' });
    const lena = await addPerson(api, { role: 'manager', name: 'Lena' });
    await api.made('/role-grants', { personId: lena, role: 'operator', reason: 'keeps the master data' });
    const reply = await api.ask('PATCH', `/people/${ada}`, {
      body: { name: 'Ada Okafor-Lind', region: null },
      headers: { 'acting-as': lena },
    });

    const [changed, created] = await changesOf('person', ada);

    expect(changed).toMatchObject({
      at: '2026-03-02T08:00:00.000Z',
      event: 'changed',
      by: { kind: 'key', id: api.keyId, name: 'test', person: { id: lena, name: 'Lena' } },
      via: 'test api',
      route: 'PATCH /api/v1/people/:id',
      people: [ada],
      // What names somebody is not copied: the audit cannot be erased.
      before: { name: '(not copied)', region: 'South' },
      after: { name: '(not copied)', region: null },
      requestId: reply.headers.get('x-request-id'),
      outcome: 'done',
    });
    expect(Object.keys(changed!.after!)).toHaveLength(2);
    expect(created).toMatchObject({ event: 'created', before: null, after: { name: '(not copied)' } });
  });

  it('concerns everybody whom the row names, before and after', async () => {
    const [rep, before, after] = [await addPerson(api), await addPerson(api), await addPerson(api)];
    await leads(api, before, rep);
    await leads(api, after, rep);
    const entries = (await audit(`person=${rep}&event=changed`)).filter(
      ({ record }) => record?.type === 'reporting_line',
    );
    expect(entries).toMatchObject([{ before: { valid_to: null }, after: { valid_to: expect.any(String) } }]);
    expect(entries[0]!.people.sort()).toEqual([rep, before].sort());
  });

  it('that changes nothing leaves no line, nor does one that is taken back', async () => {
    const person = aPerson({ name: 'Bo' });
    const { id } = await api.made('/people', person);
    await api.ask('PATCH', `/people/${id}`, { body: { name: 'Bo' } });
    expect(await api.post('/people', { ...aPerson(), email: person.email })).toMatchObject({ status: 409 });
    expect(await changesOf('person', id)).toHaveLength(1);
  });

  it('of a key tells no secret, nor that it was used', async () => {
    const key = await api.made<{ id: string; key: string }>('/keys', { name: 'LMS', scopes: ['people'] });
    await api.ask('GET', '/people', { headers: { authorization: `Bearer ${key.key}` } });
    await api.ask('DELETE', `/keys/${key.id}`);
    const entries = await changesOf('api_key', key.id);
    expect(entries.map(({ event }) => event)).toEqual(['changed', 'created']);
    expect(Object.keys(entries[0]!.after!)).toEqual(['revoked_at']);
    expect(entries[1]!.after).toEqual({ id: key.id, name: 'LMS', scopes: ['people'] });
  });

  it('made past the API is noted too, with the role and the name of the connection', async () => {
    const ada = await addPerson(api);
    await api.dataSource.query(`UPDATE person SET region = 'Isar' WHERE id = $1`, [ada]);
    expect((await changesOf('person', ada))[0]).toMatchObject({
      action: 'person.changed',
      by: { kind: 'role', id: expect.any(String), person: null },
      via: 'test',
      route: null,
      before: { region: null },
      after: { region: 'Isar' },
    });
  });

  it('of what was written in coaching tells that it changed, and not one word of it', async () => {
    const team = await aTeam(api);
    const enrolment = await openLoop(api, team);
    const { observation } = await api.made<{ observation: string }>(`/enrolments/${enrolment}/observations`, {
      observer: team.manager,
      ratings: { asksFirst: 2, closes: 1 },
      evidence: 'Asked three open questions',
      suggestion: 'Let the silence work',
      action: { text: 'If they hesitate, then I wait' },
    });
    const entries = notReads(await audit(`person=${team.rep}`));
    const feedback = entries.find(({ record }) => record?.id === observation && record.type === 'feedback')!;
    expect(feedback).toMatchObject({
      event: 'created',
      route: 'POST /api/v1/enrolments/:id/observations',
      after: { evidence: '(not copied)', suggestion: '(not copied)', ratings: '(not copied)', talked: false },
    });
    expect(feedback.people.sort()).toEqual([team.rep, team.manager].sort());
    const agreed = entries.find(({ record }) => record?.type === 'development_action');
    expect(agreed?.after).toMatchObject({ text: '(not copied)', enrolment_id: enrolment });
    expect(JSON.stringify(await audit(''))).not.toMatch(/open questions|silence|hesitate/);
  });

  it('is noted for every table, unless it is named here why not', async () => {
    const unaudited = await api.dataSource.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_update') ORDER BY 1`,
    );
    expect(unaudited.map(({ name }) => name)).toEqual([
      'audit_entry',
      // Of the machine.
      'build',
      // Follows from person and absence, which are.
      'calendar_version',
      // Told by an LMS and by a CRM; the log has what follows from it.
      'completion',
      // Of the machine.
      'delivery',
      // Nobody but whoever wrote it reads it, and it is gone once it is sent.
      'draft',
      'enrolment',
      // The record itself, and what was written beside it.
      'fact',
      'fact_note',
      // Where somebody is counted, and what is counted, follows from enrolments and their logs.
      'figure_count',
      'figure_group',
      'figure_place',
      'figure_release',
      // Of the machine.
      'finding',
      'idempotent_answer',
      'import_run',
      // Of the machine; follows from the joint visit.
      'invitation',
      'job',
      'joint_visit',
      'joint_visit_observer',
      'lane',
      'migrations',
      'nudge',
      'observation',
      // Of the machine.
      'promise_check',
      // Nobody may learn from it who answered what.
      'pulse',
      'pulse_answer',
      // Opened and ended with a note of its own.
      'session',
      'token_bucket',
    ]);
  });
});

describe('a read', () => {
  let team: Team;
  let enrolment: string;
  beforeAll(async () => {
    team = await aTeam(api);
    enrolment = await openLoop(api, team);
  });
  const reads = (person: string): Promise<Entry[]> => audit(`person=${person}&event=read`);

  it.each([
    ['one person', () => `/people/${team.rep}`, '/people/:id', 'person', () => team.rep],
    ['an enrolment', () => `/enrolments/${enrolment}`, '/enrolments/:id', 'enrolment', () => enrolment],
    [
      'a timeline',
      () => `/enrolments/${enrolment}/timeline`,
      '/enrolments/:id/timeline',
      'enrolment',
      () => enrolment,
    ],
    ['a log', () => `/enrolments/${enrolment}/log`, '/enrolments/:id/log', 'enrolment', () => enrolment],
    ['absences', () => `/people/${team.rep}/absences`, '/people/:id/absences', 'absence', () => team.rep],
    [
      'lines',
      () => `/people/${team.rep}/reporting-lines`,
      '/people/:id/reporting-lines',
      'reporting_line',
      () => team.rep,
    ],
    ['a page of them', () => `/enrolments?rep=${team.rep}`, '/enrolments', 'enrolment', () => null],
  ])('of %s is noted with whose it is', async (_what, path, route, type, id) => {
    const { headers } = await api.get(path());
    const [newest] = await reads(team.rep);
    expect(newest).toMatchObject({
      event: 'read',
      action: expect.stringMatching(/^\w+\.\w+$/),
      route: `GET /api/v1${route}`,
      people: [team.rep],
      record: { type, id: id() },
      by: { kind: 'key', id: api.keyId },
      requestId: headers.get('x-request-id'),
    });
  });

  it('of a page is one line with everybody on it; of an empty one there is none', async () => {
    const { body } = await api.get<{ items: { id: string }[] }>('/people?limit=3');
    const [entry] = await reads(body.items[0]!.id);
    expect(entry!.people.sort()).toEqual(body.items.map(({ id }) => id).sort());
    const before = (await readsBy('GET /api/v1/people')).length;
    await api.get(`/people?externalId=${randomUUID()}`);
    expect(await readsBy('GET /api/v1/people')).toHaveLength(before);
  });

  it('is told to the person: who, when and what for, and nothing about anybody else', async () => {
    await api.ask('GET', '/people', { headers: { 'acting-as': team.secondLine } });
    const { body } = await api.get<{ items: Record<string, unknown>[] }>(
      `/people/${team.rep}/readers?limit=1`,
    );
    expect(body.items).toEqual([
      {
        at: '2026-03-02T08:00:00.000Z',
        by: {
          kind: 'key',
          id: api.keyId,
          name: 'test',
          person: { id: team.secondLine, name: expect.any(String) },
        },
        action: expect.any(String),
        record: { type: 'person', id: null },
      },
    ]);
    expect(await api.get(`/people/${randomUUID()}/readers`)).toMatchObject({ status: 404 });
  });

  it('of one’s own record, or of a rep whom one leads, is none of somebody else', async () => {
    const eyes = async (personId: string, kind: 'session' | 'key', people: string[]): Promise<string[]> => {
      const requestId = randomUUID();
      const acting: Acting = {
        by: { kind, id: randomUUID() },
        personId,
        action: 'people.get',
        route: 'GET /people',
        requestId,
        at: api.clock.now(),
      };
      await noteRead(api.dataSource.manager, acting, { record: { type: 'person', id: null }, people });
      return (await audit('event=read'))
        .filter((one) => one.requestId === requestId)
        .flatMap((one) => one.people);
    };
    expect(await eyes(team.rep, 'session', [team.rep])).toEqual([]);
    expect(await eyes(team.manager, 'session', [team.rep])).toEqual([]);
    expect(await eyes(team.secondLine, 'session', [team.rep, team.manager])).toEqual([team.rep]);
    // Whoever holds a key may name anybody: the name alone hides nothing.
    expect(await eyes(team.rep, 'key', [team.rep])).toEqual([team.rep]);
  });

  it('that cannot be noted is not answered', async () => {
    await api.dataSource.query(
      'ALTER TABLE audit_entry ADD CONSTRAINT no_reads CHECK (event <> $$read$$) NOT VALID',
    );
    const refused = await api.get<{ detail: string }>(`/people/${team.rep}`);
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringContaining('is not shown') } });
    expect(JSON.stringify(refused.body)).not.toContain('@example.com');
    await api.dataSource.query('ALTER TABLE audit_entry DROP CONSTRAINT no_reads');
    expect(await api.get(`/people/${team.rep}`)).toMatchObject({ status: 200 });
  });

  it('of the audit itself is noted, with what was asked for', async () => {
    await api.get(`/audit?person=${team.rep}&event=created`);
    expect((await readsBy('GET /api/v1/audit'))[0]).toMatchObject({
      record: { type: 'audit_entry' },
      after: { person: team.rep, event: 'created' },
    });
  });
});

describe('a key', () => {
  it('is noted at its first use of a day, and from every address once', async () => {
    const key = await api.made<{ id: string; key: string }>('/keys', { name: 'CRM', scopes: ['configure'] });
    const use = () => api.ask('GET', '/programs', { headers: { authorization: `Bearer ${key.key}` } });
    const uses = () => audit(`by=${key.id}&event=keyUse`);
    await Promise.all([use(), use(), use()]);
    await use();
    expect(await uses()).toMatchObject([{ action: 'key.use', address: '127.0.0.1', outcome: 'done' }]);
    api.clock.time += 86_400_000;
    await use();
    api.clock.time -= 86_400_000;
    expect(await uses()).toHaveLength(2);
  });

  it('that lets nobody in is noted once a minute, without the key', async () => {
    const guess = `ft_${'B'.repeat(43)}`;
    const guesses = async () => (await audit('event=keyUse')).filter(({ outcome }) => outcome === 'refused');
    for (let time = 0; time < 3; time += 1)
      await api.ask('GET', '/people', { headers: { authorization: `Bearer ${guess}` } });
    expect(await guesses()).toMatchObject([
      { by: { kind: 'nobody', id: null }, address: '127.0.0.1', route: 'GET /api/v1/people' },
    ]);
    expect(JSON.stringify(await guesses())).not.toContain('BBBB');
  });
});

describe('a session', () => {
  it('is noted when it begins, when it ends, and when it was refused', async () => {
    const ada = await addPerson(api);
    const sessionId = randomUUID();
    const moment = () => ({
      address: '192.0.2.7',
      route: 'GET /callback',
      requestId: randomUUID(),
      at: api.clock.now(),
    });
    const { manager } = api.dataSource;
    await noteFailedSignIn(manager, { why: 'expired', personId: ada }, moment());
    await noteSignIn(manager, { sessionId, personId: ada }, moment());
    await noteSignOut(manager, { sessionId, personId: ada, why: 'signedOut' }, moment());
    const entries = (await audit(`person=${ada}`)).filter(({ event }) => event.startsWith('sign'));
    expect(entries.map(({ event, outcome, by }) => [event, outcome, by.kind]).sort()).toEqual([
      ['signIn', 'done', 'session'],
      ['signIn', 'refused', 'nobody'],
      ['signOut', 'done', 'session'],
    ]);
    expect(entries.every(({ address }) => address === '192.0.2.7')).toBe(true);
    expect(await audit(`by=${sessionId}`)).toHaveLength(2);
  });
});

describe('the audit', () => {
  it('is searched by what it says, in pages that miss nothing', async () => {
    const region = `Südwest ${randomUUID()}`;
    await addPerson(api, { region });
    expect(await audit(`q=${encodeURIComponent(region.toUpperCase())}&event=created`)).toHaveLength(1);
    expect(await audit(`by=${api.keyId}&from=2026-03-02T08:00:00Z`)).not.toEqual([]);
    expect(await audit(`by=${api.keyId}&from=2026-03-02T08:00:01Z`)).toEqual([]);
    expect(await audit(`by=${api.keyId}&to=2026-03-02T08:00:00Z`)).toEqual([]);
    const all = await audit('record=reporting_line&event=created');
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get<{ items: Entry[]; next: string | null }>(
        `/audit?record=reporting_line&event=created&limit=2${cursor}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(5);
  });

  it.each(['by=Ada', 'person=7', 'event=seen', 'from=yesterday', 'limit=0', 'colour=red'])(
    'says what is wrong with %s',
    async (query) => {
      expect(await api.get(`/audit?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it('leaves as a file in full, in which a spreadsheet finds nothing to calculate', async () => {
    await addPerson(api, { name: '=HYPERLINK("http://evil.example","x")' });
    const owner = await addPerson(api, { name: '@SUM(1,2)' });
    await api.ask('GET', '/people', { headers: { 'acting-as': owner } });
    const reply = await api.get<string>('/audit/export');
    expect(reply.headers.get('content-type')).toContain('text/csv');
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="audit-2026-03-02.csv"');
    expect(reply.body).toContain(`,"'@SUM(1,2)",`);
    const [header, ...lines] = reply.body.trimEnd().split('\r\n');
    expect(header).toMatch(/^id,at,event,action,/);
    const [{ count }] = (await api.dataSource.query('SELECT count(*)::int AS count FROM audit_entry')) as [
      { count: number },
    ];
    // The export's own line was written before it began.
    expect(lines).toHaveLength(count);
    expect((await readsBy('GET /api/v1/audit/export'))[0]).toMatchObject({
      event: 'read',
      record: { type: 'audit_entry' },
    });
    const few = await api.get<string>('/audit/export?event=keyUse');
    expect(few.body.trimEnd().split('\r\n')).toHaveLength((await audit('event=keyUse')).length + 1);
  });

  it('takes no update, no delete and no truncate', async () => {
    const sql = (text: string) => api.dataSource.query(text);
    await expect(sql(`UPDATE audit_entry SET action = 'x'`)).rejects.toThrow('takes no update');
    await expect(sql('DELETE FROM audit_entry')).rejects.toThrow('takes no delete');
    await expect(sql('TRUNCATE audit_entry')).rejects.toThrow('takes no truncate');
  });
});

it('names whoever acts to the database for this one transaction only', async () => {
  const acting = {
    by: { kind: 'nobody' as const, id: null },
    personId: null,
    action: 'a',
    route: 'r',
    requestId: randomUUID(),
    at: 0,
  };
  const actor = (tx: TestApi['dataSource']['manager']) =>
    tx.query(`SELECT current_setting('followthrough.actor', true) AS actor`) as Promise<{ actor: string }[]>;
  const [inside] = await actingAs(acting, () => inTransaction(api.app, actor));
  expect(JSON.parse(inside!.actor)).toMatchObject({ byKind: 'nobody', action: 'a' });
  for (let time = 0; time < 20; time += 1)
    expect((await inTransaction(api.app, actor))[0]!.actor ?? '').toBe('');
});

describe('what was refused', () => {
  it('is noted with whose record it was, by whomever it is and however often once a minute', async () => {
    const [rep, nosy] = [await addPerson(api), await addPerson(api)];
    const page = await signedIn(api, nosy);
    const refused = () => audit(`by=${nosy}&event=refused`);
    for (const method of ['GET', 'GET', 'HEAD', 'PATCH'])
      expect((await page.ask(method, `/people/${rep}`, method === 'PATCH' ? { body: {} } : {})).status).toBe(
        404,
      );
    expect(await refused()).toEqual(
      ['person.change', 'person.read', 'person.read'].map((action) =>
        expect.objectContaining({
          action,
          outcome: 'refused',
          people: [rep],
          record: { type: 'person', id: rep },
          by: expect.objectContaining({ kind: 'session', person: expect.objectContaining({ id: nosy }) }),
        }),
      ),
    );
    api.clock.time += 60_000;
    await page.get(`/people/${rep}`);
    expect(await refused()).toHaveLength(4);
    // Nobody has read anything.
    const { body } = await api.get<{ items: Entry[] }>(`/people/${rep}/readers`);
    expect(body.items.filter(({ by }) => by.person?.id === nosy)).toEqual([]);
  });

  it('is noted alike where there is no such record, so that it costs the same; and not without end', async () => {
    api.clock.time += 60_000;
    const nosy = await addPerson(api);
    const page = await signedIn(api, nosy);
    const unknown = randomUUID();
    await page.get(`/people/${unknown}`);
    const [entry] = await audit(`by=${nosy}&event=refused`);
    expect(entry).toMatchObject({ people: [], record: { type: 'person', id: unknown } });
    for (let guess = 0; guess < 70; guess++) await page.get(`/people/${randomUUID()}`);
    expect(await audit(`by=${nosy}&event=refused`)).toHaveLength(60);
  });

  it('of a key whose scopes do not open it is noted too', async () => {
    const rep = await addPerson(api);
    const made = await api.made<{ id: string; key: string }>('/keys', { name: 'BI', scopes: ['insights'] });
    expect((await askingAt(api.url, made.key).get(`/people/${rep}`)).status).toBe(403);
    expect(await audit(`by=${made.id}&event=refused`)).toMatchObject([{ people: [rep] }]);
  });
});
