import type { EnrolmentDetail, EnrolmentSummary, Timeline } from '../../src/api/enrolments/enrolments.dto.js';
import { as, askingAt, signedIn, startTestApi, type TestApi } from '../support/api.js';
import { aTeam, leads, logOf, lookAt, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';

const DAY_MS = 86_400_000;
const BEFORE = 'She asked before the data.';
const AFTER = 'She closed with a date.';
const NOTE = 'Between the two of us.';

let api: TestApi;
let team: Team;
let loop: string;
let successor: string;
let observations: string[];
let changedAt: number;

beforeAll(async () => {
  api = await startTestApi({ at: '2026-03-03T08:00:00Z' });
  team = await aTeam(api);
  loop = await openLoop(api, team);
  successor = await addPerson(api, { name: 'Nils' });
  const seen = async (by: string, evidence: string) =>
    (
      await as(api, by).made<{ observation: string }>(`/enrolments/${loop}/observations`, {
        ratings: { asksFirst: 2 },
        evidence,
        talked: true,
        note: NOTE,
      })
    ).observation;
  const first = await seen(team.manager, BEFORE);
  await as(api, team.rep).made(`/enrolments/${loop}/acknowledgement`, {
    observation: first,
    answer: 'accept',
  });
  api.clock.time += DAY_MS;
  changedAt = api.clock.time;
  await leads(api, successor, team.rep);
  api.clock.time += DAY_MS;
  observations = [first, await seen(successor, AFTER)];
  await lookAt(api, loop);
});
afterAll(() => api?.close());

const detail = (asker: Pick<TestApi, 'get'>) => asker.get<EnrolmentDetail>(`/enrolments/${loop}`);
const wordsIn = async (asker: Pick<TestApi, 'get'>): Promise<string> =>
  JSON.stringify([
    (await detail(asker)).body,
    (await asker.get<Timeline>(`/enrolments/${loop}/timeline`)).body,
    (await asker.get(`/enrolments/${loop}/log?limit=200`)).body,
  ]);

describe('what is seen of an enrolment', () => {
  it('is everything, for the rep, but a rating to which their own word is missing', async () => {
    const rep = as(api, team.rep);
    const { body } = await detail(rep);
    expect(body.seen).toMatchObject([
      { feedback: { evidence: AFTER, ratings: null, level: null } },
      { feedback: { evidence: BEFORE, ratings: { asksFirst: 2 }, level: 2 } },
    ]);
    expect(await wordsIn(rep)).toContain(NOTE);
  });

  it('of a manager is what happened while the line was theirs; status belongs to who leads now', async () => {
    const [former, present] = [as(api, team.manager), as(api, successor)];
    const before = await wordsIn(former);
    expect(before).toContain(BEFORE);
    expect(before).not.toContain(AFTER);
    const { body: past } = await detail(former);
    expect(past).toMatchObject({
      phase: null,
      open: null,
      lastObservedAt: null,
      seen: [{ id: observations[0] }],
    });
    expect(past.withheld).toEqual(expect.arrayContaining(['status', 'dates']));
    const after = await wordsIn(present);
    expect(after).toContain(AFTER);
    expect(after).not.toContain(BEFORE);
    expect((await detail(present)).body).toMatchObject({
      phase: expect.any(String),
      seen: [
        { feedback: { evidence: AFTER } },
        { observedAt: expect.any(String), feedback: { evidence: null, ratings: null } },
      ],
      withheld: ['texts', 'ratings'],
    });
    const log = await logOf(present as TestApi, loop);
    const [theirs] = log.filter(({ kind }) => kind === 'observed');
    expect(Date.parse(theirs!.happenedAt)).toBeLessThan(changedAt);
    expect(theirs).toMatchObject({ data: null, note: null, actorId: null });
  });

  it('of a delegate is no more than of the manager for whom they stand in, however long that one is away', async () => {
    const delegate = await addPerson(api);
    await api.ask('PUT', `/people/${successor}/delegate`, { body: { delegateId: delegate } });
    const away = { from: '2026-02-01', to: '2026-03-31' };
    const absence = await api.made(`/people/${successor}/absences`, away);
    const words = await wordsIn(as(api, delegate));
    expect(words).toContain(AFTER);
    expect(words).not.toContain(BEFORE);
    await api.ask('DELETE', `/people/${successor}/absences/${absence.id}`);
    expect((await detail(as(api, delegate))).status).toBe(404);
  });

  it('for a key with the scope status is status and dates, without a word or a rating', async () => {
    const { key } = await api.made<{ key: string }>('/keys', { name: 'BI', scopes: ['status'] });
    const words = await wordsIn(askingAt(api.url, key));
    for (const secret of [BEFORE, AFTER, NOTE, 'level 2', '"level":2']) expect(words).not.toContain(secret);
    expect((await detail(askingAt(api.url, key))).body).toMatchObject({
      seen: [{ feedback: { level: null, ratings: null } }, { feedback: { level: null } }],
      withheld: ['texts', 'ratings'],
    });
  });

  it('of the second line is nothing until it is escalated to them, and then status and dates', async () => {
    await leads(api, team.secondLine, successor);
    const above = as(api, team.secondLine);
    const refused = await above.get<{ detail: string }>(`/enrolments/${loop}`);
    expect(refused).toMatchObject({ status: 403 });
    expect((await above.get<{ items: unknown[] }>('/enrolments')).body.items).toEqual([]);
    await api.dataSource.query(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
       VALUES (gen_random_uuid(), $1, 'feedback/x', 0, 'secondLine', $2, 0, now(), '{email}', true, 'handedOver', now())`,
      [loop, team.secondLine],
    );
    expect((await detail(above)).body).toMatchObject({
      phase: expect.any(String),
      withheld: ['texts', 'ratings'],
    });
    const { items } = (await above.get<{ items: EnrolmentSummary[] }>('/enrolments')).body;
    expect(items.map(({ id }) => id)).toEqual([loop]);
    const { body } = await above.get(`/enrolments/${loop}/timeline`);
    for (const secret of [BEFORE, AFTER, NOTE]) expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('of a self-assessment and a rating is shown to the other side once both are in', async () => {
    const rep = as(api, team.rep);
    // The rating of the second observation waits for the rep's word; this is it.
    await rep.made(`/enrolments/${loop}/self-assessment`, { level: 3, note: 'I found it easy.' });
    expect((await detail(rep)).body.seen[0]).toMatchObject({ feedback: { level: 2 } });
    expect(await wordsIn(as(api, successor))).toContain('I found it easy.');
    // The next one is first: the manager does not see it until they have rated.
    api.clock.time += DAY_MS;
    await rep.made(`/enrolments/${loop}/self-assessment`, { level: 1, note: 'It was hard.' });
    expect(await wordsIn(as(api, successor))).not.toMatch(/It was hard|level 1\b/);
    await as(api, successor).made(`/enrolments/${loop}/observations`, { ratings: { asksFirst: 3 } });
    expect(await wordsIn(as(api, successor))).toContain('It was hard.');
  });

  it('of a self-assessment that follows the answer to a rating is shown at once: both are in', async () => {
    const rep = as(api, team.rep);
    const { observation } = await as(api, successor).made<{ observation: string }>(
      `/enrolments/${loop}/observations`,
      { ratings: { asksFirst: 2 }, talked: true },
    );
    await rep.made(`/enrolments/${loop}/acknowledgement`, { observation, answer: 'accept' });
    api.clock.time += DAY_MS;
    await rep.made(`/enrolments/${loop}/self-assessment`, { level: 3, note: 'It fits.' });
    const own = { selfAssessment: { level: 3, note: 'It fits.', shared: true } };
    expect((await detail(rep)).body).toMatchObject(own);
    expect((await detail(as(api, successor))).body).toMatchObject(own);
    expect(await wordsIn(as(api, successor))).toContain('It fits.');
  });

  it('by a third person is one observation, and only by the word of both', async () => {
    const reader = await addPerson(api);
    const [observation] = observations;
    const read = () =>
      as(api, reader).get<{ feedback: { evidence: string } }>(`/observations/${observation}`);
    const share = (by: string) =>
      as(api, by).post(`/observations/${observation}/shares`, { readerId: reader });
    expect((await share(successor)).status).toBe(403);
    expect((await share(team.manager)).body).toMatchObject({ readable: false });
    expect((await read()).status).toBe(404);
    expect((await share(team.rep)).body).toMatchObject({ readable: true });
    expect((await read()).body).toMatchObject({ feedback: { evidence: BEFORE } });
    expect((await as(api, reader).get(`/enrolments/${loop}`)).status).toBe(404);
    await as(api, team.rep).ask('DELETE', `/observations/${observation}/shares/${reader}`);
    expect((await read()).status).toBe(404);
  });

  it('that was taken back is nothing, by its own address too', async () => {
    const observer = as(api, successor);
    const { observation, fact } = await observer.made<{ observation: string; fact: string }>(
      `/enrolments/${loop}/observations`,
      { ratings: { asksFirst: 1 }, evidence: 'Of somebody else.' },
    );
    expect((await observer.get(`/observations/${observation}`)).status).toBe(200);
    await observer.made(`/enrolments/${loop}/correction`, { fact, takeBack: true, reason: 'The wrong rep' });
    for (const asker of [observer, as(api, team.rep), api])
      expect((await asker.get(`/observations/${observation}`)).status).toBe(404);
  });

  it('across functions is nothing, unless the program says that it crosses them', async () => {
    await api.ask('PATCH', `/people/${team.rep}`, { body: { function: 'medical' } });
    expect((await detail(as(api, successor))).status).toBe(404);
    expect((await as(api, successor).get<{ items: unknown[] }>('/enrolments')).body.items).toEqual([]);
    expect((await detail(as(api, team.rep))).status).toBe(200);
    const crossing = { body: { crossesFunctions: true } };
    const byOwner = await as(api, team.owner).ask(
      'PUT',
      `/programs/${team.program.id}/crosses-functions`,
      crossing,
    );
    expect(byOwner.status).toBe(403);
    await api.ask('PUT', `/programs/${team.program.id}/crosses-functions`, crossing);
    expect((await detail(as(api, successor))).status).toBe(200);
    await api.ask('PATCH', `/people/${team.rep}`, { body: { function: 'commercial' } });
  });
});

describe('a granted role', () => {
  const grant = (body: object, asker: Pick<TestApi, 'post'> = api) =>
    asker.post<{ id: string; detail: string }>('/role-grants', { reason: 'Asked for', ...body });

  it('of legal opens one person’s records, for thirty days at the most, and ends', async () => {
    const counsel = await addPerson(api);
    const legal = { personId: counsel, role: 'legal', subjectId: team.rep };
    const until = (days: number) => new Date(api.clock.time + days * DAY_MS).toISOString();
    expect((await grant({ ...legal, until: until(31) })).status).toBe(422);
    expect((await grant(legal)).status).toBe(422);
    const { body } = await grant({ ...legal, until: until(30) });
    expect(await wordsIn(as(api, counsel))).toContain(BEFORE);
    const listed = await as(api, counsel).get<{ items: EnrolmentSummary[] }>('/enrolments');
    expect(listed.body.items.map(({ id }) => id)).toEqual([loop]);
    await api.ask('DELETE', `/role-grants/${body.id}`);
    expect((await detail(as(api, counsel))).status).toBe(404);
  });

  it('of leadership leads to figures, not to people; and nobody grants one to themselves', async () => {
    const [leader, operator] = [await addPerson(api), await addPerson(api)];
    await grant({ personId: leader, role: 'leadership' });
    await grant({ personId: operator, role: 'operator' });
    const list = await as(api, leader).get<{ detail: string }>('/enrolments');
    expect(list).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('/insights') },
    });
    expect((await as(api, leader).get(`/insights/map?program=${team.program.id}`)).status).toBe(200);
    expect((await grant({ personId: operator, role: 'auditor' }, as(api, operator))).status).toBe(422);
    expect((await grant({ personId: leader, role: 'auditor' }, as(api, leader))).status).toBe(403);
  });
});

describe('a key', () => {
  it('hands on only what it has itself', async () => {
    const { key } = await api.made<{ key: string }>('/keys', { name: 'admin', scopes: ['keys', 'people'] });
    const admin = askingAt(api.url, key);
    expect((await admin.post('/keys', { name: 'more', scopes: ['records'] })).status).toBe(403);
    expect((await admin.post('/keys', { name: 'less', scopes: ['people'] })).status).toBe(201);
  });

  it('hands on no more time than it has itself', async () => {
    const at = (days: number) => new Date(api.clock.time + days * DAY_MS).toISOString();
    const { key } = await api.made<{ key: string }>('/keys', {
      name: 'a week',
      scopes: ['keys'],
      expiresAt: at(7),
    });
    const machine = askingAt(api.url, key);
    const make = async (expiresAt: string | null) =>
      (await machine.post('/keys', { name: 'more', scopes: ['keys'], expiresAt })).status;
    expect([await make(null), await make(at(8)), await make(at(7))]).toEqual([403, 403, 201]);
  });

  it('that keeps master data lets nobody in: it grants no role and lets nobody sign in anew', async () => {
    const { key } = await api.made<{ key: string }>('/keys', { name: 'HR', scopes: ['people'] });
    const machine = askingAt(api.url, key);
    const granted = await machine.post('/role-grants', { personId: team.rep, role: 'operator', reason: 'x' });
    expect(granted.status).toBe(403);
    expect((await machine.ask('DELETE', `/people/${team.rep}/sign-in`)).status).toBe(403);
  });

  it('is no way for whoever made it to grant themselves a role, nor what another key makes of it', async () => {
    const [operator, other] = [await addPerson(api), await addPerson(api)];
    const role = { role: 'operator', reason: 'x' };
    for (const personId of [operator, other]) await api.made('/role-grants', { ...role, personId });
    const page = await signedIn(api, operator);
    const scopes = ['keys', 'people'];
    const { key } = await page.made<{ key: string }>('/keys', { name: 'mine', scopes });
    const second = await askingAt(api.url, key).made<{ key: string }>('/keys', { name: 'its', scopes });
    const toThemselves = { personId: operator, role: 'auditor', reason: 'x' };
    for (const asker of [
      askingAt(api.url, key),
      askingAt(api.url, second.key),
      askingAt(api.url, second.key, { 'acting-as': other }),
    ])
      expect(await asker.post('/role-grants', toThemselves)).toMatchObject({
        status: 422,
        body: { detail: expect.stringContaining('by a key that they made') },
      });
    const toOther = { ...toThemselves, personId: other };
    expect((await askingAt(api.url, key).post('/role-grants', toOther)).status).toBe(201);
  });

  it('opens records by legal access only where it reads them itself', async () => {
    const counsel = await addPerson(api);
    const { key } = await api.made<{ key: string }>('/keys', { name: 'admin', scopes: ['keys', 'people'] });
    const until = new Date(api.clock.time + DAY_MS).toISOString();
    const legal = { personId: counsel, role: 'legal', subjectId: team.rep, until, reason: 'x' };
    expect((await askingAt(api.url, key).post('/role-grants', legal)).status).toBe(403);
    expect((await api.post('/role-grants', legal)).status).toBe(201);
  });
});
