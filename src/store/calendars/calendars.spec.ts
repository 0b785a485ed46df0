import { MockActivityEnvironment } from '@temporalio/testing';
import { createJobs } from '../../activities/jobs.js';
import { shiftBy } from '../../activities/shift.js';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { agree, aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import type { CalendarSlice } from '../../domain/time.js';
import { Rules } from '../loops/rules.js';

/** How a change of holidays, absences, blackouts and people reaches open loops. All times are UTC. */

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await agree(api);
});
afterEach(() => api?.close());

const quiet = (): void => undefined;
const jobs = () =>
  createJobs({
    dataSource: api.dataSource,
    rules: new Rules(),
    lanes: 8,
    spread: 0,
    build: 'test',
    log: { info: quiet, warn: quiet, error: quiet },
    shift: shiftBy(0),
  });

/** Does what the workflows of all waiting jobs would do. */
async function workOff(): Promise<void> {
  const { rosterBatch, calendarBatch } = jobs();
  for (;;) {
    const [job] = await api.dataSource.query<{ id: string; kind: string }[]>(
      `SELECT id, kind FROM job WHERE state <> 'done' AND kind <> 'rolloutLaunch' ORDER BY created_at, id LIMIT 1`,
    );
    if (!job) return;
    await (job.kind === 'calendarChange' ? calendarBatch : rosterBatch)(job.id, api.clock.now());
  }
}

const turnTheDay = (): Promise<unknown> =>
  new MockActivityEnvironment({ scheduledTimestampMs: api.clock.now() }).run(jobs().reconcile);

async function holidaysOf(person: string): Promise<readonly string[]> {
  const [row] = await api.dataSource.query<{ slice: CalendarSlice }[]>(
    'SELECT c.slice FROM person p JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version WHERE p.id = $1',
    [person],
  );
  return row!.slice.holidays;
}

const upload = <T = { id: string }>(query: string, body: string, type = 'text/csv') =>
  api.ask<T>('POST', `/calendars?${query}`, { body, headers: { 'content-type': type } });

describe('holidays', () => {
  it('are those of the subdivision, and of every day of a feast', async () => {
    const bavarian = await addPerson(api, { subdivision: 'DE-BY' });
    const german = await addPerson(api);
    const saudi = await addPerson(api, { country: 'SA', zone: 'Asia/Riyadh' });
    expect(await holidaysOf(bavarian)).toContain('2026-06-04');
    expect(await holidaysOf(german)).not.toContain('2026-06-04');
    const eid = (await holidaysOf(saudi)).filter((day) => day.startsWith('2026-03'));
    expect(eid).toEqual(['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22']);
  });

  it('follow a move; a subdivision of another country is refused, or forgotten', async () => {
    const person = await addPerson(api, { subdivision: 'DE-BY' });
    const wrong = await api.ask('PATCH', `/people/${person}`, { body: { subdivision: 'AT-9' } });
    expect(wrong).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('AT-9 does not lie in DE') },
    });
    const moved = await api.ask('PATCH', `/people/${person}`, { body: { country: 'AT' } });
    expect(moved.body).toMatchObject({ country: 'AT', subdivision: null });
    expect(await holidaysOf(person)).toContain('2026-10-26');
  });

  it('can be the organisation’s own: added, in place of the library’s, for a place or for all', async () => {
    const bavarian = await addPerson(api, { subdivision: 'DE-BY' });
    const german = await addPerson(api);
    const spanish = await addPerson(api, { country: 'ES', zone: 'Europe/Madrid' });
    expect(await upload('place=*&name=Company', 'date\n2026-12-24\n')).toMatchObject({ status: 201 });
    expect(await upload('place=DE-BY&mode=replaces', 'date\n2026-08-08\n')).toMatchObject({
      status: 201,
      body: { place: 'DE-BY', mode: 'replaces', firstDay: '2026-08-08', lastDay: '2026-08-08' },
    });
    await workOff();
    const in2026 = async (id: string) => (await holidaysOf(id)).filter((day) => day.startsWith('2026'));
    expect(await in2026(bavarian)).toEqual(['2026-08-08', '2026-12-24']);
    expect(await in2026(german)).toEqual(expect.arrayContaining(['2026-05-01', '2026-12-24']));
    expect(await in2026(spanish)).toContain('2026-12-24');
    // Where it has run out, the library’s count.
    expect(await holidaysOf(bavarian)).toContain('2027-05-01');
  });

  it('can do without the library, and have it back', async () => {
    const german = await addPerson(api);
    const switchTo = (used: boolean) => api.ask('PUT', '/calendars/library', { body: { used } });
    expect((await switchTo(false)).body).toEqual({ library: false, items: [] });
    await workOff();
    expect(await holidaysOf(german)).toEqual([]);
    await switchTo(true);
    await workOff();
    expect(await holidaysOf(german)).toContain('2026-05-01');
  });

  it('are refused in words where the file is none, and taken away again', async () => {
    expect(await upload('place=DE', 'BEGIN:VCALENDAR', 'text/calendar')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('no iCalendar') },
    });
    expect(await upload('place=Bayern', 'date\n2026-12-24\n')).toMatchObject({ status: 400 });
    const { body } = await upload('place=DE', 'date\n2026-12-24\n');
    await upload('place=DE', 'date\n2026-12-31\n');
    const listed = await api.get<{ items: unknown[] }>('/calendars');
    expect(listed.body.items).toMatchObject([{ id: body.id, place: 'DE', days: ['2026-12-31'] }]);
    expect(await api.ask('DELETE', `/calendars/${body.id}`)).toMatchObject({ status: 204 });
    expect(await api.ask('DELETE', `/calendars/${body.id}`)).toMatchObject({ status: 404 });
  });

  it('are known for years ahead without anybody’s doing', async () => {
    const person = await addPerson(api, { subdivision: 'DE-BY' });
    expect((await holidaysOf(person)).at(-1)).toBe('2028-12-26');
    api.clock.time = Date.parse('2028-01-01T03:17:00Z');
    await turnTheDay();
    expect((await holidaysOf(person)).at(-1)).toBe('2030-12-26');
    expect(await holidaysOf(person)).toContain('2028-06-15');
  });
});

describe('an open loop', () => {
  let team: Team;
  let loop: string;
  beforeEach(async () => {
    team = await aTeam(api);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
  });

  const moves = async (): Promise<string[]> => {
    await workOff();
    await lookAt(api, loop);
    const { body } = await api.get<{ past: { kind: string; text: string }[] }>(
      `/enrolments/${loop}/timeline`,
    );
    return body.past.filter(({ kind }) => kind === 'obligationMoved').map(({ text }) => text);
  };
  const nudge = async () => {
    const [row] = await api.dataSource.query<[{ at: Date; state: string }]>(
      `SELECT slot_at AS at, state FROM nudge WHERE enrolment_id = $1 AND obligation = 'observe/first'`,
      [loop],
    );
    return row && { at: row.at.toISOString(), state: row.state };
  };

  it('moves with a blackout of its program, and says so', async () => {
    await api.ask('PATCH', `/programs/${team.program.id}`, {
      body: { blackouts: [{ from: '2026-03-09', to: '2026-03-13' }] },
    });
    expect(await moves()).toEqual([
      'New date for an observation: Mon 23 March, not Mon 16 March. The reason is a change of the days without coaching.',
    ]);
    await api.ask('PATCH', `/programs/${team.program.id}`, { body: { blackouts: [] } });
    expect((await moves())[0]).toBe(
      'New date for an observation: Mon 16 March, not Mon 23 March. The reason is a change of the days without coaching.',
    );
  });

  it.each([
    [
      'days away',
      'a change of days away',
      () => api.made(`/people/${team.manager}/absences`, { from: '2026-03-09', to: '2026-03-13' }),
    ],
    [
      'a working week',
      'a change of working hours or message times',
      () => change({ workingWeek: ['MO', 'TU', 'WE', 'TH'] }),
    ],
    ['a time zone', 'a change of place or time zone', () => change({ zone: 'Asia/Tokyo' })],
    [
      'an uploaded holiday',
      'a change of the holiday calendar',
      () => upload('place=DE', 'date\n2026-03-10\n'),
    ],
  ])('moves with %s, and says so', async (_, words, act) => {
    await act();
    expect(await moves()).toEqual([expect.stringContaining(`The reason is ${words}.`)]);
  });
  const change = (body: object) => api.ask('PATCH', `/people/${team.manager}`, { body });

  it('moves what is about to be sent with slot and quiet hours', async () => {
    api.clock.time = Date.parse('2026-03-16T07:00:00Z');
    await change({ slot: '10:15' });
    await workOff();
    api.clock.time = Date.parse('2026-03-16T09:15:00Z');
    await lookAt(api, loop);
    expect(await nudge()).toEqual({ at: '2026-03-16T09:15:00.000Z', state: 'queued' });
    await change({ quietHours: { from: '18:00', to: '11:00' } });
    await workOff();
    await lookAt(api, loop);
    expect((await nudge())?.state).toBe('withdrawn');
    api.clock.time = Date.parse('2026-03-16T10:00:00Z');
    await lookAt(api, loop);
    expect(await nudge()).toEqual({ at: '2026-03-16T10:00:00.000Z', state: 'queued' });
  });

  it('comes to the second line when its manager’s last day is over, though nobody does anything that day', async () => {
    await turnTheDay();
    await change({ activeUntil: '2026-03-10' });
    await workOff();
    expect((await api.get(`/enrolments/${loop}`)).body).toMatchObject({ manager: { id: team.manager } });
    api.clock.time = Date.parse('2026-03-13T00:07:00Z');
    await turnTheDay();
    await workOff();
    await lookAt(api, loop);
    const { body } = await api.get<{ open: { kind: string; ownerId: string }[] }>(`/enrolments/${loop}`);
    expect(body).toMatchObject({ manager: null });
    expect(body.open.find(({ kind }) => kind === 'cover')).toMatchObject({ ownerId: team.secondLine });
  });

  it('tells a new manager once', async () => {
    const successor = await addPerson(api, { role: 'manager' });
    api.clock.time = Date.parse('2026-03-04T10:00:00Z');
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: successor });
    for (let look = 0; look < 2; look++) {
      await workOff();
      await lookAt(api, loop);
    }
    const told = await api.dataSource.query(
      `SELECT person_id AS person, slot_at AS at, state FROM nudge WHERE obligation LIKE 'handOver/%'`,
    );
    expect(told).toEqual([{ person: successor, at: new Date('2026-03-05T07:30:00Z'), state: 'queued' }]);
    const { body } = await api.get<{ ahead: { text: string }[] }>(`/enrolments/${loop}/timeline`);
    expect(body.ahead.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('gets a message about the hand-over.'),
    );
  });

  it('says until when somebody is away, and why to nobody', async () => {
    await api.made(`/people/${team.manager}/absences`, { from: '2026-03-02', to: '2026-03-06' });
    const { body } = await api.get(`/people/${team.manager}`);
    expect(body).toMatchObject({ awayUntil: '2026-03-09' });
    expect((await api.get(`/people/${team.rep}`)).body).toMatchObject({ awayUntil: null });
  });

  it('explains in its timeline what is kept back', async () => {
    api.clock.time = Date.parse('2026-03-16T07:00:00Z');
    await api.made(`/enrolments/${loop}/snooze`, { until: '2026-03-19' });
    await lookAt(api, loop);
    const { body } = await api.get<{ ahead: { type: string; kind: string; text: string }[] }>(
      `/enrolments/${loop}/timeline`,
    );
    expect(body.ahead.find(({ type }) => type === 'hold')).toMatchObject({
      kind: 'snoozed',
      text: 'Nobody is asked for an observation before then: more time was asked for.',
    });
  });
});
