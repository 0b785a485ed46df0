import type { EntityManager } from 'typeorm';
import type { Row } from '../../access/suppression.js';
import { grouped } from '../../domain/grouped.js';
import type { Reading } from '../../insights/alerts.js';
import { kpi, type Kpi } from '../../insights/catalogue.js';
import { figureOf, valuesOf } from '../../insights/figures.js';
import type { QuestionName } from '../../insights/questions.js';
import type { StoredRule } from './alert-rules.js';
import { readPeriods, readReleases } from './releases.js';

/** About what a rule speaks: one region in one capability. */
export interface Place {
  capabilityId: string;
  region: string;
}

interface Tables {
  regions: ReadonlyMap<string, string[]>;
  /** By capability and period. */
  rows: ReadonlyMap<string, Row[]>;
}

/** What was published of a program, as rules look at it: read once, however many of them look. */
export class Readings {
  private readonly periods = new Map<QuestionName, string[]>();
  private readonly tables = new Map<Kpi, Tables>();
  private readonly courses = new Map<string, Reading[]>();

  constructor(
    private readonly tx: EntityManager,
    private readonly programId: string,
  ) {}

  /** All periods in which a rule's figure was published, oldest first. */
  async periodsOf(rule: StoredRule): Promise<string[]> {
    const { question } = kpi(rule.kpi);
    const known = this.periods.get(question) ?? (await readPeriods(this.tx, this.programId, question));
    this.periods.set(question, known);
    return known;
  }

  async placesOf(rule: StoredRule): Promise<Place[]> {
    const { regions } = await this.tablesOf(kpi(rule.kpi));
    return [...regions]
      .filter(([capabilityId]) => rule.capabilityId === null || capabilityId === rule.capabilityId)
      .flatMap(([capabilityId, known]) =>
        known
          .filter((region) => rule.region === null || region === rule.region)
          .map((region) => ({ capabilityId, region })),
      );
  }

  /** A rule's figure of one place in every period. */
  async courseOf(rule: StoredRule, { capabilityId, region }: Place): Promise<Reading[]> {
    const key = JSON.stringify([rule.kpi, rule.function, capabilityId, region]);
    const known = this.courses.get(key);
    if (known) return known;
    const figure = kpi(rule.kpi);
    const { rows } = await this.tablesOf(figure);
    const filter = { region, ...(rule.function !== null && { function: rule.function }) };
    const course = (await this.periodsOf(rule)).map((period) => ({
      period,
      share: figureOf(rows.get(keyOf(capabilityId, period)) ?? [], figure, filter).share,
    }));
    this.courses.set(key, course);
    return course;
  }

  private async tablesOf(of: Kpi): Promise<Tables> {
    const known = this.tables.get(of);
    if (known) return known;
    const all = await readReleases(this.tx, this.programId, of.question, { by: ['region', 'function'], of });
    const byCapability = grouped(all, ({ capabilityId }) => capabilityId);
    const tables = {
      regions: new Map(
        [...byCapability].map(([id, of]) => [
          id,
          valuesOf(
            of.flatMap(({ rows }) => rows),
            'region',
          ),
        ]),
      ),
      rows: new Map(all.map(({ capabilityId, period, rows }) => [keyOf(capabilityId, period), rows])),
    };
    this.tables.set(of, tables);
    return tables;
  }
}

const keyOf = (capabilityId: string, period: string): string => `${capabilityId}/${period}`;
