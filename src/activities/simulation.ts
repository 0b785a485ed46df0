import { Context } from '@temporalio/activity';
import { setImmediate as breathe } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Cadence } from '../domain/cadence.js';
import type { Behaviour } from '../domain/simulation/behaviour.js';
import { figuresOf, type Figures } from '../domain/simulation/figures.js';
import { fitted, type FittedBehaviour } from '../domain/simulation/fitting/fit.js';
import { resultOf, type Runs } from '../domain/simulation/result.js';
import { simulate, type Conditions } from '../domain/simulation/simulate.js';
import { added } from '../domain/simulation/tally.js';
import { HOUR } from '../domain/time.js';
import { answerBell, readBell } from '../store/running/bells.js';
import { lockJob, saveProgress } from '../store/running/jobs.js';
import { readPast } from '../store/programs/past.js';
import {
  isCancelled,
  markFailed,
  readScenes,
  readSimulation,
  saveBehaviour,
  saveResult,
  saveRuns,
  type Scenes,
  type SimulationRow,
} from '../store/programs/simulations.js';
import { inTransaction } from '../store/transaction.js';
import { withCode } from './failure.js';
import type { LoopDependencies } from './looking.js';
import type { Next, TimeShift } from './shift.js';

const WEEK = 7 * 24 * HOUR;
const ENDED: Next = { phase: 'done', wakeAt: null, why: 'done', ended: true };

export function createSimulation({ dataSource, rules, log, shift }: LoopDependencies & { shift: TimeShift }) {
  const fitAndKeep = async ({ id, from }: SimulationRow): Promise<FittedBehaviour> => {
    const past = await readPast(dataSource.manager, from, rules);
    Context.current().heartbeat();
    const behaviour = played('a behaviour cannot be fitted', () => fitted(past, from));
    await saveBehaviour(dataSource.manager, id, behaviour);
    return behaviour;
  };

  const fitAndPlay = async (scenes: Scenes, simulation: SimulationRow): Promise<Runs | null> => {
    const { behaviour } = simulation.behaviour ?? (await fitAndKeep(simulation));
    return playAll(dataSource, scenes, simulation, behaviour);
  };

  /**
   * Plays a cadence over the open loops of its program, beside the one by which they go, run by run. Nothing is kept of
   * one that was interrupted: the same seeds give the same runs again.
   */
  const play = async (jobId: string, temporalNow: number): Promise<Next> => {
    const simulation = await readSimulation(dataSource.manager, jobId);
    if (!simulation || simulation.state === 'done') return ENDED;
    const now = shift.toDomain(temporalNow);
    const scenes = await readScenes(dataSource.manager, simulation.programId, simulation.from, rules);
    const runs = await fitAndPlay(scenes, simulation).catch((error: unknown) => {
      if (!(error instanceof Unplayable)) throw error;
      log.error({ err: error.cause, simulation: jobId }, 'a simulation cannot be played');
      return 'failed' as const;
    });
    await inTransaction(dataSource, async (tx) => {
      const ring = await readBell(tx, 'job', jobId);
      const job = await lockJob(tx, jobId);
      if (!job || ring === null || job.state === 'done') return;
      const isKept = runs !== null && !(await isCancelled(tx, jobId));
      if (isKept && runs === 'failed') await markFailed(tx, jobId);
      else if (isKept && runs !== 'failed')
        await saveResult(tx, jobId, { ...resultOf(runs), loops: scenes.loops, left: scenes.left });
      await saveProgress(tx, jobId, { ...job, state: 'done' }, now);
      await answerBell(tx, 'job', jobId, ring, null);
    });
    return ENDED;
  };
  return { play: withCode('SIMULATION_NOT_STORED', log, play) };
}

/** The play itself went wrong, and would each time; what else fails is tried again. */
class Unplayable extends Error {}

function played<T>(whatFailed: string, play: () => T): T {
  try {
    return play();
  } catch (error) {
    throw new Unplayable(whatFailed, { cause: error });
  }
}

/** Null: somebody cancelled it. */
async function playAll(
  dataSource: DataSource,
  scenes: Scenes,
  simulation: SimulationRow,
  behaviour: Behaviour,
): Promise<Runs | null> {
  const { id, document, beside, runs, from, weeks, seed } = simulation;
  const conditions = (run: number): Conditions => ({
    from,
    until: from + weeks * WEEK,
    behaviour,
    seed: seed + run,
  });
  const came: { [K in keyof Runs]: Figures[] } = { beside: [], tried: [] };
  for (let run = 0; run < runs; run++) {
    if (await isCancelled(dataSource.manager, id)) return null;
    if (beside) came.beside.push(await playOnce(scenes, beside, conditions(run)));
    came.tried.push(await playOnce(scenes, document, conditions(run)));
    await saveRuns(dataSource.manager, id, runs, run + 1);
  }
  return came;
}

/** One run of all lines. Between two of them other work gets its turn. */
async function playOnce(
  { lines, visitDaysPerWeek }: Scenes,
  cadence: Cadence,
  conditions: Conditions,
): Promise<Figures> {
  const tallies = [];
  for (const { loops } of lines) {
    Context.current().heartbeat();
    Context.current().cancellationSignal.throwIfAborted();
    await breathe();
    const scene = { loops: loops(cadence), visitDaysPerWeek };
    tallies.push(played('a line cannot be played', () => simulate(scene, conditions).tally));
  }
  return figuresOf(added(tallies));
}
