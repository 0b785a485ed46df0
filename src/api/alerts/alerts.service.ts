import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import { latestRest } from '../../insights/alerts.js';
import { kpi } from '../../insights/catalogue.js';
import { answersOf, figureOf, type Filter } from '../../insights/figures.js';
import { reasonsOf, type Reason } from '../../insights/places.js';
import type { QuestionName } from '../../insights/questions.js';
import { actOnAlert, type AlertAct } from '../../store/figures/alert-acts.js';
import {
  addRule,
  changeRule,
  endRule,
  readRulesOf,
  revisionOf,
  type RuleChanges,
  type StoredRule,
} from '../../store/figures/alert-rules.js';
import { listAlerts, type AlertRow } from '../../store/figures/alert-list.js';
import { takersOf } from '../../store/figures/readers.js';
import { newestReleases, type Published } from '../../store/figures/releases.js';
import { unknown } from '../../store/refusal.js';
import { readLaunch } from '../../store/programs/rollouts.js';
import { tellOfAnything } from '../../store/loops/log.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock, SETTINGS } from '../common/parts.js';
import type { AlertRuleAnswer, AlertsAnswer, NewAlertRule } from './alerts.dto.js';

@Injectable()
export class AlertsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async rules(program: string) {
    await this.refuseUnknown(program);
    return { rules: (await readRulesOf(this.dataSource.manager, program)).map(shown) };
  }

  async add(program: string, rule: NewAlertRule): Promise<{ id: string }> {
    await this.refuseUnknown(program);
    return inTransaction(this.dataSource, (tx) => addRule(tx, program, rule, this.clock.now()));
  }

  /** @param read the revision that the change is based on; null: whatever stands there */
  async change(
    program: string,
    rule: string,
    changes: RuleChanges,
    read: string | null,
  ): Promise<AlertRuleAnswer> {
    return shown(await inTransaction(this.dataSource, (tx) => changeRule(tx, program, rule, changes, read)));
  }

  end(program: string, rule: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => endRule(tx, program, rule, this.clock.now()));
  }

  async list(program: string): Promise<AlertsAnswer> {
    await this.refuseUnknown(program);
    const tx = this.dataSource.manager;
    const now = this.clock.now();
    const rows = await listAlerts(tx, program, now);
    const newest = new Map<QuestionName, Published[]>();
    const asks = rows.flatMap((alert) => (alert.closedIn === null ? kpi(alert.kpi).question : []));
    for (const question of new Set<QuestionName>(['stalls', ...asks]))
      newest.set(question, await newestReleases(tx, program, question, { by: ['region', 'function'] }));
    const tableOf = (question: QuestionName, { capability }: AlertRow): Published | undefined =>
      newest.get(question)?.find(({ capabilityId }) => capabilityId === capability.id);
    // Of many alerts about one place the reasons are the same.
    const known = new Map<string, Reason[]>();
    const reasonsOfPlace = (alert: AlertRow): Reason[] => {
      const { capability, region, function: only } = alert;
      const key = JSON.stringify([capability.id, region, only]);
      const { rows = [] } = tableOf('stalls', alert) ?? {};
      const reasons = known.get(key) ?? reasonsOf(answersOf(rows, placeOf(alert))?.answers ?? {});
      known.set(key, reasons);
      return reasons;
    };
    const newestOf = (alert: AlertRow): AlertsAnswer['alerts'][number]['newest'] => {
      const of = kpi(alert.kpi);
      const table = tableOf(of.question, alert);
      if (!table) return null;
      const { share } = figureOf(table.rows, of, placeOf(alert));
      return (
        share && {
          period: table.period,
          numerator: share.numerator,
          of: share.denominator,
          share: share.share,
        }
      );
    };
    return {
      latestRest: latestRest(now),
      alerts: rows.map((alert) => ({
        ...alert,
        newest: alert.closedIn === null ? newestOf(alert) : null,
        reasons: alert.closedIn === null ? reasonsOfPlace(alert) : [],
      })),
    };
  }

  async takers(program: string): Promise<{ people: { id: string; name: string }[] }> {
    await this.refuseUnknown(program);
    const people = await takersOf(this.dataSource.manager, program, this.clock.now());
    return { people: people.map(({ personId, name }) => ({ id: personId, name })) };
  }

  act(program: string, alert: string, act: AlertAct): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await actOnAlert(tx, program, alert, act, this.settings.deliveryLanes, this.clock.now());
      await tellOfAnything(tx);
    });
  }

  private async refuseUnknown(program: string): Promise<void> {
    if (!(await readLaunch(this.dataSource.manager, program))) throw unknown('program', program);
  }
}

const placeOf = ({ region, function: only }: AlertRow): Filter => ({
  region,
  ...(only !== null && { function: only }),
});

const shown = (rule: StoredRule): AlertRuleAnswer => ({ ...rule, revision: revisionOf(rule) });
