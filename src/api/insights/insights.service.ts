import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DIMENSIONS, type Row } from '../../access/suppression.js';
import { LISTED_KPIS, listsNumerator } from '../../insights/behind.js';
import { KPI_NAMES, KPIS, countedIn, kpi, releasedEvery } from '../../insights/catalogue.js';
import { answersOf, areComparable, figureOf, fits, valuesOf, type Figure } from '../../insights/figures.js';
import { differenceOf } from '../../insights/interval.js';
import { placesOf, reasonsOf, type Place, type Said } from '../../insights/places.js';
import { asked } from '../../insights/questions.js';
import { weeksFrom } from '../../insights/weeks.js';
import { readMarks } from '../../store/figures/program-marks.js';
import type {
  CutQuery,
  FigureQuery,
  InsightCutAnswer,
  InsightMapAnswer,
  InsightPlacesAnswer,
  InsightReasonsAnswer,
  InsightTrendAnswer,
  KpiCatalogueAnswer,
  Period,
  Scope,
  WeekQuery,
} from './insights.dto.js';
import { ReleasesService } from './releases.service.js';
import { said } from './said.js';

const COUNTING =
  'Reps are counted in groups of those who have most in common: a newcomer from the week on in which enough others are ' +
  'new with them, each where they were first counted. Figures are released when a week or month is over, and restated, ' +
  'with a mark, where somebody tells later what happened in it. What is filtered is counted where it holds for a whole ' +
  'row; who stands in a row with others is named beside it.';

/** So many weeks back places are held against themselves. */
const BEFORE = 4;

@Injectable()
export class InsightsService {
  constructor(
    private readonly releases: ReleasesService,
    private readonly dataSource: DataSource,
  ) {}

  kpis(): KpiCatalogueAnswer {
    return {
      kpis: KPI_NAMES.map((name) => {
        const { question, share, ...defined } = kpi(name);
        const parts = Object.entries(asked(question).parts).map(([part, answers]) => [part, [...answers]]);
        return {
          kpi: name,
          ...defined,
          counts: countedIn(name),
          every: releasedEvery(name),
          parts: Object.fromEntries(parts) as Record<string, string[]>,
          numerator: [...share],
        };
      }),
      lists: Object.fromEntries(
        LISTED_KPIS.map((name) => [name, listsNumerator(name) ? 'numerator' : 'counted'] as const),
      ),
      cuts: [...DIMENSIONS],
      counting: COUNTING,
    };
  }

  async map({ kpi: name, from, to, ...scope }: FigureQuery): Promise<InsightMapAnswer> {
    const of = kpi(name);
    const { filter, periods, restatedAt, byCapability } = await this.releases.read(
      of.question,
      scope,
      { from, to },
      { by: ['region'] },
    );
    const shown = (rows: readonly Row[]) => ({
      figure: said(figureOf(rows, of, filter)),
      answers: answersOf(rows, filter),
    });
    return {
      program: scope.program,
      kpi: name,
      periods,
      restatedAt,
      cells: byCapability.flatMap(({ rows, ...capability }) =>
        valuesOf(rows, 'region').map((region) => ({
          capability,
          region,
          ...shown(rows.filter(({ place }) => place.region === region)),
        })),
      ),
      together: byCapability.flatMap(({ rows, ...capability }) =>
        rows
          .filter(({ place }) => place.region === null)
          .map((row) => ({ capability, regions: row.regions, ...shown([row]) })),
      ),
      whole: byCapability.map(({ rows, ...capability }) => ({
        capability,
        figure: said(figureOf(rows, of, filter)),
      })),
    };
  }

  async cut({ kpi: name, by, from, to, ...scope }: CutQuery): Promise<InsightCutAnswer> {
    const of = kpi(name);
    const { filter, periods, restatedAt, byCapability } = await this.releases.read(
      of.question,
      scope,
      { from, to },
      { by: [by] },
    );
    const rows = byCapability.flatMap((capability) => capability.rows);
    const values = valuesOf(rows, by).map((value) => ({
      value,
      figure: figureOf(rows, of, { ...filter, [by]: value }),
    }));
    const inOrder = values
      .flatMap(({ value, figure }) => (figure.share ? [{ value, share: figure.share }] : []))
      .sort((a, b) => a.share.share - b.share.share);
    const [lowest, highest] = [inOrder[0], inOrder.at(-1)];
    return {
      program: scope.program,
      kpi: name,
      periods,
      restatedAt,
      by,
      values: values.map(({ value, figure }) => ({
        value,
        figure: said(figure),
        answers: answersOf(rows, { ...filter, [by]: value }),
      })),
      whole: said(figureOf(rows, of, filter)),
      spread:
        lowest && highest && lowest !== highest
          ? { lowest: lowest.value, highest: highest.value, ...differenceOf(highest.share, lowest.share) }
          : null,
    };
  }

  async trend({ kpi: name, from, to, ...scope }: FigureQuery): Promise<InsightTrendAnswer> {
    const of = kpi(name);
    const { filter, byPeriod } = await this.releases.course(of, scope, { from, to });
    let before: Figure | null = null;
    const points: InsightTrendAnswer['points'] = [];
    for (const { period, rows, restatedAt } of byPeriod) {
      const figure = figureOf(rows, of, filter);
      const comparable = !before || !figure.share || areComparable(before, figure);
      if (figure.share) before = figure;
      points.push({ period, figure: said(figure), comparable, restatedAt });
    }
    return {
      program: scope.program,
      kpi: name,
      points,
      marks: await readMarks(this.dataSource.manager, scope.program),
    };
  }

  async places({ to, ...scope }: WeekQuery): Promise<InsightPlacesAnswer> {
    const by = ['region'] as const;
    const stalls = await this.releases.read('stalls', scope, { to }, { by });
    const standing = await this.releases.read('standing', scope, { to }, { by, of: KPIS.adopted });
    const week = stalls.periods[0] ?? null;
    const comparedWith = week === null ? null : weeksFrom(week, -BEFORE);
    const then =
      comparedWith === null
        ? null
        : await this.releases.read('stalls', scope, { to: comparedWith }, { by, of: KPIS.stalled });
    const wasReleased = then !== null && then.periods[0] === comparedWith;
    const rowsOf = (tables: readonly { id: string; rows: Row[] }[], id: string): Row[] | null =>
      tables.find((table) => table.id === id)?.rows.filter((row) => fits(row, stalls.filter) === 'all') ??
      null;
    const { intervene, works } = placesOf(
      stalls.byCapability.map(({ id, code }) => ({
        capabilityId: id,
        capability: code,
        stalls: rowsOf(stalls.byCapability, id) ?? [],
        standing: rowsOf(standing.byCapability, id) ?? [],
        stallsBefore: wasReleased ? rowsOf(then.byCapability, id) : null,
      })),
    );
    return {
      program: scope.program,
      week,
      comparedWith: wasReleased ? comparedWith : null,
      intervene: intervene.map(placeAnswer),
      works: works.map(placeAnswer),
    };
  }

  async reasons({ from, to, ...scope }: Scope & Period): Promise<InsightReasonsAnswer> {
    const { filter, periods, restatedAt, byCapability } = await this.releases.read('stalls', scope, {
      from,
      to,
    });
    const rows = byCapability.flatMap((capability) => capability.rows);
    const told = answersOf(rows, filter);
    const reasons = reasonsOf(told?.answers ?? {});
    const stalled = told?.parts.stalled ?? 0;
    return {
      program: scope.program,
      kpi: 'stalled',
      periods,
      restatedAt,
      figure: said(figureOf(rows, KPIS.stalled, filter)),
      reasons,
      unsaid: stalled - reasons.reduce((sum, { count }) => sum + count, 0),
    };
  }
}

const placeAnswer = ({ capabilityId, capability, region, also, reasons, ...surest }: Place) => ({
  capability: { id: capabilityId, code: capability },
  region,
  ...sentenceAnswer(surest),
  also: also.map(sentenceAnswer),
  reasons,
});

const sentenceAnswer = ({ because, figure, against, difference }: Said) => ({
  because,
  figure: said(figure),
  against: said(against),
  difference,
});
