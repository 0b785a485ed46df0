import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Once, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import { absence, absences, newAbsence, type NewAbsenceBody } from './absences.dto.js';
import { AbsencesService } from './absences.service.js';

@ApiTags('people')
@Controller('people/:id/absences')
export class AbsencesController {
  constructor(private readonly service: AbsencesService) {}

  @Get()
  @May('absence.read', where.person('id'))
  @Operation('When a person is away, the earliest first', absences)
  list(@IdParam('person') id: string) {
    return this.service.list(id);
  }

  @Post()
  @May('absence.enter', where.person('id'))
  @Operation('Enters days on which a person is away', absence, 201)
  add(
    @Once() request: OnceRequest,
    @IdParam('person') id: string,
    @ValidBody(newAbsence) body: NewAbsenceBody,
  ) {
    return this.service.add(request, id, body);
  }

  @Delete(':absenceId')
  @May('absence.enter', where.person('id'))
  @Operation('Cancels an absence', null)
  cancel(@IdParam('person') id: string, @IdParam('absence', 'absenceId') absenceId: string) {
    return this.service.cancel(id, absenceId);
  }
}
