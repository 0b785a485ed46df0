import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
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
  @Operation('Joint visits, earliest first', visitPage)
  list(@ValidQuery(visitQuery) query: VisitQuery) {
    return this.visits.list(query);
  }

  @Post()
  @Operation('Plan a joint visit; every open loop of the rep hears of it', visit, 201)
  plan(@ValidBody(newVisit) body: NewVisit, @By() actor: Actor, @Once() request: OnceRequest) {
    return this.visits.plan(body, actor, request);
  }

  @Get(':id')
  @Operation('One joint visit', visit)
  get(@IdParam('joint visit') id: string) {
    return this.visits.get(id);
  }

  @Post(':id/move')
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
