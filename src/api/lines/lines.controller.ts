import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Once, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IfMatchWhereGiven } from '../common/revision.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import { person } from '../people/people.dto.js';
import {
  coCoach,
  coCoaches,
  delegation,
  newCoCoach,
  newLine,
  reportingLines,
  standIns,
  type DelegationBody,
  type NewCoCoachBody,
  type NewLineBody,
} from './lines.dto.js';
import { LinesService } from './lines.service.js';

@ApiTags('people')
@Controller('people/:id')
export class LinesController {
  constructor(private readonly service: LinesService) {}

  @Get('reporting-lines')
  @May('line.read', where.person('id'))
  @Operation('Who led a person from when to when, the newest first', reportingLines)
  lines(@IdParam('person') id: string) {
    return this.service.lines(id);
  }

  @Post('reporting-lines')
  @May('line.change', where.person('id'))
  @Operation('Gives a person another manager from an instant on', person, 201)
  assign(@Once() request: OnceRequest, @IdParam('person') id: string, @ValidBody(newLine) body: NewLineBody) {
    return this.service.assign(request, id, body);
  }

  @Get('stand-ins')
  @May('delegate.name', where.person('id'))
  @Operation('Who could stand in for a person while they are away', standIns)
  standIns(@IdParam('person') id: string) {
    return this.service.standIns(id);
  }

  @Put('delegate')
  @May('delegate.name', where.person('id'))
  @Operation('Says who stands in for a person while they are away', person)
  delegate(
    @IdParam('person') id: string,
    @ValidBody(delegation) body: DelegationBody,
    @IfMatchWhereGiven(
      'The delegateId that the change is based on, or "nobody"; left out: whoever stands in.',
    )
    read: string | null,
  ) {
    return this.service.delegate(id, body, read);
  }

  @Get('co-coaches')
  @May('coCoach.read', where.person('id'))
  @Operation('Who may coach a rep beside the manager', coCoaches)
  coCoaches(@IdParam('person') id: string) {
    return this.service.coCoaches(id);
  }

  @Post('co-coaches')
  @May('coCoach.change', where.person('id'))
  @Operation('Lets a colleague coach a rep beside the manager', coCoach, 201)
  share(
    @Once() request: OnceRequest,
    @IdParam('person') id: string,
    @ValidBody(newCoCoach) body: NewCoCoachBody,
  ) {
    return this.service.share(request, id, body);
  }

  @Delete('co-coaches/:coachId')
  @May('coCoach.change', where.person('id'))
  @Operation('Ends that a colleague coaches a rep', null)
  endShare(@IdParam('person') id: string, @IdParam('co-coach', 'coachId') coachId: string) {
    return this.service.endShare(id, coachId);
  }
}
