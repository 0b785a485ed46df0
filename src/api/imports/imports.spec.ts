import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, sendFile, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import type { ImportReport } from './imports.dto.js';

interface Refused {
  detail: string;
  report: ImportReport;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const HEADER = 'externalId,name,email,role,function,managerExternalId,country,zone';
const line = (id: string, manager = '', email = `${id.toLowerCase()}@people.example`): string =>
  `${id},Name of ${id},${email},rep,commercial,${manager},DE,Europe/Berlin`;
const people = (...lines: string[]): string => [HEADER, ...lines].join('\n');
const count = async (table: string): Promise<number> =>
  (await api.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

/** How many wait for somebody else's transaction. */
const waiting = async (): Promise<number> =>
  count(`pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`);

describe('people', () => {
  const staff = people(line('A1'), line('A2', 'A1'), line('A3', 'A2'));

  it('come in with their lines and calendars; the same file again changes nothing', async () => {
    const first = await sendFile<ImportReport>(api, 'people', staff);
    expect(first).toMatchObject({ status: 200, body: { applied: true, counts: { created: 3, updated: 0 } } });
    const jobs = await count('job');
    const again = await sendFile<ImportReport>(api, 'people', staff);
    expect(again.body.counts).toEqual({ created: 0, updated: 0, unchanged: 3, skipped: 0 });
    expect(await count('job')).toBe(jobs);
    const { body } = await api.get<{ items: { id: string; managerId: string }[] }>('/people?externalId=A3');
    const chief = await api.get<{ items: { id: string }[] }>('/people?externalId=A2');
    expect(body.items[0]!.managerId).toBe(chief.body.items[0]!.id);
    expect(await count(`calendar_version WHERE person_id = '${body.items[0]!.id}'`)).toBe(1);
  });

  it('swap addresses, move in line, and keep what the file does not say', async () => {
    const moved = people(
      line('A1'),
      line('A2', 'A1', 'a3@people.example'),
      line('A3', 'A1', 'a2@people.example'),
    );
    const reply = await sendFile<ImportReport>(api, 'people', moved);
    expect(reply.body.counts).toEqual({ created: 0, updated: 2, unchanged: 1, skipped: 0 });
    const { body } = await api.get<{ items: { email: string; slot: string }[] }>('/people?externalId=A3');
    expect(body.items[0]).toMatchObject({ email: 'a2@people.example', slot: '08:30' });
    const lines = await api.dataSource.query(
      `SELECT l.valid_to IS NULL AS open FROM reporting_line l JOIN person p ON p.id = l.person_id WHERE p.external_id = 'A3' ORDER BY valid_from`,
    );
    expect(lines).toEqual([{ open: false }, { open: true }]);
  });

  it('are refused with line, column, what was wrong and what would be right, and nothing changes', async () => {
    const before = await count('person');
    const bad = people(
      line('B1', 'NOBODY'),
      line('B2', 'B1'),
      line('B3', '', 'a3@people.example'),
      line('A1', 'A2'),
      line('B4'),
    );
    const reply = await sendFile<Refused>(api, 'people', bad);
    expect(reply.status).toBe(422);
    const { report } = reply.body;
    expect(report).toMatchObject({ applied: false, problems: { total: 4 } });
    expect(report.problems.listed.map(({ line, column }) => [line, column])).toEqual([
      [2, 'managerExternalId'],
      [3, 'managerExternalId'],
      [4, 'email'],
      [5, 'managerExternalId'],
    ]);
    expect(report.problems.listed[0]).toMatchObject({
      value: 'NOBODY',
      expected: expect.stringContaining('somebody known'),
    });
    expect(report.problems.listed[1]!.problem).toContain('The line of this manager, 2, was refused');
    expect(report.problems.listed[3]!.problem).toMatch(/circle: A[12] → A[12] → A[12]/);
    expect(await count('person')).toBe(before);
    const partly = await sendFile<ImportReport>(api, 'people?partial=true', bad);
    expect(partly).toMatchObject({ status: 200, body: { applied: true, counts: { created: 1 } } });
    expect(await count('person')).toBe(before + 1);
    const stored = await api.get<ImportReport>(`/imports/${partly.body.id}`);
    expect(stored.body.problems.total).toBe(4);
  });

  it('are only counted in a dry run', async () => {
    const before = await count('person');
    const reply = await sendFile<ImportReport>(
      api,
      'people?dryRun=true',
      people(line('C1'), line('C2', 'C1')),
    );
    expect(reply.body).toMatchObject({ dryRun: true, applied: false, counts: { created: 2 } });
    expect(await count('person')).toBe(before);
  });

  it('say what is wrong in the language of whoever asks, also when the report is read again', async () => {
    const german = { 'accept-language': 'de' };
    const reply = await api.ask<Refused>('POST', '/imports/people', {
      body: people(line('', 'A1', 'g0@people.example'), line('G1', 'NOBODY')),
      headers: { ...german, 'content-type': 'text/csv' },
    });
    const { id, problems } = reply.body.report;
    expect(problems.listed).toMatchObject([
      {
        code: 'cellEmpty',
        problem: 'Die Zelle ist leer.',
        expected: 'ein Wert in dieser Spalte.',
      },
      { code: 'managerUnknown', problem: 'Niemand hat diese externalId, weder hier noch in der Datei.' },
    ]);
    const again = await api.ask<ImportReport>('GET', `/imports/${id}`, { headers: german });
    expect(again.body.problems).toEqual(problems);
    const english = await api.get<ImportReport>(`/imports/${id}`);
    expect(english.body.problems.listed[0]).toMatchObject({ problem: 'The cell is empty.' });
  });

  it('say it as it was said where a report is older than the codes', async () => {
    const { body } = await sendFile<Refused>(api, 'people', people(line('O1', 'NOBODY')));
    const { id } = body.report;
    const said = { problem: 'As it was said.', expected: 'as it was asked for.' };
    const { code: _, ...before } = body.report.problems.listed[0]!;
    await api.dataSource.query(
      `UPDATE import_run SET report = jsonb_set(report, '{problems,listed}', $2) WHERE id = $1`,
      [id, JSON.stringify([{ ...before, ...said }])],
    );
    const headers = { 'accept-language': 'de' };
    const again = await api.ask<ImportReport>('GET', `/imports/${id}`, { headers });
    expect(again.body.problems.listed).toMatchObject([said]);
  });

  it('say in a dry run line by line what would be another, which is not kept', async () => {
    const moved = people(line('A1'), line('A2', '', 'other@people.example'), line('D1', 'A1'));
    const { body } = await sendFile<ImportReport>(api, 'people?dryRun=true', moved);
    expect(body.changes).toEqual([
      { line: 3, what: 'updated', who: 'Name of A2 (A2)', fields: ['email', 'managerExternalId'] },
      { line: 4, what: 'created', who: 'Name of D1 (D1)', fields: [] },
    ]);
    expect((await api.get<ImportReport>(`/imports/${body.id}`)).body.changes).toBeUndefined();
  });

  it('keep what somebody chooses for themselves while the file is taken', async () => {
    const { body } = await api.get<{ items: { id: string }[] }>('/people?externalId=A2');
    const choosing = api.dataSource.createQueryRunner();
    await choosing.startTransaction();
    await choosing.query(`UPDATE person SET slot = '11:15' WHERE id = $1`, [body.items[0]!.id]);
    const taken = sendFile<ImportReport>(api, 'people', people(line('A2', 'A1', 'new.a2@people.example')));
    while ((await waiting()) === 0);
    await choosing.commitTransaction();
    await choosing.release();
    expect((await taken).body.counts).toMatchObject({ updated: 1 });
    expect((await api.get(`/people/${body.items[0]!.id}`)).body).toMatchObject({
      email: 'new.a2@people.example',
      slot: '11:15',
    });
  });

  it('are told in one look whom a manager hangs on whom nobody knows, down the whole line', async () => {
    const chain = Array.from({ length: 5_000 }, (_, index) =>
      line(`N${index}`, index ? `N${index - 1}` : 'X'),
    );
    const { body } = await sendFile<Refused>(api, 'people', people(...chain));
    expect(body.report.problems.total).toBe(5_000);
    expect(body.report.problems.listed[1]!.problem).toContain('The line of this manager, 2, was refused');
  });

  it('leave after they came, also where two files say so', async () => {
    const days = (field: string, day: string) => `${HEADER},${field}\n${line('A1')},${day}`;
    expect((await sendFile(api, 'people', days('activeFrom', '2026-03-02'))).status).toBe(200);
    const { body } = await sendFile<Refused>(api, 'people', days('activeUntil', '2026-03-01'));
    expect(body.report.problems.listed).toMatchObject([{ column: 'activeUntil', value: '2026-03-01' }]);
  });

  it('come in by the thousand', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      line(`M${index}`, index < 100 ? '' : `M${index % 100}`),
    );
    const reply = await sendFile<ImportReport>(api, 'people', people(...many));
    expect(reply.body.counts.created).toBe(10_000);
  });
});

describe('completions', () => {
  let team: Team;
  let rep: string;
  beforeAll(async () => {
    team = await aTeam(api);
    rep = (await api.get<{ email: string }>(`/people/${team.rep}`)).body.email;
  });
  const list = (...lines: string[]): string => ['Learner;Course;Completed on;Status', ...lines].join('\r\n');
  const launches = (): Promise<number> => count(`job WHERE program_id = '${team.program.id}'`);

  it('say in a dry run which messages the first ten working days would bring', async () => {
    const reply = await sendFile<ImportReport>(
      api,
      'completions?dryRun=true',
      list(`${rep};${team.training};2026-03-02;passed`),
    );
    expect(reply.body).toMatchObject({
      applied: false,
      counts: { created: 1 },
      ahead: { loops: 1, played: 1, messages: 1 },
    });
    // Ten working days after Monday 2 March the first observation is due; the one rung speaks on that morning.
    expect(reply.body.ahead!.perDay).toMatchObject([
      { day: '2026-03-16', person: { id: team.manager }, audiences: ['manager'], items: 1 },
    ]);
    expect(await count('enrolment')).toBe(0);
    expect(await count('completion')).toBe(0);
  });

  it('queue a launch once; only what was completed counts, and the same list changes nothing', async () => {
    const before = await launches();
    const file = list(
      `${rep};${team.training};2026-03-02;Bestanden`,
      `${rep};${team.training};02.03.2026;passed`,
      `${rep};${team.training};2026-03-01;in progress`,
    );
    const first = await sendFile<ImportReport>(api, 'completions', file);
    expect(first.body.counts).toEqual({ created: 1, updated: 0, unchanged: 0, skipped: 1 });
    expect(first.body.notes[0]!.text).toContain('1 × in progress');
    expect(await launches()).toBe(before + 1);
    // At 08:00 UTC the day has only begun in Berlin; later that day the same line is still the same completion.
    api.clock.time += 5 * 3_600_000;
    const again = await sendFile<ImportReport>(api, 'completions', file);
    expect(again.body.counts).toEqual({ created: 0, updated: 0, unchanged: 1, skipped: 1 });
    expect(await launches()).toBe(before + 1);
  });

  it('are refused for who and what is unknown, and for what lies ahead', async () => {
    const reply = await sendFile<Refused>(
      api,
      'completions',
      list(
        'nobody@people.example;OBJ-000;2026-03-01;passed',
        `${rep};${team.training};2027-01-01;passed`,
        `${rep};${team.training};03/04/2026;passed`,
      ),
    );
    expect(reply.status).toBe(422);
    expect(reply.body.report.problems.listed.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 rep',
      '2 training',
      '3 Completed on',
      '4 Completed on',
    ]);
  });
});

describe('visits', () => {
  it('are planned, moved and held as the CRM says; the same file changes nothing', async () => {
    const team = await aTeam(api);
    const [rep, coach] = await Promise.all(
      [team.rep, team.manager].map(
        async (id) => (await api.get<{ externalId: string }>(`/people/${id}`)).body.externalId,
      ),
    );
    const crm = (at: string, status: string): string =>
      `Visit ID,Rep ID,Coach,Start,Account,Visit type,Status\nCV-1,${rep},${coach},${at},Klinikum,F2F,${status}\n`;
    const send = async (at: string, status: string) =>
      (await sendFile<ImportReport>(api, 'visits', crm(at, status))).body.counts;
    const none = { created: 0, updated: 0, unchanged: 0, skipped: 0 };
    const twice = [1, 2].map(() => send('2026-03-24 14:00', 'Scheduled'));
    expect(await Promise.all(twice)).toEqual(
      expect.arrayContaining([
        { ...none, created: 1 },
        { ...none, unchanged: 1 },
      ]),
    );
    expect(await send('2026-03-24 14:00', 'Scheduled')).toEqual({ ...none, unchanged: 1 });
    expect(await send('2026-03-25 14:00', 'Postponed')).toEqual({ ...none, updated: 1 });
    const { body } = await api.get<{ items: Record<string, unknown>[] }>(`/joint-visits?rep=${team.rep}`);
    expect(body.items).toMatchObject([
      { at: '2026-03-25T13:00:00.000Z', moves: 1, state: 'planned', observers: [team.manager] },
    ]);
    api.clock.time = Date.parse('2026-03-26T08:00:00Z');
    expect(await send('2026-03-25 14:00', 'Done')).toEqual({ ...none, updated: 1 });
    expect(await send('2026-03-25 14:00', 'Scheduled')).toEqual({ ...none, skipped: 1 });
    expect(await send('2026-03-25 14:00', 'Done')).toEqual({ ...none, unchanged: 1 });
  });
});

describe('the columns of a file', () => {
  const file = 'Learner ID,Course,Done on,Notes\nA1,OBJ-101,2026-03-02,x\n';
  const columns = (query: string, csv = file) => sendFile(api, `columns?${query}`, csv);

  it('are matched by their names, with what is missing and what stands first in each', async () => {
    const { status, body } = await columns('kind=completions');
    expect([status, body.columns]).toEqual([
      200,
      [
        { header: 'Learner ID', sample: 'A1', field: 'rep' },
        { header: 'Course', sample: 'OBJ-101', field: 'training' },
        { header: 'Done on', sample: '2026-03-02', field: null },
        { header: 'Notes', sample: 'x', field: null },
      ],
    ]);
    expect(body.fields).toContainEqual({ name: 'completedAt', needed: true });
    expect(body.fields).toContainEqual({ name: 'status', needed: false });
  });

  it('are matched once each, and a file without any is refused', async () => {
    const twice = await columns('kind=people', 'Name,Full name\nAna,Ana A\n');
    expect(twice.body.columns).toMatchObject([{ field: 'name' }, { field: null }]);
    expect(await columns('kind=people', '')).toMatchObject({ status: 422 });
    expect(await columns('kind=holidays')).toMatchObject({ status: 400 });
  });

  it('are for the operator and keys that import, and for nobody who answers for figures', async () => {
    const team = await aTeam(api);
    const operator = await addPerson(api, { name: 'Otto' });
    await api.made('/role-grants', { personId: operator, role: 'operator', reason: 'runs it' });
    const asking = { body: people(line('E1')), headers: { 'content-type': 'text/csv' } };
    const path = '/imports/people?dryRun=true';
    expect((await as(api, operator).ask('POST', path, asking)).status).toBe(200);
    for (const person of [team.owner, team.manager])
      expect((await as(api, person).ask('POST', path, asking)).status).toBe(403);
  });
});

async function* pieces(head: string, piece: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  for (let index = 0; index < 20; index++) yield Buffer.from(piece);
}

describe('what is no file', () => {
  it.each([
    ['JSON', { body: { a: 1 } }, 415],
    ['nothing', {}, 415],
    ['a wrong mapping', { body: 'a', headers: { 'content-type': 'text/csv' } }, 400],
  ])('%s is refused', async (what, asking, status) => {
    const path = what === 'a wrong mapping' ? '/imports/people?mapping=no' : '/imports/people';
    expect((await api.ask('POST', path, asking)).status).toBe(status);
  });

  it('a file beyond 64 MB is answered 413, before it is read', async () => {
    const reply = await api.ask<{ detail: string }>('POST', '/imports/people', {
      body: 'x'.repeat(65 * 1024 * 1024),
      headers: { 'content-type': 'text/csv' },
    });
    expect(reply.status).toBe(413);
    expect(reply.body.detail).toContain('64 MB');
  });

  // 4 MB of lines that open no loop, and a quote that is opened and never closed.
  it.each([
    [
      'beyond 64 MB that does not say its size',
      'rep,training,completedAt,status\n',
      `${'a'.repeat(1_000)},b,c,open\n`.repeat(4_000),
      413,
    ],
    ['with a lost quote far from its end', 'rep,training,completedAt\n"', 'x'.repeat(1_000_000), 422],
    ['from somebody without a key', '', 'x'.repeat(1_000_000), 401],
  ])('a file %s is answered all the same', async (who, head, piece, status) => {
    const reply = await fetch(`${api.url}/api/v1/imports/completions`, {
      method: 'POST',
      headers: { authorization: status === 401 ? '' : `Bearer ${api.key}`, 'content-type': 'text/csv' },
      body: ReadableStream.from(pieces(head, piece)),
      duplex: 'half',
    } as RequestInit);
    expect([who, reply.status]).toEqual([who, status]);
    await reply.text();
  });

  it('an empty file, a workbook and a lost quote are named', async () => {
    for (const [csv, words] of [
      ['', 'empty'],
      ['PK\u0003\u0004', 'workbook'],
      [`${HEADER}\nA9,"Name`, 'never closed'],
    ] as const) {
      const reply = await sendFile<Refused>(api, 'people', csv);
      expect(reply.status).toBe(422);
      expect(reply.body.report.problems.listed[0]!.problem).toContain(words);
    }
  });
});
