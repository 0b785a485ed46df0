import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, Shown, type Actor, type Allowed, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  newVisit,
  visit,
  visitChange,
  visitMove,
  visitPage,
  visitQuery,
  type NewVisit,
  type VisitChange,
  type VisitMove,
  type VisitQuery,
} from './visits.dto.js';
import { VisitsService } from './visits.service.js';

@ApiTags('joint visits')
@Controller('joint-visits')
export class VisitsController {
  constructor(private readonly visits: VisitsService) {}

  @Get()
  @May('visit.read', where.listOf('visit'))
  @Operation('Joint visits, earliest first', visitPage)
  list(@ValidQuery(visitQuery) query: VisitQuery, @Shown() allowed: Allowed) {
    return this.visits.list(query, allowed);
  }

  @Post()
  @May('visit.plan', where.personInBody('rep'))
  @Operation('Plan a joint visit; every open loop of the rep hears of it', visit, 201)
  plan(@ValidBody(newVisit) body: NewVisit, @By() actor: Actor, @Once() request: OnceRequest) {
    return this.visits.plan(body, actor, request);
  }

  @Get(':id')
  @May('visit.read', where.visit('id'))
  @Operation('One joint visit', visit)
  get(@IdParam('joint visit') id: string, @Shown() allowed: Allowed) {
    return this.visits.get(id, allowed);
  }

  @Post(':id/move')
  @May('visit.move', where.visit('id'))
  @Operation('It takes place at another time', visit)
  move(
    @IdParam('joint visit') id: string,
    @ValidBody(visitMove) body: VisitMove,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.visits.move(id, body, actor, request);
  }

  @Post(':id/cancel')
  @May('visit.cancel', where.visit('id'))
  @Operation('It does not take place', visit)
  cancel(
    @IdParam('joint visit') id: string,
    @ValidBody(visitChange) body: VisitChange,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.visits.cancel(id, body, actor, request);
  }

  @Post(':id/held')
  @May('visit.hold', where.visit('id'))
  @Operation('It took place', visit)
  hold(
    @IdParam('joint visit') id: string,
    @ValidBody(visitChange) body: VisitChange,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.visits.hold(id, body, actor, request);
  }
}
