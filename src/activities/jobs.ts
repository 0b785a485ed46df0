import { Context } from '@temporalio/activity';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { seatsOf, type Roster } from '../domain/people.js';
import { rosterCause } from '../domain/roster-change.js';
import type { Instant } from '../domain/time.js';
import { answerBell, readBell, ringAll, ringLoop } from '../store/running/bells.js';
import { refreshCalendars } from '../store/calendars/calendars.js';
import { eraseOldWords } from '../store/people/erasure.js';
import { forgetRepaired } from '../store/running/findings.js';
import { forgetDrafts } from '../store/coaching/drafts.js';
import {
  forgetAnswers,
  renewHolidays,
  tellOfLeavers,
  tellOfRoom,
  withdrawLeavers,
} from '../store/running/housekeeping.js';
import { lockJob, queueRosterChange, saveProgress, type JobRow } from '../store/running/jobs.js';
import { appendFacts } from '../store/loops/log.js';
import { peopleAfter } from '../store/people/people.js';
import { queuePulses } from '../store/coaching/pulses.js';
import { withRoomNow } from '../store/programs/places.js';
import {
  countWaiting,
  loopsOf,
  openLoops,
  readLaunch,
  type RosteredLoop,
} from '../store/programs/rollouts.js';
import { rostersOf } from '../store/loops/rosters.js';
import { inTransaction } from '../store/transaction.js';
import { moveBatch } from './cadence-move.js';
import { withCode } from './failure.js';
import type { LoopDependencies } from './looking.js';
import type { Next, TimeShift } from './shift.js';
import { throughAll } from './through-all.js';
import { waveBatch } from './waves.js';

const BATCH = 500;

export function createJobs(deps: LoopDependencies & { shift: TimeShift }) {
  const { dataSource, shift } = deps;

  const batch =
    (work: (tx: EntityManager, job: JobRow, now: Instant) => Promise<Instant | null | 'rest' | 'done'>) =>
    (jobId: string, temporalNow: number): Promise<Next> =>
      inTransaction(dataSource, async (tx) => {
        const now = shift.toDomain(temporalNow);
        const ring = await readBell(tx, 'job', jobId);
        const job = await lockJob(tx, jobId);
        if (!job || ring === null || job.state === 'done')
          return { phase: 'done', wakeAt: null, why: 'done', ended: true };
        const next = await work(tx, job, now);
        const stops = next === 'done' || next === 'rest';
        if (stops) await answerBell(tx, 'job', jobId, ring, null);
        else if (next !== null) await answerBell(tx, 'job', jobId, ring, next);
        return {
          phase: next === 'done' ? 'done' : 'running',
          wakeAt: stops ? null : next === null ? temporalNow : shift.toTemporal(next),
          why: 'batch',
          ended: next === 'done',
        };
      });

  /** Opens one batch of loops; null asks for the next at once, an instant means that the launch is still ahead. */
  const launchBatch = async (
    tx: EntityManager,
    job: JobRow,
    now: Instant,
  ): Promise<Instant | null | 'done'> => {
    const program = job.programId === null ? null : await readLaunch(tx, job.programId);
    if (program === null || program.launchAt === null || program.cadenceVersionId === null)
      return finish(tx, job, now);
    if (program.launchAt > now) return program.launchAt;
    const total = job.total ?? (await countWaiting(tx, program.id, now));
    const { launchAt, cadenceVersionId } = program;
    const { waiting, opened } = await openLoops(
      tx,
      { ...program, launchAt, cadenceVersionId },
      deps.rules,
      now,
      BATCH,
    );
    const done = job.done + opened;
    if (waiting < BATCH) return finish(tx, { ...job, total, done }, now);
    await saveProgress(
      tx,
      job.id,
      { state: 'running', total: Math.max(total, done), done, cursor: null },
      now,
    );
    return null;
  };

  /** Tells one batch of loops who sits where today. */
  const rosterBatch = async (tx: EntityManager, job: JobRow, now: Instant): Promise<null | 'done'> => {
    const loops = await loopsOf(tx, job, job.cursor, BATCH);
    const byProgram = new Map<string, Map<string, Roster>>();
    for (const program of new Set(loops.map(({ programId }) => programId)))
      byProgram.set(
        program,
        await rostersOf(
          tx,
          loops.map(({ repId }) => repId),
          program,
          now,
        ),
      );
    const rosterNow = ({ programId, repId }: RosteredLoop) => byProgram.get(programId)?.get(repId);
    const roomy = await withRoomNow(tx, loops, rosterNow, deps.rules);
    for (const loop of loops) {
      const { id, roster: before } = loop;
      const roster = rosterNow(loop);
      if (!roster) continue;
      const isSame = isDeepStrictEqual(roster, before);
      // A blackout is no person's; what else leaves the seats as they were needs no more than a look.
      if (job.cause !== 'blackout' && isSame && !roomy.has(id)) {
        await ringLoop(tx, id);
        continue;
      }
      const seats = [...seatsOf(before), ...seatsOf(roster)];
      const calendars = await deps.rules.calendarsOf(tx, seats, []);
      const cause = job.cause ?? (isSame ? 'visitDays' : rosterCause(before, roster, calendars));
      const data = { cause, roster, ...(roomy.has(id) && { fits: true as const }) };
      await appendFacts(tx, id, [{ kind: 'rosterChanged', happenedAt: now, data }], now);
    }
    const done = job.done + loops.length;
    if (loops.length < BATCH) return finish(tx, { ...job, done }, now);
    await saveProgress(tx, job.id, { state: 'running', total: null, done, cursor: loops.at(-1)!.id }, now);
    return null;
  };

  /** Goes through one batch of people: whose holidays have changed gets a new calendar, and their loops hear of it. */
  const calendarBatch = async (tx: EntityManager, job: JobRow, now: Instant): Promise<null | 'done'> => {
    const ids = await peopleAfter(tx, job.cursor, BATCH);
    await queueRosterChange(tx, await refreshCalendars(tx, ids, now), now);
    const done = job.done + ids.length;
    if (ids.length < BATCH) return finish(tx, { ...job, done }, now);
    await saveProgress(tx, job.id, { state: 'running', total: null, done, cursor: ids.at(-1)! }, now);
    return null;
  };

  const finish = async (tx: EntityManager, job: JobRow, now: Instant): Promise<'done'> => {
    await saveProgress(
      tx,
      job.id,
      { state: 'done', total: job.done, done: job.done, cursor: job.cursor },
      now,
    );
    return 'done';
  };

  /** Sees to what only time brings about, then rings every open loop: each finds its way from its log, even if a Temporal cluster was lost. */
  const reconcile = async (): Promise<number> => {
    const now = shift.toDomain(Context.current().info.scheduledTimestampMs);
    await throughAll(dataSource, async (tx) => ((await forgetAnswers(tx, now, BATCH)) < BATCH ? null : ''));
    await throughAll(dataSource, async (tx) => ((await forgetDrafts(tx, now, BATCH)) < BATCH ? null : ''));
    await throughAll(dataSource, async (tx) => ((await eraseOldWords(tx, now, BATCH)) < BATCH ? null : ''));
    await throughAll(dataSource, async (tx) => ((await forgetRepaired(tx, now, BATCH)) < BATCH ? null : ''));
    await throughAll(dataSource, (tx, after) => renewHolidays(tx, now, after, BATCH));
    await throughAll(dataSource, (tx, after) => withdrawLeavers(tx, now, after, BATCH));
    await inTransaction(dataSource, (tx) => tellOfLeavers(tx, now));
    await inTransaction(dataSource, (tx) => tellOfRoom(tx, now));
    await throughAll(dataSource, (tx, after) => queuePulses(tx, after, BATCH, deps.lanes, now));
    return throughAll(dataSource, (tx, after) => ringAll(tx, after, BATCH));
  };

  return {
    launchBatch: withCode('LAUNCH_NOT_STORED', deps.log, batch(launchBatch)),
    waveBatch: withCode(
      'WAVE_NOT_STORED',
      deps.log,
      batch((tx, job, now) => waveBatch(tx, job, deps.lanes, now)),
    ),
    rosterBatch: withCode('ROSTER_NOT_STORED', deps.log, batch(rosterBatch)),
    cadenceMoveBatch: withCode(
      'CADENCE_NOT_MOVED',
      deps.log,
      batch((tx, job, now) => moveBatch(tx, job, deps, now)),
    ),
    calendarBatch: withCode('CALENDARS_NOT_STORED', deps.log, batch(calendarBatch)),
    reconcile: withCode('RECONCILE_NOT_STORED', deps.log, reconcile),
  };
}
