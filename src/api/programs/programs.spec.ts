import { randomUUID } from 'node:crypto';
import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aCadence, addPerson, aRubric, publishCadence } from '../../../test/support/organisation.js';
import type { ProgramAnswer } from './programs.dto.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api?.close());

const put = (path: string, body: unknown) => api.ask<ProgramAnswer>('PUT', path, { body });
const patch = (path: string, body: unknown) => api.ask<ProgramAnswer>('PATCH', path, { body });
const jobs = async (kind: string): Promise<number> =>
  (await api.dataSource.query('SELECT 1 FROM job WHERE kind = $1', [kind])).length;

async function aCapability(code: string, rubric: unknown = aRubric): Promise<string> {
  const { id } = await api.made('/capabilities', { code, name: code });
  await api.made(`/capabilities/${id}/rubrics`, rubric);
  return id;
}

async function aProgram(code = 'ONC-2026'): Promise<string> {
  const program = {
    code,
    name: 'Launch wave',
    function: 'commercial',
    ownerId: await addPerson(api),
    cadenceVersionId: await publishCadence(api, `For ${code}`),
  };
  return (await api.made('/programs', program)).id;
}

describe('a program', () => {
  it('is described, given its capabilities and launched; everybody trained is then enrolled by a job', async () => {
    const program = await aProgram();
    const capability = await aCapability('OBJ');
    const chosen = await put(`/programs/${program}/capabilities`, {
      capabilities: [{ capabilityId: capability }],
    });
    expect(chosen.body.capabilities).toEqual([
      { capabilityId: capability, rubricVersionId: expect.any(String) },
    ]);

    const launched = await api.made<ProgramAnswer & { rolloutId: string }>(`/programs/${program}/launch`, {
      at: '2026-03-02T07:00:00Z',
    });
    expect(launched.launchAt).toBe('2026-03-02T07:00:00.000Z');
    const [job] = await api.dataSource.query('SELECT kind, program_id FROM job WHERE id = $1', [
      launched.rolloutId,
    ]);
    expect(job).toEqual({ kind: 'rolloutLaunch', program_id: program });

    expect(await api.post(`/programs/${program}/launch`)).toMatchObject({
      status: 409,
      body: { allowed: expect.arrayContaining(['import completions']) },
    });
  });

  it('is launched once, however often and at once that is asked', async () => {
    const program = await aProgram();
    await put(`/programs/${program}/capabilities`, {
      capabilities: [{ capabilityId: await aCapability('OBJ') }],
    });
    const launch = () => api.post(`/programs/${program}/launch`, {}, { 'idempotency-key': 'launch' });
    const replies = await Promise.all([launch(), launch(), launch()]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await jobs('rolloutLaunch')).toBe(1);
  });

  it('cannot be launched without what its loops need, and says what is missing', async () => {
    const { id } = await api.made('/programs', { code: 'EMPTY', name: 'Empty', function: 'medical' });
    expect(await api.post(`/programs/${id}/launch`)).toMatchObject({
      status: 409,
      body: {
        missing: ['a cadence version', 'at least one capability', expect.stringContaining('an owner')],
      },
    });
  });

  it('cannot be launched on a rubric without the level that its cadence asks for', async () => {
    const program = await aProgram();
    const rubric = {
      ...aRubric,
      levels: [
        { code: 'no', label: 'No' },
        { code: 'yes', label: 'Yes' },
      ],
    };
    const capabilityId = await aCapability('OBJ', rubric);
    await put(`/programs/${program}/capabilities`, { capabilities: [{ capabilityId }] });
    expect(await api.post(`/programs/${program}/launch`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/"proficient".*OBJ.*no, yes/) },
    });
  });

  it('takes on capabilities after the launch, but lets go of none', async () => {
    const program = await aProgram();
    const [first, second] = [await aCapability('OBJ'), await aCapability('EVI')];
    await put(`/programs/${program}/capabilities`, { capabilities: [{ capabilityId: first }] });
    await api.made(`/programs/${program}/launch`);
    const both = await put(`/programs/${program}/capabilities`, {
      capabilities: [{ capabilityId: first }, { capabilityId: second }],
    });
    expect(both.status).toBe(200);
    expect(await jobs('rolloutLaunch')).toBe(2);
    expect(
      (await put(`/programs/${program}/capabilities`, { capabilities: [{ capabilityId: second }] })).status,
    ).toBe(409);
  });

  it('is refused what does not exist or does not belong together', async () => {
    const program = await aProgram();
    const [first, second] = [await aCapability('OBJ'), await aCapability('EVI')];
    const bare = await api.made('/capabilities', { code: 'BARE', name: 'Without rubric' });
    const { body } = await api.get<{ items: { id: string }[] }>(`/capabilities/${second}/rubrics`);
    const choose = async (...capabilities: unknown[]) =>
      (await put(`/programs/${program}/capabilities`, { capabilities })).status;
    expect(await choose({ capabilityId: randomUUID() })).toBe(422);
    expect(await choose({ capabilityId: bare.id })).toBe(422);
    expect(await choose({ capabilityId: first }, { capabilityId: first })).toBe(422);
    expect(await choose({ capabilityId: first, rubricVersionId: body.items[0]!.id })).toBe(422);
    expect((await patch(`/programs/${program}`, { ownerId: randomUUID() })).status).toBe(422);
    expect((await patch(`/programs/${program}`, { cadenceVersionId: randomUUID() })).status).toBe(422);
    expect(
      (await patch(`/programs/${program}`, { blackouts: [{ from: '2026-05-02', to: '2026-05-01' }] })).status,
    ).toBe(400);
  });

  it('keeps what a change leaves out', async () => {
    const program = await aProgram();
    const blackouts = [{ from: '2026-05-29', to: '2026-06-02' }];
    await patch(`/programs/${program}`, { blackouts });
    expect((await patch(`/programs/${program}`, { name: 'Second wave' })).body).toMatchObject({
      name: 'Second wave',
      blackouts,
      ownerId: expect.any(String),
    });
    expect((await api.get<{ items: unknown[] }>('/programs')).body.items).toHaveLength(1);
  });
});

describe('a training', () => {
  it('introduces capabilities; a further one opens loops in programs that are launched', async () => {
    const program = await aProgram();
    const capability = await aCapability('OBJ');
    await put(`/programs/${program}/capabilities`, { capabilities: [{ capabilityId: capability }] });
    await api.made(`/programs/${program}/launch`);
    const training = await api.made('/trainings', { code: 'OBJ-101', name: 'Objections' });
    const reply = await put(`/trainings/${training.id}/capabilities`, {
      capabilityIds: [capability, capability],
    });
    expect(reply.body).toMatchObject({ capabilityIds: [capability] });
    expect((await api.get(`/trainings/${training.id}`)).body).toEqual(reply.body);
    expect(await jobs('rolloutLaunch')).toBe(2);
    expect((await api.post('/trainings', { code: 'OBJ-101', name: 'Again' })).status).toBe(409);
    expect(
      (await put(`/trainings/${training.id}/capabilities`, { capabilityIds: [randomUUID()] })).status,
    ).toBe(422);
  });
});

describe('a capability', () => {
  it('is recognised by rubrics of which each version stays as it was published', async () => {
    const capability = await aCapability('OBJ');
    const second = { ...aRubric, anchors: [{ code: 'asksFirst', text: 'Asks, then listens' }] };
    await api.made(`/capabilities/${capability}/rubrics`, second);
    const { body } = await api.get<{ items: { version: number; rubric: unknown }[] }>(
      `/capabilities/${capability}/rubrics`,
    );
    expect(body.items.map(({ version, rubric }) => [version, rubric])).toEqual([
      [2, second],
      [1, aRubric],
    ]);
    expect((await api.get(`/capabilities/${capability}`)).body).toMatchObject({ rubric: { version: 2 } });
  });

  it('has versions without gaps, also when two are published at once', async () => {
    const capability = await aCapability('OBJ');
    await Promise.all([1, 2, 3].map(() => api.made(`/capabilities/${capability}/rubrics`, aRubric)));
    const { body } = await api.get<{ items: { version: number }[] }>(`/capabilities/${capability}/rubrics`);
    expect(body.items.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
  });

  it('has a rubric in which every code stands once', async () => {
    const { id } = await api.made('/capabilities', { code: 'OBJ', name: 'Objections' });
    const twice = { ...aRubric, levels: [aRubric.levels[0], aRubric.levels[0]] };
    expect(await api.post(`/capabilities/${id}/rubrics`, twice)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'levels.1.code' }] },
    });
  });
});

describe('a cadence', () => {
  const draftOf = async (draft: unknown) => (await api.made('/cadences', { name: 'Launch wave', draft })).id;
  const withRevision = (revision: number) => ({ 'if-match': `"${revision}"` });

  it('is drafted, judged in plain words, corrected and published for good', async () => {
    const id = await draftOf({ ...aCadence, feedback: { within: 'two days' } });
    expect((await api.post(`/cadences/${id}/validate`)).body).toEqual({
      revision: 1,
      version: 1,
      concerns: [],
      difference: null,
      problems: [
        { path: 'feedback.within', message: expect.stringContaining('Write a duration such as P10D') },
      ],
    });
    expect(await api.post(`/cadences/${id}/versions`, {}, withRevision(1))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'feedback.within' }] },
    });

    const corrected = await api.ask('PATCH', `/cadences/${id}`, {
      body: { draft: aCadence },
      headers: withRevision(1),
    });
    expect(corrected.headers.get('etag')).toBe('"2"');
    expect((await api.post(`/cadences/${id}/validate`)).body).toMatchObject({ revision: 2, problems: [] });
    const published = await api.post(`/cadences/${id}/versions`, {}, withRevision(2));
    expect(published).toMatchObject({
      status: 201,
      body: { version: 1, document: { ...aCadence, clock: 'working' } },
    });
    expect((await api.get(`/cadences/${id}/versions`)).body).toEqual({ items: [published.body] });

    // Whoever wanted to publish at the same time, or to save, is told that it is done.
    const late = { status: 412, body: { difference: [], version: 1 } };
    expect(await api.post(`/cadences/${id}/versions`, {}, withRevision(2))).toMatchObject(late);
    const draft = { ...aCadence, feedback: { within: 'P1D' } };
    const change = (revision: number) =>
      api.ask('PATCH', `/cadences/${id}`, { body: { draft }, headers: withRevision(revision) });
    expect(await change(2)).toMatchObject(late);
    expect(await api.post(`/cadences/${id}/versions`, {}, withRevision(3))).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(/^Version 1 says the same/),
        version: (published.body as { id: string }).id,
      },
    });
    expect((await change(3)).status).toBe(200);
    expect((await api.post(`/cadences/${id}/validate`)).body).toMatchObject({
      revision: 4,
      version: 2,
      difference: [{ path: 'feedback.within', text: expect.stringMatching(/1 working day instead of 2/) }],
    });
  });

  it('that somebody else has changed meanwhile is neither overwritten nor published', async () => {
    const id = await draftOf(aCadence);
    const rename = (name: string) =>
      api.ask('PATCH', `/cadences/${id}`, { body: { name }, headers: withRevision(1) });
    const both = await Promise.all([rename('One'), rename('Other')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await api.post(`/cadences/${id}/versions`, {}, withRevision(1))).toMatchObject({
      status: 412,
      body: { difference: [] },
    });
    const draft = { ...aCadence, feedback: { within: 'P1D' } };
    await api.ask('PATCH', `/cadences/${id}`, { body: { draft }, headers: withRevision(2) });
    const difference = [
      { path: 'feedback.within', text: expect.stringMatching(/1 working day instead of 2/) },
    ];
    for (const read of [1, 2])
      expect(await api.post(`/cadences/${id}/versions`, {}, withRevision(read))).toMatchObject({
        status: 412,
        body: { detail: expect.stringMatching(/revision 3 by now/), difference },
      });
    const change = { body: { draft: {} }, headers: withRevision(2) };
    expect((await api.ask('PATCH', `/cadences/${id}`, change)).body).toMatchObject({ difference });
    expect((await api.post(`/cadences/${id}/versions`)).status).toBe(428);
    expect((await api.post(`/cadences/${id}/versions`, {}, { 'if-match': '*' })).status).toBe(400);
  });

  it('published under one key twice is one version', async () => {
    const id = await draftOf(aCadence);
    const publish = (revision = 1) =>
      api.post(`/cadences/${id}/versions`, {}, { ...withRevision(revision), 'idempotency-key': 'v1' });
    expect((await publish()).body).toEqual((await publish()).body);
    expect((await publish(2)).status).toBe(422);
    expect((await api.get<{ items: unknown[] }>(`/cadences/${id}/versions`)).body.items).toHaveLength(1);
  });
});

describe('the programs whose figures somebody may see', () => {
  it('are those that they own, and all for leadership and a machine that reads figures', async () => {
    const program = await aProgram('ONC-2026');
    await aProgram('CAR-2026');
    const { body } = await api.get<ProgramAnswer>(`/programs/${program}`);
    const leader = await addPerson(api);
    await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'Sits on the board.' });
    const codes = ({ items }: { items: ProgramAnswer[] }): string[] => items.map(({ code }) => code);
    const seenBy = async (person: string): Promise<string[]> => {
      const { get } = await signedIn(api, person);
      return codes((await get<{ items: ProgramAnswer[] }>('/programs?figures=true')).body);
    };
    expect(await seenBy(body.ownerId!)).toEqual(['ONC-2026']);
    expect(await seenBy(await addPerson(api))).toEqual([]);
    expect(await seenBy(leader)).toEqual(['CAR-2026', 'ONC-2026']);
    const toMachine = await api.get<{ items: ProgramAnswer[] }>('/programs?figures=true');
    expect(codes(toMachine.body)).toEqual(['CAR-2026', 'ONC-2026']);
  });
});
