import { startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  aTeam,
  changeRosters,
  leads,
  logOf,
  lookAt,
  openLoop,
  openSecondLoop,
  rosterChanges,
} from '../../../test/support/coaching.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import { eventually } from '../../../test/support/plant.js';
import type { FactData } from '../../domain/facts.js';
import { appendFacts } from '../loops/log.js';
import { queueRosterChange } from '../running/jobs.js';
import { holdPlaces } from './places.js';

describe('a loop that opens', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('knows of the visits that are in the diary already, and numbers its facts from one', async () => {
    const team = await aTeam(api);
    const visit = { rep: team.rep, at: '2026-03-12T10:00:00Z', observers: [team.manager] };
    await api.made('/joint-visits', visit);
    const enrolment = await openLoop(api, team);
    const log = await logOf(api, enrolment);
    const first = [...log].sort((a, b) => a.seq - b.seq).slice(0, 3);
    expect(first.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'trained'],
      [2, 'rosterChanged'],
      [3, 'visitPlanned'],
    ]);
    await lookAt(api, enrolment);
    const { body } = await api.get<{ nextVisitAt: string | null }>(`/enrolments/${enrolment}`);
    expect(JSON.stringify(body)).toContain('2026-03-12T10:00:00.000Z');
  });

  describe('without room on its manager’s visit days', () => {
    const worksAWeek = (manager: string, visitDaysPerWeek: number) =>
      api.ask('PATCH', `/people/${manager}`, { body: { visitDaysPerWeek } });

    /** Of two reps with a visit day in ten weeks for both; some months later it stalls for that. */
    const aLoopTooMany = async () => {
      const observe = [{ at: 'P2D', to: 'manager', via: ['email'], stall: true }];
      const team = await aTeam(api, { ...aCadence, ladders: { ...aCadence.ladders, observe } });
      await worksAWeek(team.manager, 0.1);
      await openLoop(api, team);
      const rep = await addPerson(api);
      await leads(api, team.manager, rep);
      const loop = await openLoop(api, { ...team, rep });
      api.clock.time += 120 * 86_400_000;
      await lookAt(api, loop);
      expect(await reasonOf(loop)).toBe('overCapacity');
      return { team, rep, loop };
    };

    const reasonOf = async (loop: string) =>
      (await api.get<{ stall: { reason: string } | null }>(`/enrolments/${loop}`)).body.stall?.reason;

    const judgedAnew = async (loop: string) => {
      await changeRosters(api);
      await lookAt(api, loop);
      const last = (await logOf(api, loop)).filter(({ kind }) => kind === 'rosterChanged').at(-1)!.data;
      return { reason: await reasonOf(loop), cause: last.cause, fits: last.fits };
    };

    /** Whether a loop was told that there is room for it. */
    const hasRoom = async (loop: string) =>
      (await logOf(api, loop)).some(({ kind, data }) => kind === 'rosterChanged' && data.fits === true);

    it('has it once days are freed: the manager is asked for a visit, and the program owner for nothing', async () => {
      const { team, loop } = await aLoopTooMany();
      await worksAWeek(team.manager, 0.12);
      expect(await judgedAnew(loop)).toMatchObject({ reason: 'overCapacity', cause: 'launch' });
      await worksAWeek(team.manager, 1);
      expect(await judgedAnew(loop)).toEqual({ reason: 'noVisitPlanned', cause: 'visitDays', fits: true });
    });

    it('has it once somebody coaches beside the manager', async () => {
      const { team, rep, loop } = await aLoopTooMany();
      const coachId = await addPerson(api, { role: 'manager' });
      await api.made(`/people/${rep}/co-coaches`, { coachId });
      expect(await judgedAnew(loop)).toEqual({ reason: 'noVisitPlanned', cause: 'coach', fits: true });
      expect(team.manager).not.toBe(coachId);
    });

    it('waits for no other that has none: of two programs’ loops the first gets the only day', async () => {
      const { team, loop } = await aLoopTooMany();
      const beside = await aTeam(api);
      await leads(api, team.manager, beside.rep);
      const loops = [loop, await openLoop(api, beside)];
      await worksAWeek(team.manager, 0.25);
      await changeRosters(api);
      expect(await Promise.all(loops.map(hasRoom))).toEqual([true, false]);
    });

    it('is not found for somebody else in the place of a rep who has one by another loop', async () => {
      const { team, loop } = await aLoopTooMany();
      await worksAWeek(team.manager, 0.1);
      const second = await openSecondLoop(api, team);
      await worksAWeek(team.manager, 0.12);
      await changeRosters(api);
      expect(await hasRoom(loop)).toBe(false);
      const [trained] = await logOf(api, second);
      expect(trained!.data.fits).toBe(true);
    });

    it('finds none where somebody else is just giving the only place away', async () => {
      const { team, rep, loop } = await aLoopTooMany();
      const beside = await aTeam(api);
      await leads(api, team.manager, beside.rep);
      const second = await openLoop(api, beside);
      await changeRosters(api);
      await api.dataSource.query('UPDATE person SET visit_days_per_week = 0.25 WHERE id = $1', [
        team.manager,
      ]);
      const now = api.clock.now();
      await api.dataSource.transaction((tx) => queueRosterChange(tx, [beside.rep], now));
      const [look] = await rosterChanges(api);
      let isDone = false;
      const looking = await api.dataSource.transaction(async (tx) => {
        await holdPlaces(tx, [{ manager: { person: team.manager, calendar: 1 } }]);
        const looking = look!().finally(() => (isDone = true));
        await eventually(
          async () =>
            (await api.dataSource.query<unknown[]>(`SELECT 1 FROM pg_locks WHERE NOT granted`)).length > 0 ||
            isDone,
          Boolean,
        );
        const [told] = (await logOf(api, loop)).filter(({ kind }) => kind === 'rosterChanged');
        const data = {
          ...told!.data,
          cause: 'visitDays',
          fits: true,
        } as unknown as FactData['rosterChanged'];
        await appendFacts(tx, loop, [{ kind: 'rosterChanged', happenedAt: now, data }], now);
        return { looking };
      });
      await looking.looking;
      expect([await hasRoom(loop), await hasRoom(second)]).toEqual([true, false]);
      expect(rep).not.toBe(beside.rep);
    });

    it('finds none with a new manager whose days those need who come along', async () => {
      const { team, rep, loop } = await aLoopTooMany();
      const other = await addPerson(api, { role: 'manager' });
      await worksAWeek(other, 0.1);
      for (const one of [team.rep, rep]) await leads(api, other, one);
      await changeRosters(api);
      expect(await hasRoom(loop)).toBe(false);
    });
  });
});
