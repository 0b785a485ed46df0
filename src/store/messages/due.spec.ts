import type { EntityManager } from 'typeorm';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { raiseLanes } from '../running/bells.js';
import { staleCards } from './cards.js';
import { unsettled } from './deliveries.js';
import { lockDue, lockPeople, peopleDue, toldOn } from './due.js';
import { listEnrolments, readGrid } from '../loops/enrolments.js';
import { dueInvitations } from './invitations.js';
import { nextOfLane, waitsInLane } from '../running/lane-waits.js';
import { readItems } from './message-items.js';
import { readProposals } from './proposals.js';
import { readUntold, readVisitsAhead, readWaiting } from './queue.js';
import { listVisits } from '../coaching/visits.js';

describe('what a lane or a person asks on a morning on which much is due', () => {
  let api: TestApi;
  let team: Team;
  let loop: string;

  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
  });
  afterAll(() => api?.close());

  it('is answered by indexes, however many people and messages there are', async () => {
    const scans: string[] = [];
    await api.dataSource.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      const explained = Object.assign(Object.create(tx) as EntityManager, {
        query: async (text: string, values?: unknown[]) => {
          const plan = (await tx.query(`EXPLAIN ${text}`, values)) as Record<string, string>[];
          const lines = plan.flatMap((row) => Object.values(row));
          // Of what grows with every visit, an index that is read from end to end is no better.
          const isWhole = (line: string, at: number): boolean =>
            /Index .*Scan .*on (feedback|development_action|enrolment e|joint_visit j)/.test(line) &&
            !lines[at + 1]?.includes('Index Cond');
          scans.push(...lines.filter((line, at) => line.includes('Seq Scan') || isWhole(line, at)));
          return tx.query(text, values);
        },
      });
      const now = api.clock.now();
      await peopleDue(explained, 0, now, 200);
      const asked = [team.manager, team.secondLine].map((personId) => ({
        personId,
        lane: 0,
        day: '2026-03-16',
      }));
      await lockPeople(explained, [team.manager, team.secondLine]);
      await lockDue(explained, asked, now);
      await toldOn(explained, asked);
      await readItems(explained, team.manager, now);
      await readProposals(explained, [loop], team.manager, now);
      await readWaiting(explained, team.manager, now);
      for (const person of [team.manager, team.rep]) await readUntold(explained, person, now);
      await readVisitsAhead(explained, team.manager, now);
      for (const person of [team.manager, team.secondLine, team.owner]) {
        const own = { person, now };
        await readGrid(explained, {}, 100, now, own);
        await listEnrolments(explained, {}, null, 100, now, own);
        await listVisits(explained, {}, null, 100, own);
      }
      await unsettled(explained, 0, now);
      await staleCards(explained, 0, 200);
      await dueInvitations(explained, 0, now, 200);
      await nextOfLane(explained, 0);
      await waitsInLane(explained, 0, now);
      await raiseLanes(explained, now);
    });
    // The lanes themselves are few.
    expect(scans.filter((line) => !line.includes('Seq Scan on lane l'))).toEqual([]);
  });
});
