import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Dimension, Row } from '../../access/suppression.js';
import type { ApiSettings } from '../../config/index.js';
import { toIso } from '../../domain/time.js';
import { fits, type Filter } from '../../insights/figures.js';
import type { Kpi } from '../../insights/catalogue.js';
import { asked, type QuestionName } from '../../insights/questions.js';
import type { Look } from '../../insights/summary.js';
import { lastClosed, monthOf, weekOf, weeksFrom } from '../../insights/weeks.js';
import { programsWithLoops } from '../../store/figures/counts.js';
import { publishWhatClosed } from '../../store/figures/night.js';
import {
  newestReleases,
  readPeriods,
  readReleases,
  type Published,
  type Reach,
} from '../../store/figures/releases.js';
import { Refusal, unknown } from '../../store/refusal.js';
import { readLaunch } from '../../store/programs/rollouts.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock, SETTINGS } from '../common/parts.js';
import type { Period, Scope } from './insights.dto.js';

/** How many weeks before the newest a question reaches if nobody says from when on. */
const REACH = 13;

export interface ReadTables {
  /** What rows must have throughout to be counted; rows that have it in part are among them. */
  filter: Filter;
  periods: string[];
  restatedAt: string | null;
  /** By capability, each over all periods that were read. */
  byCapability: { id: string; code: string; rows: Row[] }[];
  /** All rows of one period after the other. */
  byPeriod: { period: string; rows: Row[]; restatedAt: string | null }[];
}

/** Reads what was published; publishes what has closed. */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async release(): Promise<{ released: number; restated: number }> {
    const sum = { released: 0, restated: 0 };
    for (const program of await programsWithLoops(this.dataSource.manager)) {
      const { released, restated } = await inTransaction(this.dataSource, (tx) =>
        publishWhatClosed(tx, program, this.settings.deliveryLanes, this.clock.now()),
      );
      sum.released += released;
      sum.restated += restated;
    }
    return sum;
  }

  async periods(program: string): Promise<{ program: string; weeks: string[]; months: string[] }> {
    const tx = this.dataSource.manager;
    await refuseUnknown(tx, program);
    const weeks = await readPeriods(tx, program, 'standing');
    return { program, weeks, months: await readPeriods(tx, program, 'reinforcement') };
  }

  /**
   * The tables of a question: of how things stand, those of the newest period; of what happens, those of all months.
   * @param look what is looked at, beside the scope
   */
  async read(question: QuestionName, scope: Scope, period: Period, look: Look = {}): Promise<ReadTables> {
    const { about, every } = asked(question);
    const { from, to } = this.reach(question, period);
    const last = period.to === undefined ? lastClosed(this.clock.now()) : weekOf(Date.parse(period.to));
    const since = every === 'week' ? '' : from || monthOf(weeksFrom(last, 1 - REACH));
    const read = about === 'standing' ? newestReleases : readReleases;
    return grouped(scope, await this.tables(read, question, scope, { from: since, to }, look));
  }

  /** The tables of a figure of every period, or of those from a day on. */
  async course(of: Kpi, scope: Scope, period: Period): Promise<ReadTables> {
    const reach = this.reach(of.question, period);
    return grouped(scope, await this.tables(readReleases, of.question, scope, reach, { of }));
  }

  private async tables(
    read: typeof readReleases,
    question: QuestionName,
    scope: Scope,
    reach: Reach,
    { by = [], of }: Look,
  ): Promise<Published[]> {
    const tx = this.dataSource.manager;
    const { program, capability } = scope;
    await refuseUnknown(tx, program);
    const filter = filterOf(scope);
    const cuts = [...(Object.keys(filter) as Dimension[]), ...by];
    const tables = await read(tx, program, question, { ...reach, capability, by: cuts, of });
    return tables.map((table) => ({
      ...table,
      rows: table.rows.filter((row) => fits(row, filter) !== 'not'),
    }));
  }

  /** Both inside; nothing before where nobody says from when on. @throws Refusal (invalid) where it is no period */
  private reach(question: QuestionName, { from, to }: Period): { from: string; to: string } {
    const now = this.clock.now();
    if (from !== undefined && Date.parse(from) > now)
      throw new Refusal(
        'invalid',
        `Figures are of closed weeks and months; ${from} lies in the future (today is ${toIso(now).slice(0, 10)}).`,
      );
    if (from !== undefined && to !== undefined && from > to)
      throw new Refusal('invalid', `From ${from} to ${to} is no period: send "from" before "to".`);
    // Who names a month by one of its days means that month, also by a day whose week belongs to the next to it.
    const [periodOf, last] =
      asked(question).every === 'week'
        ? [(day: string) => weekOf(Date.parse(day)), lastClosed(now)]
        : [(day: string) => day.slice(0, 7), monthOf(lastClosed(now))];
    return { from: from === undefined ? '' : periodOf(from), to: to === undefined ? last : periodOf(to) };
  }
}

async function refuseUnknown(tx: EntityManager, program: string): Promise<void> {
  if (!(await readLaunch(tx, program))) throw unknown('program', program);
}

const filterOf = ({ program: _, capability: __, ...filter }: Scope): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter;

function grouped(scope: Scope, tables: readonly Published[]): ReadTables {
  const ids = new Map(tables.map(({ capabilityId, capability }) => [capabilityId, capability]));
  const periods = [...new Set(tables.map(({ period }) => period))];
  const newest = (of: readonly Published[]): string | null =>
    of
      .flatMap(({ restatedAt }) => restatedAt ?? [])
      .sort()
      .at(-1) ?? null;
  return {
    filter: filterOf(scope),
    periods,
    restatedAt: newest(tables),
    byCapability: [...ids].map(([id, code]) => ({
      id,
      code,
      rows: tables.filter(({ capabilityId }) => capabilityId === id).flatMap(({ rows }) => rows),
    })),
    byPeriod: periods.map((period) => {
      const here = tables.filter((table) => table.period === period);
      return { period, rows: here.flatMap(({ rows }) => rows), restatedAt: newest(here) };
    }),
  };
}
