import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CsvOperation } from '../common/csv-answer.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { ValidQuery } from '../common/valid.js';
import { none, programInQuery } from '../common/where.js';
import {
  cutQuery,
  figureQuery,
  insightCut,
  insightFile,
  insightMap,
  insightPeriods,
  insightPlaces,
  insightReasons,
  insightTrend,
  insightTruth,
  kpiCatalogue,
  periodQuery,
  programQuery,
  released,
  weekQuery,
  type CutQuery,
  type FigureQuery,
  type Period,
  type Scope,
  type WeekQuery,
} from './insights.dto.js';
import { ExportsService } from './exports.service.js';
import { InsightsService } from './insights.service.js';
import { ReleasesService } from './releases.service.js';
import { TruthService } from './truth.service.js';

/** Figures over many. They are released for closed weeks and months; nothing is computed when it is asked. */
@ApiTags('insights')
@Controller('insights')
export class InsightsController {
  constructor(
    private readonly insights: InsightsService,
    private readonly truth: TruthService,
    private readonly releases: ReleasesService,
    private readonly exports: ExportsService,
  ) {}

  @Get('kpis')
  @May('kpi.read', none)
  @Operation('How every figure is defined', kpiCatalogue)
  kpis() {
    return this.insights.kpis();
  }

  @Get('periods')
  @May('insight.read', programInQuery('program'))
  @Operation('Which closed weeks and months are released', insightPeriods)
  periods(@ValidQuery(programQuery) { program }: { program: string }) {
    return this.releases.periods(program);
  }

  @Get('map')
  @May('insight.read', programInQuery('program'))
  @Operation('One figure by capability and region', insightMap)
  map(@ValidQuery(figureQuery) query: FigureQuery) {
    return this.insights.map(query);
  }

  @Get('map/export')
  @May('insight.read', programInQuery('program'))
  @CsvOperation('The same as a CSV file', insightFile)
  mapFile(@ValidQuery(figureQuery) query: FigureQuery) {
    return this.exports.map(query);
  }

  @Get('figures')
  @May('insight.read', programInQuery('program'))
  @Operation('One figure, cut by one of what reps have in common', insightCut)
  figures(@ValidQuery(cutQuery) query: CutQuery) {
    return this.insights.cut(query);
  }

  @Get('figures/export')
  @May('insight.read', programInQuery('program'))
  @CsvOperation('Every figure of a program, by capability, as a CSV file', insightFile)
  figuresFile(@ValidQuery(periodQuery) query: Scope & Period) {
    return this.exports.figures(query);
  }

  @Get('trends')
  @May('insight.read', programInQuery('program'))
  @Operation('One figure over all released periods, with rollouts and changes of the cadence', insightTrend)
  trends(@ValidQuery(figureQuery) query: FigureQuery) {
    return this.insights.trend(query);
  }

  @Get('places')
  @May('insight.read', programInQuery('program'))
  @Operation('Where to intervene, and what works', insightPlaces)
  places(@ValidQuery(weekQuery) query: WeekQuery) {
    return this.insights.places(query);
  }

  @Get('reasons')
  @May('insight.read', programInQuery('program'))
  @Operation('Why coaching stalls, and who can help', insightReasons)
  reasons(@ValidQuery(periodQuery) query: Scope & Period) {
    return this.insights.reasons(query);
  }

  @Get('reasons/export')
  @May('insight.read', programInQuery('program'))
  @CsvOperation('The same as a CSV file', insightFile)
  reasonsFile(@ValidQuery(periodQuery) query: Scope & Period) {
    return this.exports.reasons(query);
  }

  @Get('truth')
  @May('insight.read', programInQuery('program'))
  @Operation('What is logged beside what is confirmed and what reps say', insightTruth)
  beyondSelfReport(@ValidQuery(weekQuery) query: WeekQuery) {
    return this.truth.get(query);
  }

  @Post('releases')
  @May('insight.release', none)
  @Operation('Publish what has closed, as happens every night', released)
  release() {
    return this.releases.release();
  }
}
