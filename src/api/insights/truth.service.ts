import { Injectable } from '@nestjs/common';
import type { Row } from '../../access/suppression.js';
import { KPIS } from '../../insights/catalogue.js';
import { answersOf, figureOf } from '../../insights/figures.js';
import { differenceOf } from '../../insights/interval.js';
import { SIGNS } from '../../insights/questions.js';
import type { InsightTruthAnswer, Scope, WeekQuery } from './insights.dto.js';
import { ReleasesService } from './releases.service.js';
import { said } from './said.js';

/** What is known beyond what managers report of themselves. */
@Injectable()
export class TruthService {
  constructor(private readonly releases: ReleasesService) {}

  async get({ to, ...scope }: WeekQuery): Promise<InsightTruthAnswer> {
    const { filter, periods, byCapability } = await this.releases.read('truth', scope, { to });
    const rows = byCapability.flatMap((capability) => capability.rows);
    const told = answersOf(rows, filter) ?? { of: 0, parts: {}, answers: {} };
    const { disputed = 0, unanswered = 0 } = told.answers;
    return {
      program: scope.program,
      week: periods[0] ?? null,
      logged: told.of,
      confirmed: told.parts.confirmed ?? 0,
      disputed,
      unanswered,
      unsaid: (told.parts.notConfirmed ?? 0) - disputed - unanswered,
      figure: said(figureOf(rows, KPIS.confirmed, filter)),
      monthly: await this.monthly(scope, to),
      signs: await Promise.all(
        SIGNS.map(async (sign) => {
          const tables = await this.releases.read(sign, scope, { to }, { of: KPIS[sign] });
          return {
            sign,
            figure: said(
              figureOf(
                tables.byCapability.flatMap((one) => one.rows),
                KPIS[sign],
                filter,
              ),
            ),
          };
        }),
      ),
    };
  }

  /** By month: what reps say of themselves beside what is logged of them. */
  private async monthly(scope: Scope, to: string | undefined): Promise<InsightTruthAnswer['monthly']> {
    const answers = await this.releases.course(KPIS.seenByReps, scope, { to });
    const logged = await this.releases.course(KPIS.reinforcement, scope, { to });
    const rowsOf = (month: string): Row[] =>
      logged.byPeriod.find(({ period }) => period === month)?.rows ?? [];
    return answers.byPeriod.map(({ period: month, rows }) => {
      const [byReps, byLog] = [
        figureOf(rows, KPIS.seenByReps, answers.filter),
        figureOf(rowsOf(month), KPIS.reinforcement, logged.filter),
      ];
      return {
        month,
        seenByReps: said(byReps),
        logged: said(byLog),
        gap: byReps.share && byLog.share ? differenceOf(byLog.share, byReps.share) : null,
      };
    });
  }
}
