import { randomUUID } from 'node:crypto';
import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, openLoop } from '../../../test/support/coaching.js';
import { addPerson, aPerson } from '../../../test/support/organisation.js';
import type { PersonAnswer } from './people.dto.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => {
  api.clock.time = Date.parse('2026-03-02T08:00:00Z');
});
afterAll(() => api?.close());

const change = (id: string, body: unknown) => api.ask<PersonAnswer>('PATCH', `/people/${id}`, { body });

interface Told {
  /** How many versions of their calendar there are. */
  calendars: number;
  /** How often the loops were told of somebody. */
  changes: number;
}

async function toldOf(personId: string): Promise<Told> {
  const [row]: [Told] = await api.dataSource.query(
    `SELECT (SELECT count(*) FROM calendar_version WHERE person_id = $1)::int AS calendars,
            (SELECT count(*) FROM job WHERE kind = 'rosterChange' AND $1 = ANY(person_ids))::int AS changes`,
    [personId],
  );
  return row;
}

describe('a person', () => {
  it('is added with sensible habits where none are given, the address in small letters', async () => {
    const ada = await api.made<PersonAnswer>('/people', aPerson({ email: 'Ada.Okafor@Example.com' }));
    expect(ada).toMatchObject({
      email: 'ada.okafor@example.com',
      language: 'en',
      workingWeek: ['MO', 'TU', 'WE', 'TH', 'FR'],
      hours: { from: '09:00', to: '18:00' },
      slot: '08:30',
      quietHours: { from: '18:00', to: '08:00' },
      visitDaysPerWeek: 1,
      managerId: null,
      delegateId: null,
    });
    expect((await api.get(`/people/${ada.id}`)).body).toEqual(ada);
    expect(await toldOf(ada.id)).toEqual({ calendars: 1, changes: 0 });
  });

  it('stands here once: neither externalId nor mailbox is taken twice, whatever its case', async () => {
    const ada = aPerson({ email: 'ada@example.com' });
    await api.made('/people', ada);
    expect(await api.post('/people', aPerson({ externalId: ada.externalId }))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('externalId') },
    });
    expect(await api.post('/people', aPerson({ email: 'ADA@example.com' }))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('email') },
    });
  });

  it('who changes habits has a new calendar, of which the loops hear; a new name changes no calendar', async () => {
    const ada = await addPerson(api);
    expect((await change(ada, { name: 'Ada Okafor' })).body.name).toBe('Ada Okafor');
    expect(await toldOf(ada)).toEqual({ calendars: 1, changes: 0 });

    const reply = await change(ada, { workingWeek: ['MO', 'TU', 'WE', 'TH'], quietHours: null });
    expect(reply.body).toMatchObject({
      name: 'Ada Okafor',
      quietHours: null,
      workingWeek: ['MO', 'TU', 'WE', 'TH'],
    });
    expect(await toldOf(ada)).toEqual({ calendars: 2, changes: 1 });

    await change(ada, { workingWeek: ['MO', 'TU', 'WE', 'TH'] });
    expect(await toldOf(ada)).toEqual({ calendars: 2, changes: 1 });
  });

  it('cannot leave before they came', async () => {
    const reply = await api.post('/people', aPerson({ activeFrom: '2026-03-02', activeUntil: '2026-03-01' }));
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ path: 'activeUntil' }] } });
    const ada = await addPerson(api, { activeFrom: '2026-03-02' });
    const later = await change(ada, { activeUntil: '2026-03-01' });
    expect(later).toMatchObject({ status: 422, body: { detail: expect.stringContaining('2026-03-02') } });
    expect((await change(ada, { activeUntil: '2026-03-02' })).status).toBe(200);
  });
});

describe('people', () => {
  // Whoever the other stories added would be among them.
  let ofOthers: TestApi;
  beforeEach(async () => {
    ofOthers = api;
    api = await startTestApi();
  });
  afterEach(async () => {
    await api.close();
    api = ofOthers;
  });

  it('come by name, a page at a time, each once although others are added meanwhile', async () => {
    for (const name of ['Eve', 'Ada', 'Dan', 'Cy', 'Ben']) await addPerson(api, { name });
    interface Page {
      items: PersonAnswer[];
      next: string | null;
    }
    const first = (await api.get<Page>('/people?limit=2')).body;
    await addPerson(api, { name: 'Abe' });
    const second = (await api.get<Page>(`/people?limit=2&cursor=${first.next}`)).body;
    const third = (await api.get<Page>(`/people?limit=2&cursor=${second.next}`)).body;
    expect([first, second, third].map(({ items }) => items.map(({ name }) => name))).toEqual([
      ['Ada', 'Ben'],
      ['Cy', 'Dan'],
      ['Eve'],
    ]);
    expect(third.next).toBeNull();
  });

  it('are found by what is known of them', async () => {
    const lead = await addPerson(api, { name: 'Lead', role: 'manager', region: 'South' });
    const rep = await addPerson(api, { name: 'Rep', region: 'South' });
    await addPerson(api, { name: 'Other', region: 'North' });
    await api.made(`/people/${rep}/reporting-lines`, { managerId: lead });
    const names = async (query: string) =>
      (await api.get<{ items: PersonAnswer[] }>(`/people?${query}`)).body.items.map(({ name }) => name);
    expect(await names('region=South')).toEqual(['Lead', 'Rep']);
    expect(await names('region=South&role=rep')).toEqual(['Rep']);
    expect(await names(`managerId=${lead}`)).toEqual(['Rep']);
    expect(await names('email=PERSON0@example.com')).toEqual([]);
    await addPerson(api, { name: 'Ana 100%_ García', externalId: 'HR-7', email: 'ana@example.com' });
    for (const search of ['gARC', '%25_', 'hr-7', 'ANA@example.com'])
      expect(await names(`search=${search}`)).toEqual(['Ana 100%_ García']);
    expect(await names('search=HR')).toEqual([]);
  });
});

describe('a reporting line', () => {
  it('changes on a date; who led before stays on record, and the loops hear of it', async () => {
    const [rep, first, second] = [await addPerson(api), await addPerson(api), await addPerson(api)];
    await api.made(`/people/${rep}/reporting-lines`, { managerId: first, from: '2026-02-01T00:00:00+01:00' });
    const moved = await api.made<PersonAnswer>(`/people/${rep}/reporting-lines`, { managerId: second });
    expect(moved.managerId).toBe(second);
    expect((await api.get(`/people/${rep}/reporting-lines`)).body).toEqual({
      items: [
        { managerId: second, validFrom: '2026-03-02T08:00:00.000Z', validTo: null },
        { managerId: first, validFrom: '2026-01-31T23:00:00.000Z', validTo: '2026-03-02T08:00:00.000Z' },
      ],
    });
    expect(await toldOf(rep)).toMatchObject({ changes: 2 });
  });

  it('that holds already is not written again', async () => {
    const [rep, lead] = [await addPerson(api), await addPerson(api)];
    await api.made(`/people/${rep}/reporting-lines`, { managerId: lead });
    await api.made(`/people/${rep}/reporting-lines`, { managerId: lead });
    expect(await toldOf(rep)).toMatchObject({ changes: 1 });
  });

  it('may be vacant', async () => {
    const [rep, lead] = [await addPerson(api), await addPerson(api)];
    await api.made(`/people/${rep}/reporting-lines`, { managerId: lead });
    api.clock.time += 1000;
    expect(
      (await api.made<PersonAnswer>(`/people/${rep}/reporting-lines`, { managerId: null })).managerId,
    ).toBeNull();
  });

  it('has a top: a circle is refused with those in it, also when two halves arrive at once', async () => {
    const [a, b, c] = [await addPerson(api), await addPerson(api), await addPerson(api)];
    const lead = (person: string, managerId: string) =>
      api.post(`/people/${person}/reporting-lines`, { managerId });
    await lead(a!, b!);
    await lead(b!, c!);
    const reply = await lead(c!, a!);
    expect(reply).toMatchObject({ status: 422, body: { circle: expect.arrayContaining([a, b, c]) } });
    expect((await lead(a!, a!)).status).toBe(422);

    const [x, y] = [await addPerson(api), await addPerson(api)];
    const both = await Promise.all([lead(x!, y!), lead(y!, x!)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it.each([
    ['to nobody known', { managerId: randomUUID() }, 422],
    ['in the future', { managerId: null, from: '2026-04-01T00:00:00Z' }, 422],
    ['without saying to whom', {}, 400],
  ])('cannot change %s', async (_how, body, status) => {
    const rep = await addPerson(api);
    await api.made(`/people/${rep}/reporting-lines`, { managerId: await addPerson(api) });
    expect((await api.post(`/people/${rep}/reporting-lines`, body)).status).toBe(status);
  });

  it('cannot be ended before it began', async () => {
    const [rep, lead] = [await addPerson(api), await addPerson(api)];
    await api.made(`/people/${rep}/reporting-lines`, { managerId: lead });
    const reply = await api.post(`/people/${rep}/reporting-lines`, {
      managerId: null,
      from: '2026-03-01T00:00:00Z',
    });
    expect(reply).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('2026-03-02T08:00:00') },
    });
  });
});

describe('who stands in and who coaches beside', () => {
  it('a delegate is somebody else, and the loops hear of them', async () => {
    const [lead, deputy] = [await addPerson(api), await addPerson(api)];
    const delegate = (delegateId: string | null) =>
      api.ask<PersonAnswer>('PUT', `/people/${lead}/delegate`, { body: { delegateId } });
    expect((await delegate(deputy)).body.delegateId).toBe(deputy);
    expect((await delegate(deputy)).status).toBe(200);
    expect(await toldOf(lead)).toMatchObject({ changes: 1 });
    expect((await delegate(lead)).status).toBe(422);
    expect((await delegate(null)).body.delegateId).toBeNull();
  });

  it('a delegate is a peer or whoever leads both, never whom they lead', async () => {
    const [lead, above, mate, peer, rep, elsewhere] = [
      await addPerson(api, { role: 'manager' }),
      await addPerson(api, { role: 'secondLine' }),
      await addPerson(api, { role: 'manager', name: 'Zoe of the same team' }),
      await addPerson(api, { role: 'manager', name: 'Adam of the same function' }),
      await addPerson(api),
      await addPerson(api, { role: 'manager', function: 'medical' }),
    ];
    for (const [managerId, person] of [
      [above, lead],
      [above, mate],
      [lead, rep],
    ] as const)
      await api.made(`/people/${person}/reporting-lines`, { managerId });
    const { body } = await as(api, lead).get<{ items: { id: string }[] }>(`/people/${lead}/stand-ins`);
    const ids = body.items.map(({ id }) => id);
    expect(new Set(ids.slice(0, 2))).toEqual(new Set([above, mate]));
    expect(ids).toContain(peer);
    for (const other of [lead, rep, elsewhere]) expect(ids).not.toContain(other);
    const refused = await as(api, lead).ask('PUT', `/people/${lead}/delegate`, { body: { delegateId: rep } });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('Name a peer') } });
    expect((await as(api, rep).get(`/people/${lead}/stand-ins`)).status).toBe(404);
  });

  it('a delegate whom they come to lead does not stand in any more, and reads nothing of those beside them', async () => {
    const team = await aTeam(api);
    const loop = await openLoop(api, team);
    const peer = await addPerson(api, { role: 'manager' });
    await api.ask('PUT', `/people/${team.manager}/delegate`, { body: { delegateId: peer } });
    await api.made(`/people/${team.manager}/absences`, { from: '2026-03-01', to: '2026-03-31' });
    const read = async () => (await as(api, peer).get(`/enrolments/${loop}`)).status;
    expect(await read()).toBe(200);
    const { changes } = await toldOf(team.manager);
    await api.made(`/people/${peer}/reporting-lines`, { managerId: team.manager });
    expect(await read()).toBe(404);
    expect((await api.get<PersonAnswer>(`/people/${team.manager}`)).body.delegateId).toBeNull();
    expect(await toldOf(team.manager)).toMatchObject({ changes: changes + 1 });
  });

  it('a co-coach is shared once and taken back', async () => {
    const [rep, coach] = [await addPerson(api), await addPerson(api)];
    await api.made(`/people/${rep}/co-coaches`, { coachId: coach });
    await api.made(`/people/${rep}/co-coaches`, { coachId: coach });
    expect((await api.get(`/people/${rep}/co-coaches`)).body).toMatchObject({ items: [{ coachId: coach }] });
    expect((await api.ask('DELETE', `/people/${rep}/co-coaches/${coach}`)).status).toBe(204);
    expect((await api.ask('DELETE', `/people/${rep}/co-coaches/${coach}`)).status).toBe(404);
    expect((await api.get(`/people/${rep}/co-coaches`)).body).toEqual({ items: [] });
    expect(await toldOf(rep)).toMatchObject({ changes: 2 });
    expect((await api.post(`/people/${rep}/co-coaches`, { coachId: rep })).status).toBe(422);
  });
});

describe('an absence', () => {
  it('makes a new calendar, cancelled again another; the loops hear of both', async () => {
    const ada = await addPerson(api);
    const { id } = await api.made(`/people/${ada}/absences`, { from: '2026-03-09', to: '2026-03-13' });
    expect(await toldOf(ada)).toEqual({ calendars: 2, changes: 1 });
    expect((await api.get(`/people/${ada}/absences`)).body).toMatchObject({
      items: [{ id, from: '2026-03-09', to: '2026-03-13', partDay: false }],
    });
    expect((await api.ask('DELETE', `/people/${ada}/absences/${id}`)).status).toBe(204);
    expect((await api.ask('DELETE', `/people/${ada}/absences/${id}`)).status).toBe(204);
    expect(await toldOf(ada)).toEqual({ calendars: 3, changes: 2 });
    expect((await api.get(`/people/${ada}/absences`)).body).toEqual({ items: [] });
  });

  it('sent twice under one key is entered once; another one under that key is refused', async () => {
    const ada = await addPerson(api);
    const send = (from: string) =>
      api.post(`/people/${ada}/absences`, { from, to: '2026-03-13' }, { 'idempotency-key': 'absence-1' });
    const [first, again] = await Promise.all([send('2026-03-09'), send('2026-03-09')]);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(await toldOf(ada)).toEqual({ calendars: 2, changes: 1 });
    expect((await send('2026-03-10')).status).toBe(422);
    expect(
      (await api.post(`/people/${ada}/absences`, {}, { 'idempotency-key': 'x'.repeat(201) })).status,
    ).toBe(400);
  });

  it('of many at once each counts', async () => {
    const ada = await addPerson(api);
    const days = ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'];
    await Promise.all(days.map((day) => api.made(`/people/${ada}/absences`, { from: day, to: day })));
    expect(await toldOf(ada)).toEqual({ calendars: 5, changes: 4 });
  });

  it.each([
    [{ from: '2026-03-13', to: '2026-03-09' }, 422],
    [{ from: '2026-02-30', to: '2026-03-09' }, 400],
    [{ from: '2026-03-09' }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await api.post(`/people/${await addPerson(api)}/absences`, body)).status).toBe(status);
  });
});
