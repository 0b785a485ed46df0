import { createJobs } from '../../activities/jobs.js';
import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  aLineBeside,
  aTeam,
  deps,
  logOf,
  lookAt,
  openLoop,
  type Team,
} from '../../../test/support/coaching.js';
import { aRubric, publishCadence } from '../../../test/support/organisation.js';
import { LAUNCH_WAVE, SLOW_BURN } from '../../domain/cadence-templates.js';
import { HOUR } from '../../domain/time.js';
import { PROMISES } from '../../store/running/promises.js';
import type { ImpactAnswer, MoveAnswer } from './cadence-moves.dto.js';

const HALVED = { ...LAUNCH_WAVE, firstObservation: { within: 'P5D' } };
const DAY = 24 * HOUR;

let api: TestApi;
let team: Team;
let loop: string;
let halved: string;
beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api, LAUNCH_WAVE);
  loop = await openLoop(api, team);
  await lookAt(api, loop);
  halved = await publishCadence(api, 'Halved', HALVED);
});
afterEach(() => api?.close());

const at = (path: string): string => `/programs/${team.program.id}/cadence/${path}`;
const asOwner = () => signedIn(api, team.owner);
const start = async (body: object) => (await asOwner()).post<MoveAnswer>(at('moves'), body);
const moveOf = async (id: string): Promise<MoveAnswer> =>
  (await (await asOwner()).get<{ items: MoveAnswer[] }>(at('moves'))).body.items.find(
    (one) => one.id === id,
  )!;

/** Does what the workflow of a move would do, until it rests or is done. */
async function run(id: string): Promise<void> {
  const same = (time: number): number => time;
  const { cadenceMoveBatch } = createJobs({
    ...deps(api),
    shift: { toDomain: same, toTemporal: same },
  });
  for (;;) {
    const { ended, wakeAt } = await cadenceMoveBatch(id, api.clock.now());
    if (ended || wakeAt === null || wakeAt > api.clock.now()) return;
  }
}

const dueOf = async (id: string): Promise<string | null> =>
  (await (await signedIn(api, team.manager)).get<{ next: { dueAt: string } | null }>(`/enrolments/${id}`))
    .body.next?.dueAt ?? null;

describe('open loops that are moved to another version of their cadence', () => {
  it('are not touched by a new version, and what a move would do is said before', async () => {
    const before = await dueOf(loop);
    await api.ask('PATCH', `/programs/${team.program.id}`, { body: { cadenceVersionId: halved } });
    await lookAt(api, loop);
    expect(await dueOf(loop)).toBe(before);
    const { body } = await (await asOwner()).post<ImpactAnswer>(at('impact'), { version: halved });
    expect(body).toMatchObject({ loops: 1, looked: 1, earlier: 1, later: 0, overdueAtOnce: 0 });
    const slow = await publishCadence(api, 'Slow', SLOW_BURN);
    expect((await (await asOwner()).post(at('impact'), { version: slow })).body).toMatchObject({
      earlier: 0,
      later: 1,
    });
    expect(await dueOf(loop)).toBe(before);
  });

  it('say so in their timeline with the new date, and have their old one back when it is undone', async () => {
    const before = await dueOf(loop);
    const { body: move } = await start({ version: halved });
    expect(move).toMatchObject({ state: 'going', version: halved, moved: 0 });
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ state: 'done', total: 1, moved: 1 });
    await lookAt(api, loop);
    expect((await dueOf(loop))! < before!).toBe(true);
    const log = await logOf(api, loop);
    expect(log.find(({ kind }) => kind === 'cadenceMoved')).toMatchObject({
      actorId: team.owner,
      data: { moveId: move.id, to: halved },
    });
    expect(log.find(({ kind }) => kind === 'obligationMoved')!.data).toMatchObject({ why: 'cadence' });

    const { body: undone } = await (await asOwner()).post<MoveAnswer>(at(`moves/${move.id}/undo`));
    await run(undone.id);
    await lookAt(api, loop);
    expect(await dueOf(loop)).toBe(before);
    expect(await moveOf(undone.id)).toMatchObject({ state: 'done', moved: 1, undoes: move.id });
  });

  it('go by it from their next cycle on, where only new cycles are meant, and go back before it and after', async () => {
    const before = await dueOf(loop);
    const later = { version: halved, begins: 'nextCycle' };
    const { body: impact } = await (await asOwner()).post<ImpactAnswer>(at('impact'), later);
    expect(impact).toMatchObject({ loops: 1, earlier: 0, overdueAtOnce: 0, then: impact.now });
    expect(impact.nextCycle).toEqual({
      weeks: [{ from: '2026-03-16', loops: 1 }],
      overdue: 0,
      undated: 0,
      adopted: 0,
    });
    const { body: first } = await start(later);
    await run(first.id);
    expect(await moveOf(first.id)).toMatchObject({ state: 'done', moved: 1, begins: 'nextCycle' });
    await lookAt(api, loop);
    expect(await dueOf(loop)).toBe(before);
    // It waits for that version already.
    expect((await (await asOwner()).post<ImpactAnswer>(at('impact'), later)).body.loops).toBe(0);

    const { body: back } = await (await asOwner()).post<MoveAnswer>(at(`moves/${first.id}/undo`));
    await run(back.id);
    expect(await moveOf(back.id)).toMatchObject({ state: 'done', moved: 1 });
    const { body: second } = await start(later);
    await run(second.id);
    await lookAt(api, loop);

    const versionOf = async (): Promise<string> =>
      (
        await api.dataSource.query<{ id: string }[]>(
          `SELECT cadence_version_id AS id FROM enrolment WHERE id = $1`,
          [loop],
        )
      )[0]!.id;
    const was = await versionOf();
    const seen = { ratings: { asksFirst: 2 }, evidence: 'She asked first.', talked: true };
    expect(
      (await (await signedIn(api, team.manager)).post(`/enrolments/${loop}/observations`, seen)).status,
    ).toBe(201);
    await lookAt(api, loop);
    expect(await versionOf()).toBe(halved);
    const log = await logOf(api, loop);
    const begun = log.filter(({ kind }) => kind === 'versionBegun');
    expect(begun.map(({ data }) => data)).toEqual([{ moveId: second.id, from: was, to: halved }]);
    await lookAt(api, loop);

    const { body: undone } = await (await asOwner()).post<MoveAnswer>(at(`moves/${second.id}/undo`));
    await run(undone.id);
    await lookAt(api, loop);
    expect(await versionOf()).toBe(was);
    expect((await logOf(api, loop)).filter(({ kind }) => kind === 'versionBegun')).toHaveLength(1);
  });

  it('bring what the impact said, in the 24 hours after', async () => {
    // On Friday the halved date, Monday the 9th, is one working day away.
    api.clock.time = Date.parse('2026-03-06T06:00:00Z');
    const { body: impact } = await (await asOwner()).post<ImpactAnswer>(at('impact'), { version: halved });
    const { body: move } = await start({ version: halved });
    await run(move.id);
    await lookAt(api, loop);
    const queued = await api.dataSource.query<{ id: string }[]>(
      `SELECT DISTINCT person_id AS id FROM nudge WHERE state = 'queued' AND slot_at <= $1`,
      [new Date(api.clock.now() + DAY)],
    );
    expect(queued.map(({ id }) => id)).toEqual(impact.most.map(({ person }) => person.id));
    expect(impact.then.people).toBe(queued.length);

    // By another version of it nobody is written to in Slack: nor is who has a message ready already.
    const { observe } = HALVED.ladders;
    const byMail = await publishCadence(api, 'By mail', {
      ...HALVED,
      ladders: { ...HALVED.ladders, observe: observe.map((rung) => ({ ...rung, via: ['email'] })) },
    });
    const via = async (): Promise<unknown> =>
      (await api.dataSource.query<{ via: unknown }[]>(`SELECT via FROM nudge WHERE state = 'queued'`))[0]
        ?.via;
    expect(await via()).toEqual(['slack', 'email']);
    await run((await start({ version: byMail })).body.id);
    await lookAt(api, loop);
    expect(await via()).toEqual(['email']);
  });

  it('are moved no faster than their messages allow, also over a weekend, and go on a day after these', async () => {
    const others: string[] = [];
    for (let more = 0; more < 3; more++) {
      others.push(await openLoop(api, await aLineBeside(api, team)));
      await lookAt(api, others.at(-1)!);
    }
    // On Friday afternoon: whoever is to hear of it hears on Monday morning.
    api.clock.time = Date.parse('2026-03-06T13:00:00Z');
    const { body: impact } = await (await asOwner()).post<ImpactAnswer>(at('impact'), { version: halved });
    expect(impact.then).toMatchObject({ messages: 4, people: 4 });
    const { body: move } = await start({ version: halved, mostMessages: 2 });
    await run(move.id);
    const resting = await moveOf(move.id);
    expect(resting).toMatchObject({ state: 'resting', moved: 2, total: 4 });
    expect(resting.restsUntil).toBe('2026-03-10T07:30:00.000Z');
    api.clock.time = Date.parse(resting.restsUntil!);
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ state: 'done', moved: 4 });
  });

  it('can be those of one region alone', async () => {
    expect(
      (await (await asOwner()).post(at('impact'), { version: halved, region: 'North' })).body,
    ).toMatchObject({
      loops: 0,
    });
    const { body: move } = await start({ version: halved, region: 'South' });
    const before = await dueOf(loop);
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ region: 'South', moved: 1 });
    await lookAt(api, loop);
    expect(await dueOf(loop)).not.toBe(before);

    // Back goes what was moved, though the rep is elsewhere by now and the loop could not decide meanwhile.
    await api.ask('PATCH', `/people/${team.rep}`, { body: { region: 'North' } });
    await api.dataSource.query(
      `UPDATE enrolment SET fault = 'cannot decide', fault_at = now(), fault_build = 'b'`,
    );
    await run((await (await asOwner()).post<MoveAnswer>(at(`moves/${move.id}/undo`))).body.id);
    await lookAt(api, loop);
    expect(await dueOf(loop)).toBe(before);
  });

  it('rest and go on when somebody says so, and stay where they are when it is cancelled', async () => {
    const { body: move } = await start({ version: halved });
    const steer = async (how: string) => (await asOwner()).post<MoveAnswer>(at(`moves/${move.id}/${how}`));
    expect((await steer('pause')).body.state).toBe('paused');
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ state: 'paused', moved: 0 });
    // That it stands still for hours is nothing to repair.
    const standing = PROMISES.find(({ code }) => code === 'jobStanding')!;
    const later = new Date(api.clock.now() + DAY);
    const found = await api.dataSource.query<{ subject: string }[]>(standing.query, [later, null, 10]);
    expect(found.map(({ subject }) => subject)).not.toContain(move.id);
    // Another one waits until this one has ended.
    expect(await start({ version: halved })).toMatchObject({ status: 409, body: { move: move.id } });
    expect((await steer('resume')).body.state).toBe('going');
    expect((await steer('cancel')).body.state).toBe('cancelled');
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ state: 'cancelled', moved: 0 });
    expect((await steer('resume')).status).toBe(409);
  });

  it('need a version that there is, with a level that their rubrics have', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await start({ version: nowhere })).status).toBe(422);
    const adoption = { ...LAUNCH_WAVE.adoption, level: 'master' };
    const higher = await publishCadence(api, 'Higher', { ...LAUNCH_WAVE, adoption });
    expect(await start({ version: higher })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/level "master".*beginning, proficient/) },
    });

    // A loop that opened since by a rubric without that level stays by its version, and keeps no other back.
    const beside = await openLoop(api, await aLineBeside(api, team));
    const { body: move } = await start({ version: halved });
    const { id: rubric } = await api.made(`/capabilities/${team.capability.id}/rubrics`, {
      ...aRubric,
      levels: ['low', 'high'].map((code) => ({ code, label: code })),
    });
    await api.dataSource.query('UPDATE enrolment SET rubric_version_id = $2 WHERE id = $1', [loop, rubric]);
    await run(move.id);
    expect(await moveOf(move.id)).toMatchObject({ state: 'done', moved: 1 });
    const moved = await api.dataSource.query('SELECT id FROM enrolment WHERE cadence_version_id = $1', [
      halved,
    ]);
    expect(moved).toEqual([{ id: beside }]);
  });

  it('are their program owner’s to move', async () => {
    for (const person of [team.manager, team.secondLine, team.rep]) {
      const reply = await (await signedIn(api, person)).post(at('moves'), { version: halved });
      expect(reply.status).toBe(403);
    }
  });
});
