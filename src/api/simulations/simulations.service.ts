import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { FIGURES, WEEKLY_FIGURES } from '../../domain/simulation/figures.js';
import type { SimulationResult } from '../../domain/simulation/result.js';
import { toIso } from '../../domain/time.js';
import { namesOf } from '../../store/people/people-named.js';
import { unknown } from '../../store/refusal.js';
import {
  cancelSimulation,
  listSimulations,
  readSimulation,
  startSimulation,
  type SimulationRow,
} from '../../store/programs/simulations.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import type { NewSimulationBody, SimulationAnswer, SimulationsAnswer } from './simulations.dto.js';

const LATEST = 20;
const MOST_SEEDS = 1_000_000;

@Injectable()
export class SimulationsService {
  constructor(private readonly dataSource: DataSource) {}

  async list(programId: string): Promise<SimulationsAnswer> {
    const rows = await listSimulations(this.dataSource.manager, programId, LATEST);
    return { items: rows.map((row) => summaryOf(row)) };
  }

  async get(programId: string, id: string): Promise<SimulationAnswer> {
    return this.read(this.dataSource.manager, programId, id);
  }

  start(
    request: OnceRequest,
    programId: string,
    { seed = randomInt(MOST_SEEDS), ...body }: NewSimulationBody,
    askedBy: string | null,
  ): Promise<SimulationAnswer> {
    return once(this.dataSource, request, async (tx) =>
      this.read(tx, programId, await startSimulation(tx, { ...body, seed, programId, askedBy }, request.now)),
    );
  }

  cancel(programId: string, id: string): Promise<SimulationAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      await cancelSimulation(tx, programId, id);
      return this.read(tx, programId, id);
    });
  }

  private async read(tx: EntityManager, programId: string, id: string): Promise<SimulationAnswer> {
    const row = await readSimulation(tx, id);
    if (row?.programId !== programId) throw unknown('simulation', id);
    return {
      ...summaryOf(row),
      document: row.document,
      behaviour: row.behaviour && { enough: row.behaviour.enough, figures: row.behaviour.figures },
      result: row.result === null ? null : await resultOf(tx, row.result),
    };
  }
}

const summaryOf = (row: SimulationRow): SimulationsAnswer['items'][number] => ({
  id: row.id,
  state: row.course === 'going' ? (row.state === 'done' ? 'done' : 'going') : row.course,
  from: toIso(row.from),
  weeks: row.weeks,
  runs: row.runs,
  played: row.done,
  seed: row.seed,
  createdAt: toIso(row.createdAt),
  finishedAt: row.finishedAt === null ? null : toIso(row.finishedAt),
});

async function resultOf(
  tx: EntityManager,
  { loops, left, numbers, beside, weekly, mostTold, over, heaviest, ahead = [] }: SimulationResult,
): Promise<SimulationAnswer['result']> {
  const names = await namesOf(
    tx,
    [...mostTold, ...over, ...ahead.flatMap(({ managers }) => managers)].map(({ manager }) => manager),
  );
  const named = <T extends { manager: string }>({ manager, ...rest }: T) => ({
    manager: { id: manager, name: names.get(manager) ?? '' },
    ...rest,
  });
  return {
    loops,
    left,
    figures: FIGURES.map((name) => ({
      name,
      tried: numbers[name],
      beside: beside?.[name].first ?? null,
      difference: beside?.[name].difference ?? null,
    })),
    weekly: WEEKLY_FIGURES.map((name) => ({
      name,
      weeks: Object.entries(weekly[name]).map(([week, value]) => ({ week, value })),
    })),
    mostTold: mostTold.map(named),
    over: over.map(named),
    heaviest,
    ahead: ahead.map(({ managers, ...week }) => ({ ...week, managers: managers.map(named) })),
  };
}
