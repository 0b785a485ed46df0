import {
  agree,
  aProgram,
  aTeam,
  logOf,
  lookAt,
  openLoop,
  openSecondLoop,
  type Team,
} from '../../../test/support/coaching.js';
import { as, signedIn, startTestApi, type Asker, type TestApi } from '../../../test/support/api.js';
import { addPerson, publishCadence } from '../../../test/support/organisation.js';
import { statementsOf } from '../../../test/support/statements.js';
import { draftKey, keepDraft } from '../../store/coaching/drafts.js';
import type { ActForm } from './acts.dto.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await agree(api);
});
afterAll(() => api?.close());

interface Story {
  team: Team;
  loop: string;
  manager: Asker;
  rep: Asker;
}

async function aStory(): Promise<Story> {
  const team = await aTeam(api);
  const loop = await openLoop(api, team);
  await lookAt(api, loop);
  return { team, loop, manager: await signedIn(api, team.manager), rep: await signedIn(api, team.rep) };
}

const first = (loop: string) => [{ enrolment: loop, subject: 'observe/first' }];

describe('a button', () => {
  it('asks in the words of whoever presses, and then plans the visit as they would themselves', async () => {
    const { team, loop, manager } = await aStory();
    const form = await manager.post<ActForm>('/acts/form', { action: 'planVisit', items: first(loop) });
    expect(form.status).toBe(200);
    expect(form.body).toMatchObject({ title: 'Plan a visit', submit: 'Send', over: null });
    expect(form.body.fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['day', 'day'],
      ['time', 'time'],
      ['institution', 'text'],
    ]);

    const filled = { day: '2026-03-05', time: '10:00', institution: 'Clinic B' };
    const acted = await manager.post('/acts', { action: 'planVisit', items: first(loop), filled });
    expect(acted).toMatchObject({
      status: 200,
      body: { done: 1, text: 'Noted. Thank you. The visit is on Thu 5 March at 10:00.' },
    });
    const { body } = await manager.get<{ items: Record<string, unknown>[] }>(`/joint-visits?rep=${team.rep}`);
    // Ten in the morning where the manager is.
    expect(body.items).toMatchObject([
      { at: '2026-03-05T09:00:00.000Z', institution: 'Clinic B', observers: [team.manager] },
    ]);
  });

  it('moves the visit of whoever plans again, and lets that of others be', async () => {
    const { team, loop, manager } = await aStory();
    const plan = (day: string) =>
      manager.post('/acts', { action: 'planVisit', items: first(loop), filled: { day, time: '10:00' } });
    const others = { rep: team.rep, at: '2026-03-04T09:00:00Z', observers: [team.secondLine] };
    await api.made('/joint-visits', others);
    for (const day of ['2026-03-05', '2026-03-06']) expect((await plan(day)).status).toBe(200);
    const { body } = await manager.get<{ items: { at: string; observers: string[] }[] }>(
      `/joint-visits?rep=${team.rep}`,
    );
    expect(body.items.map(({ at, observers }) => [at, observers]).sort()).toEqual([
      ['2026-03-04T09:00:00.000Z', [team.secondLine]],
      ['2026-03-06T09:00:00.000Z', [team.manager]],
    ]);
  });

  it('sent again under the same key, does nothing twice', async () => {
    const { team, loop, manager } = await aStory();
    const press = {
      action: 'planVisit',
      items: first(loop),
      filled: { day: '2026-03-05', time: '10:00' },
    };
    for (let times = 0; times < 2; times++)
      expect((await manager.post('/acts', press, { 'idempotency-key': `press-${loop}` })).status).toBe(200);
    const { body } = await manager.get<{ items: unknown[] }>(`/joint-visits?rep=${team.rep}`);
    expect(body.items).toHaveLength(1);
  });

  it('sent again under the same key with more of its card, does the rest', async () => {
    const { team, loop, manager } = await aStory();
    const cadenceVersionId = await publishCadence(api, `Rest of ${team.rep}`);
    const program = { owner: team.owner, cadenceVersionId, capability: team.capability.id };
    const other = await openLoop(api, team, await aProgram(api, program));
    await lookAt(api, other);
    const key = { 'idempotency-key': 'x'.repeat(200) };
    const press = (items: unknown[], note: string) =>
      manager.post('/acts', { action: 'noOpportunity', items, filled: { until: '2026-03-10', note } }, key);
    expect((await press(first(other), 'First.')).status).toBe(200);
    const whole = await press([...first(loop), ...first(other)], 'Second.');
    expect(whole).toMatchObject({ status: 200, body: { done: 1 } });
    expect((await logOf(api, loop)).at(-1)).toMatchObject({ kind: 'noOpportunity', note: 'Second.' });
    expect((await logOf(api, other)).at(-1)).toMatchObject({ kind: 'noOpportunity', note: 'First.' });
    expect(await press(first(other), 'Third.')).toMatchObject({ body: { keyUsed: true } });
  });

  it('shows what was begun to whoever began it, and to no machine that speaks for them', async () => {
    const { team, loop, manager } = await aStory();
    const press = { action: 'planVisit', items: first(loop) };
    const begun = { institution: 'Begun elsewhere' };
    await keepDraft(
      api.dataSource.manager,
      team.manager,
      draftKey(press.action, press.items),
      begun,
      api.clock.now(),
    );
    const shown = async (asker: Asker) => JSON.stringify((await asker.post('/acts/form', press)).body);
    expect(await shown(manager)).toContain(begun.institution);
    expect(await shown(as(api, team.manager))).not.toContain(begun.institution);
  });

  it('is refused to whom the request itself is refused, and what is not theirs to see is not there', async () => {
    const { loop, rep } = await aStory();
    const { manager: stranger } = await aStory();
    const press = { action: 'notPossible', items: first(loop), filled: { until: '2026-03-10' } };
    expect((await rep.post('/acts', press)).status).toBe(403);
    expect((await stranger.post('/acts', press)).status).toBe(404);
    expect((await stranger.post('/acts/form', { action: 'notPossible', items: first(loop) })).status).toBe(
      404,
    );
    expect((await logOf(api, loop)).filter(({ kind }) => kind === 'notPossible')).toEqual([]);
  });

  it('says what is wrong with what was filled in, field by field', async () => {
    const { loop, manager } = await aStory();
    const filled = { day: '2026-13-45', institution: 'x'.repeat(201) };
    const reply = await manager.post('/acts', { action: 'planVisit', items: first(loop), filled });
    expect(reply).toMatchObject({
      status: 422,
      body: {
        errors: [
          { path: 'day', message: 'This cannot be read.' },
          { path: 'time', message: 'This is needed.' },
          { path: 'institution', message: 'This is too long.' },
        ],
      },
    });
  });

  it('plans nothing on two days at once, nor years ahead', async () => {
    const { loop, manager } = await aStory();
    const wrongOn = async (day: string) =>
      (
        await manager.post<{ errors: { message: string }[] }>('/acts', {
          action: 'planVisit',
          items: first(loop),
          filled: { day, time: '10:00' },
        })
      ).body.errors.map(({ message }) => message);
    expect(await wrongOn('2026-03-05 + 2026-03-09')).toEqual([
      'Two days are chosen here. Choose one of them.',
    ]);
    expect(await wrongOn('2099-01-01')).toEqual([
      'That day is later than can be meant here. Choose an earlier one.',
    ]);
  });

  it('takes nothing as working before it was agreed', async () => {
    const { loop, manager } = await aStory();
    const { body } = await manager.post<{ action: string }>(`/enrolments/${loop}/observations`, {
      ratings: { asksFirst: 2 },
      talked: true,
      action: { text: 'If they name a price, then I ask first.' },
    });
    await lookAt(api, loop);
    const items = [{ enrolment: loop, subject: `action/${body.action}` }];
    const form = await manager.post<ActForm>('/acts/form', { action: 'seenWorking', items });
    const today = new Date(api.clock.now()).toISOString().slice(0, 10);
    expect(form.body.fields).toMatchObject([{ name: 'day', earliest: today, latest: today }]);
  });

  it('takes a report of what was seen, and is over once that is done: by whom and when', async () => {
    const { loop, manager } = await aStory();
    const { body: form } = await manager.post<ActForm>('/acts/form', {
      action: 'sawAlready',
      items: first(loop),
    });
    const anchors = form.fields.filter(({ name }) => name.startsWith('rating/'));
    expect(anchors[0]!.options.slice(-2).map(({ label }) => label)).toEqual([
      'Occasion, not done',
      'No occasion arose',
    ]);
    expect(form.beside?.noNames).toMatch(/no HCP or patient names/);
    const evidence = form.fields.find(({ name }) => name.startsWith('evidence/'))!;
    const filled = {
      day: '2026-03-02',
      [anchors[0]!.name]: '2',
      [evidence.name]: 'Asked what matters most.',
      action: 'If they name a competitor, then I ask first.',
      talked: 'yes',
      unprompted: 'yes',
    };
    api.clock.time += 1;
    const acted = await manager.post('/acts', { action: 'sawAlready', items: first(loop), filled });
    expect(acted).toMatchObject({ status: 200 });
    await lookAt(api, loop);
    const again = await manager.post<ActForm>('/acts/form', { action: 'sawAlready', items: first(loop) });
    expect(again.body.over?.text).toMatch(/^Done meanwhile · Lena \d+ · Mon 2 March 09:00/);
    expect(again.body.fields).toEqual([]);
    const late = await manager.post('/acts', { action: 'sawAlready', items: first(loop), filled });
    expect(late).toMatchObject({ status: 409, body: { over: true } });

    const seen = (await logOf(api, loop)).filter(({ kind }) => kind === 'observed');
    expect(seen).toMatchObject([{ data: { prompted: false, feedback: { level: 2, talked: true } } }]);
  });

  it('does the same about every loop of its card', async () => {
    const { team, loop, manager } = await aStory();
    const cadenceVersionId = await publishCadence(api, `Quarterly ${team.rep}`);
    const program = { owner: team.owner, cadenceVersionId, capability: team.capability.id };
    const other = await openLoop(api, team, await aProgram(api, program));
    await lookAt(api, other);
    const items = [...first(loop), ...first(other)];
    const filled = { until: '2026-03-10', note: 'They are at the congress.' };
    const acted = await manager.post('/acts', { action: 'noOpportunity', items, filled });
    expect(acted).toMatchObject({ status: 200, body: { done: items.length } });
    for (const id of [loop, other])
      expect((await logOf(api, id)).at(-1)).toMatchObject({ kind: 'noOpportunity', note: filled.note });
  });

  it('that puts off says how long its cadence lets it wait, takes no later day, and then has nothing left to offer', async () => {
    const { team, loop, manager } = await aStory();
    const press = { action: 'noOpportunity', items: first(loop) };
    const form = await manager.post<ActForm>('/acts/form', press);
    const [until] = form.body.fields;
    expect(until).toMatchObject({ name: 'until', earliest: '2026-03-03', latest: '2026-03-30' });
    expect(form.body.lines).toContain('It can wait until Mon 30 March at the latest, by its cadence.');
    const late = await manager.post('/acts', { ...press, filled: { until: '2026-03-31' } });
    expect(late).toMatchObject({ status: 422, body: { errors: [{ path: 'until' }] } });
    expect((await manager.post('/acts', { ...press, filled: { until: '2026-03-10' } })).status).toBe(200);
    await lookAt(api, loop);
    const longer = await manager.post<ActForm>('/acts/form', press);
    expect(longer.body.lines[0]).toBe('It waits until Tue 10 March already.');
    // Nobody is told that it waits for less.
    const sooner = await manager.post('/acts', { ...press, filled: { until: '2026-03-05' } });
    expect(sooner).toMatchObject({ status: 422, body: { errors: [{ path: 'until' }] } });
    const acted = await manager.post('/acts', { ...press, filled: { until: until!.latest } });
    expect(acted).toMatchObject({
      status: 200,
      body: { text: 'Noted. Nobody is asked about this until Mon 30 March.' },
    });
    await lookAt(api, loop);
    const again = await manager.post<ActForm>('/acts/form', press);
    expect(again.body.over?.text).toBe(
      'It waits until Mon 30 March already, which is as long as its cadence allows.',
    );
    api.clock.time += 40 * 86_400_000;
    await lookAt(api, loop);
    const back = await signedIn(api, team.manager);
    const usedUp = await back.post<ActForm>('/acts/form', press);
    expect(usedUp.body.over?.text).toMatch(/^This has waited for as long as its cadence allows/);
  });

  it('that was pressed says so to whoever pressed it, where it leaves the thing open', async () => {
    const { loop, manager, rep } = await aStory();
    const { body: seen } = await manager.post<{ observation: string }>(`/enrolments/${loop}/observations`, {
      ratings: { asksFirst: 2 },
      talked: true,
    });
    await lookAt(api, loop);
    const acknowledge = [{ enrolment: loop, subject: `acknowledge/${seen.observation}` }];
    const press = { action: 'talkAbout', items: acknowledge };
    expect((await rep.post<ActForm>('/acts/form', press)).body.over).toBeNull();
    expect((await rep.post('/acts', press)).status).toBe(200);
    await lookAt(api, loop);
    const again = await rep.post<ActForm>('/acts/form', press);
    expect(again.body.over?.text).toMatch(
      /^You said so on .* at \d\d:00. There is nothing left to do here.$/,
    );
    const [owed] = (
      await manager.get<{ open: { obligation: string; owner: string }[] }>(`/enrolments/${loop}`)
    ).body.open.filter(({ owner }) => owner === 'manager');
    const notMine = { action: 'notMyRep', items: [{ enrolment: loop, subject: owed!.obligation }] };
    expect((await manager.post('/acts', notMine)).status).toBe(200);
    await lookAt(api, loop);
    const looked = await manager.post<ActForm>('/acts/form', notMine);
    expect(looked.body.over?.text).toMatch(
      /^The program owner looks whose rep this is. You are not asked until .*\.$/,
    );
  });

  it('reports on the visit that has begun, not on one that lies ahead, which is refused until it begins', async () => {
    const { team, loop, manager } = await aStory();
    const now = api.clock.now();
    const planVisit = (at: number) =>
      api.made<{ id: string }>('/joint-visits', {
        rep: team.rep,
        at: new Date(at).toISOString(),
        observers: [team.manager],
      });
    const ahead = await planVisit(now + 10 * 86_400_000);
    const press = { action: 'writeReport', items: first(loop) };
    const notBegun = /^The visit has not begun: it is on /;
    const asked = await manager.post<ActForm>('/acts/form', press);
    expect(asked.body.fields).toEqual([]);
    expect(asked.body.over?.text).toMatch(notBegun);

    const begun = await planVisit(now + 60_000);
    // On its day it may be filled in, and is sent once it has begun.
    const form = await manager.post<ActForm>('/acts/form', press);
    const rating = form.body.fields.find(({ kind }) => kind === 'choice')!;
    const filled = { [rating.name]: '2', talked: 'yes' };
    const early = await manager.post<{ detail: string }>('/acts', { ...press, filled });
    expect(early).toMatchObject({ status: 422, body: { detail: expect.stringMatching(notBegun) } });
    expect(await states()).toEqual(['planned', 'planned']);

    api.clock.time += 120_000;
    expect(await manager.post('/acts', { ...press, filled })).toMatchObject({ status: 200 });
    const { body } = await manager.get<{ items: { id: string; state: string }[] }>(
      `/joint-visits?rep=${team.rep}`,
    );
    expect(new Map(body.items.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [begun.id, 'held'],
        [ahead.id, 'planned'],
      ]),
    );

    async function states(): Promise<string[]> {
      const { body } = await manager.get<{ items: { state: string }[] }>(`/joint-visits?rep=${team.rep}`);
      return body.items.map(({ state }) => state);
    }
  });

  it('writes down a visit that took place sooner than planned, which is not asked about any more', async () => {
    const { team, loop, manager } = await aStory();
    const at = new Date(api.clock.now() + 5 * 86_400_000).toISOString();
    const plan = { rep: team.rep, at, observers: [team.manager] };
    const { id } = await manager.made<{ id: string }>('/joint-visits', plan);
    const items = [{ enrolment: loop, subject: `visit/${id}/${Date.parse(at)}` }];
    const ofVisit = { action: 'sawAlready', items };
    const sooner = async (press: object) =>
      (await manager.post<ActForm>('/acts/form', press)).body.fields.find(({ name }) => name === 'sooner');
    expect(await sooner(ofVisit)).toMatchObject({ initial: 'yes' });
    // Whoever comes from what is owed may have seen something else.
    expect(await sooner({ ...ofVisit, items: first(loop) })).toMatchObject({
      label: expect.stringMatching(/^It was the visit planned for .*, sooner$/),
      initial: null,
    });
    const filled = { day: '2026-03-02', [`evidence/${team.capability.code}`]: 'Asked first.', sooner: 'yes' };
    expect(await manager.post('/acts', { ...ofVisit, filled })).toMatchObject({ status: 200 });
    const { body } = await manager.get<{ items: object[] }>(`/joint-visits?rep=${team.rep}`);
    expect(body.items).toMatchObject([{ id, state: 'held' }]);
    expect((await logOf(api, loop)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['visitHeld', 'observed']),
    );
  });

  it('asks in a report how what was agreed before is going, and closes it in the same breath', async () => {
    const { team, loop, manager, rep } = await aStory();
    const { body } = await manager.post<{ action: string }>(`/enrolments/${loop}/observations`, {
      ratings: { asksFirst: 2 },
      talked: true,
      action: { text: 'If they name a price, then I ask first.' },
    });
    await lookAt(api, loop);
    const name = `closing/${body.action}`;
    const press = { action: 'sawAlready', items: first(loop) };
    const items = [{ enrolment: loop, subject: `action/${body.action}` }];
    const form = await manager.post<ActForm>('/acts/form', { ...press, items });
    expect(form.body.fields.find((field) => field.name === name)).toMatchObject({
      kind: 'choice',
      label: 'Agreed before: “If they name a price, then I ask first.” How is it going?',
      options: [{ value: 'working' }, { value: 'notYet' }],
    });
    // It is not said twice.
    expect(form.body.lines).toEqual([]);
    // Nobody says so of themselves.
    const own = await rep.post<ActForm>('/acts/form', { ...press, items });
    expect(own.body.fields?.map((field) => field.name) ?? []).not.toContain(name);

    const filled = {
      day: '2026-03-02',
      [`evidence/${team.capability.code}`]: 'Asked what matters most.',
      [name]: 'working',
    };
    expect(await manager.post('/acts', { ...press, items, filled })).toMatchObject({
      status: 200,
      body: { done: 2 },
    });
    expect((await logOf(api, loop)).slice(-2)).toMatchObject([
      { kind: 'observed' },
      { kind: 'actionVerified', data: { actionId: body.action, outcome: 'working' } },
    ]);
    const again = await manager.post<ActForm>('/acts/form', { action: 'sawAlready', items: first(loop) });
    expect(again.body.fields.map((field) => field.name)).not.toContain(name);
  });

  it('reads at once whatever a rep is coached in, with what was agreed there', async () => {
    const { team, loop, manager } = await aStory();
    const asked = async () =>
      (await manager.post<ActForm>('/acts/form', { action: 'sawAlready', items: first(loop) })).body;
    const texts: string[] = [];
    const agreeOn = async (loops: number): Promise<void> => {
      for (let times = 0; times < loops; times++) {
        const other = await openSecondLoop(api, team);
        const text = `If they name a price, then I ask ${texts.push(other)} times.`;
        await manager.post(`/enrolments/${other}/observations`, {
          ratings: { asksFirst: 2 },
          talked: true,
          action: { text },
        });
      }
    };
    const closings = async () =>
      (await asked()).fields.filter(({ name }) => name.startsWith('closing/')).map(({ label }) => label);
    await agreeOn(2);
    expect(await closings()).toEqual([
      expect.stringContaining('I ask 1 times.'),
      expect.stringContaining('I ask 2 times.'),
    ]);
    const few = await statementsOf(api, asked);
    expect(few).toBeGreaterThan(2);
    await agreeOn(8);
    expect(await closings()).toHaveLength(10);
    expect(await statementsOf(api, asked)).toBe(few);
    // Whoever coaches since now knows nothing of it.
    api.clock.time += 60_000;
    const coach = await addPerson(api, { role: 'manager' });
    await api.made(`/people/${team.rep}/co-coaches`, { coachId: coach });
    const form = { action: 'sawAlready', items: first(loop) };
    const theirs = (await (await signedIn(api, coach)).post<ActForm>('/acts/form', form)).body;
    expect(JSON.stringify(theirs.fields)).not.toContain('closing/');
    expect(theirs.fields.filter(({ writes }) => writes === 'evidence')).toHaveLength(11);
  });

  it('answers the rep’s own: that matches, or seen differently with a reason', async () => {
    const { team, loop, manager, rep } = await aStory();
    const { body } = await manager.post<{ observation: string }>(`/enrolments/${loop}/observations`, {
      ratings: { asksFirst: 2 },
      talked: true,
    });
    const filled = { day: '2026-03-05', time: '10:00' };
    await manager.post('/acts', { action: 'planVisit', items: first(loop), filled });
    await lookAt(api, loop);
    const items = [{ enrolment: loop, subject: `acknowledge/${body.observation}` }];
    const form = await rep.post<ActForm>('/acts/form', { action: 'dispute', items });
    expect(form.body.fields[0]!.options.map(({ value }) => value)).toContain('notActionable');
    // It is not about the visit that comes next.
    expect(form.body.lines).toEqual([]);
    const own = [{ enrolment: loop, subject: 'selfAssessment/own' }];
    const self = await rep.post<ActForm>('/acts/form', { action: 'assessSelf', items: own });
    expect(self.body.lines.join(' ')).not.toContain('Visit:');
    const without = await rep.post('/acts', { action: 'dispute', items, filled: { comment: 'No.' } });
    expect(without.status).toBe(422);
    expect((await rep.post('/acts', { action: 'confirm', items })).status).toBe(200);
    expect((await logOf(api, loop)).at(-1)).toMatchObject({ kind: 'acknowledged', actorId: team.rep });
  });

  it('says of what was agreed that it was tried, with a word on how it went', async () => {
    const { team, loop, manager, rep } = await aStory();
    const { body } = await manager.post<{ observation: string }>(`/enrolments/${loop}/observations`, {
      ratings: { asksFirst: 2 },
      talked: true,
    });
    const agreed = { observation: body.observation, text: 'If they hesitate, ask what it depends on' };
    const { action } = await manager.made<{ action: string }>(`/enrolments/${loop}/actions`, agreed);
    await lookAt(api, loop);
    const items = [{ enrolment: loop, subject: `action/${action}` }];
    const form = await rep.post<ActForm>('/acts/form', { action: 'itHelped', items });
    expect(form.body.fields.map(({ name, required }) => [name, required])).toEqual([['note', false]]);
    const filled = { note: 'Twice. The second time they told me.' };
    expect((await rep.post('/acts', { action: 'itHelped', items, filled })).status).toBe(200);
    const data = { actionId: action, outcome: 'helped' };
    expect((await logOf(api, loop)).at(-1)).toMatchObject({
      kind: 'actionDone',
      actorId: team.rep,
      data,
      ...filled,
    });
  });
});
