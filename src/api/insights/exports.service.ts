import { Injectable, type StreamableFile } from '@nestjs/common';
import { KPI_NAMES, kpi } from '../../insights/catalogue.js';
import { allLeftOut, figureOf } from '../../insights/figures.js';
import { wilson } from '../../insights/interval.js';
import { csvAnswer, type Cell } from '../common/csv-answer.js';
import type { FigureAnswer, FigureQuery, Period, Scope } from './insights.dto.js';
import { InsightsService } from './insights.service.js';
import { ReleasesService } from './releases.service.js';
import { said } from './said.js';

const FIGURE = [
  'numerator',
  'denominator',
  'share',
  'low95',
  'high95',
  'reps',
  'leftOut',
  'suppressed',
] as const;

/** Between the names of several regions or periods. */
const AND = ' | ';

/** What the screens show, as files for a spreadsheet: the same answers, with the same figures suppressed. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly insights: InsightsService,
    private readonly releases: ReleasesService,
  ) {}

  /** A line for each region of each capability, for regions that are counted as one, and for all together. */
  async map(query: FigureQuery): Promise<StreamableFile> {
    const { kpi: name, periods, cells, together, whole } = await this.insights.map(query);
    const line = (
      of: string,
      capability: { code: string },
      regions: string,
      figure: FigureAnswer,
    ): Cell[] => [name, periods.join(AND), of, capability.code, regions, ...cellsOf(figure)];
    return csvAnswer(
      fileName('map', periods),
      ['kpi', 'period', 'of', 'capability', 'region', ...FIGURE],
      [
        ...cells.map(({ capability, region, figure }) => line('region', capability, region, figure)),
        ...together.map(({ capability, regions, figure }) =>
          line('regionsTogether', capability, regions.join(AND), figure),
        ),
        ...whole.map(({ capability, figure }) => line('all', capability, '', figure)),
      ],
    );
  }

  /** A line for all who are stalled, one for each reason, and one for reasons that are too few to tell. */
  async reasons(query: Scope & Period): Promise<StreamableFile> {
    const { periods, figure, reasons, unsaid } = await this.insights.reasons(query);
    const line = (reason: string, shown: FigureAnswer, next: readonly Cell[] = [null, null]): Cell[] => [
      periods.join(AND),
      query.capability ?? null,
      reason,
      ...cellsOf(shown),
      ...next,
    ];
    const lines = [line('stalled', figure)];
    if ('share' in figure) {
      const partOf = (count: number): FigureAnswer => {
        const { share, low, high } = wilson(count, figure.of);
        return { ...figure, numerator: count, share, low, high };
      };
      for (const { reason, count, clearer, nextStep } of reasons)
        lines.push(line(reason, partOf(count), [clearer, nextStep]));
      if (unsaid > 0) lines.push(line('unsaid', partOf(unsaid)));
    }
    return csvAnswer(
      fileName('reasons', periods),
      ['period', 'capability', 'reason', ...FIGURE, 'clearedBy', 'nextStep'],
      lines,
    );
  }

  /** Every figure of the catalogue: a line for each capability, and one for all of them. */
  async figures({ from, to, ...scope }: Scope & Period): Promise<StreamableFile> {
    const lines: Cell[][] = [];
    const all = new Set<string>();
    for (const name of KPI_NAMES) {
      const of = kpi(name);
      const read = await this.releases.read(of.question, scope, { from, to }, { of });
      const { filter, periods, restatedAt, byCapability } = read;
      const tables = [...byCapability, { code: null, rows: byCapability.flatMap(({ rows }) => rows) }];
      for (const { code, rows } of tables)
        lines.push([name, periods.join(AND), code, ...cellsOf(said(figureOf(rows, of, filter))), restatedAt]);
      periods.forEach((period) => all.add(period));
    }
    return csvAnswer(
      fileName('figures', [...all].sort()),
      ['kpi', 'period', 'capability', ...FIGURE, 'restatedAt'],
      lines,
    );
  }
}

const fileName = (of: string, periods: readonly string[]): string =>
  `adoption-${of}-${periods.at(-1) ?? 'none'}.csv`;

function cellsOf(figure: FigureAnswer): Cell[] {
  if (!('share' in figure)) return [null, null, null, null, null, null, null, figure.suppressed];
  const { numerator, of, share, low, high, reps, leftOut } = figure;
  return [numerator, of, rounded(share), rounded(low), rounded(high), reps, allLeftOut(leftOut), null];
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
