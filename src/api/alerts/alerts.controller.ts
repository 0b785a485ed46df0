import { Controller, Delete, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IfMatchWhereGiven, tagged } from '../common/revision.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  addedRule,
  alertRule,
  alertRuleChanges,
  alertRules,
  alerts,
  alertTakers,
  newAlertRule,
  resolution,
  snooze,
  taking,
  type AlertRuleChanges,
  type NewAlertRule,
  type Note,
  type Snooze,
  type Taking,
} from './alerts.dto.js';
import { AlertsService } from './alerts.service.js';

/** Alerts over published figures: what they say, anybody who sees figures could read off these. */
@ApiTags('insights')
@Controller('programs/:id')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get('alert-rules')
  @May('alert.read', where.program('id'))
  @Operation('About which figures one is told', alertRules)
  rules(@IdParam('program') id: string) {
    return this.alerts.rules(id);
  }

  @Post('alert-rules')
  @May('alert.rule', where.program('id'))
  @Operation('Looks at a figure from now on', addedRule, 201)
  add(@IdParam('program') id: string, @ValidBody(newAlertRule) body: NewAlertRule) {
    return this.alerts.add(id, body);
  }

  @Patch('alert-rules/:rule')
  @May('alert.rule', where.program('id'))
  @Operation('Changes from when on a rule tells; fields that are left out stay', alertRule)
  change(
    @IdParam('program') id: string,
    @IdParam('rule', 'rule') rule: string,
    @ValidBody(alertRuleChanges) body: AlertRuleChanges,
    @IfMatchWhereGiven('The `revision` that the change is based on; left out: of whatever stands there.')
    read: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, this.alerts.change(id, rule, body, read));
  }

  @Delete('alert-rules/:rule')
  @May('alert.rule', where.program('id'))
  @Operation('Looks no more; what is open closes', null)
  end(@IdParam('program') id: string, @IdParam('rule', 'rule') rule: string) {
    return this.alerts.end(id, rule);
  }

  @Get('alerts')
  @May('alert.read', where.program('id'))
  @Operation('Alerts of a program, open ones first', alerts)
  list(@IdParam('program') id: string) {
    return this.alerts.list(id);
  }

  @Get('alert-takers')
  @May('alert.act', where.program('id'))
  @Operation('Who may take an alert of a program', alertTakers)
  takers(@IdParam('program') id: string) {
    return this.alerts.takers(id);
  }

  @Post('alerts/:alert/acknowledgement')
  @May('alert.act', where.program('id'))
  @Operation('Takes an alert, or asks somebody else to', null)
  acknowledge(
    @IdParam('program') id: string,
    @IdParam('alert', 'alert') alert: string,
    @ValidBody(taking) { taker, note }: Taking,
    @By() { personId }: Actor,
  ) {
    const said = { taker: taker ?? null, note: note ?? null };
    return this.alerts.act(id, alert, { act: 'acknowledge', by: personId, ...said });
  }

  @Post('alerts/:alert/snooze')
  @May('alert.act', where.program('id'))
  @Operation('Lets an alert rest until a day', null)
  snooze(
    @IdParam('program') id: string,
    @IdParam('alert', 'alert') alert: string,
    @ValidBody(snooze) { until, note }: Snooze,
    @By() { personId }: Actor,
  ) {
    return this.alerts.act(id, alert, { act: 'snooze', by: personId, until, note: note ?? null });
  }

  @Post('alerts/:alert/resolution')
  @May('alert.act', where.program('id'))
  @Operation('Closes an alert', null)
  resolve(
    @IdParam('program') id: string,
    @IdParam('alert', 'alert') alert: string,
    @ValidBody(resolution) { note }: Note,
    @By() { personId }: Actor,
  ) {
    return this.alerts.act(id, alert, { act: 'resolve', by: personId, note: note ?? null });
  }
}
