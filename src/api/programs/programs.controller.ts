import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  crossing,
  launch,
  launched,
  newProgram,
  program,
  programCapabilities,
  programChanges,
  programPage,
  programsQuery,
  type CrossingBody,
  type LaunchBody,
  type NewProgramBody,
  type ProgramCapabilitiesBody,
  type ProgramChangesBody,
  type ProgramsQuery,
} from './programs.dto.js';
import { ProgramsService } from './programs.service.js';

@ApiTags('programs')
@Controller('programs')
export class ProgramsController {
  constructor(private readonly programs: ProgramsService) {}

  @Get()
  @May('program.read', where.none)
  @Operation('Programs by code', programPage)
  list(@By() by: Actor, @ValidQuery(programsQuery) query: ProgramsQuery) {
    return this.programs.list(query, by);
  }

  @Post()
  @May('program.add', where.none)
  @Operation('Adds a program', program, 201)
  create(@ValidBody(newProgram) body: NewProgramBody) {
    return this.programs.create(body);
  }

  @Get(':id')
  @May('program.read', where.program('id'))
  @Operation('One program', program)
  get(@IdParam('program') id: string) {
    return this.programs.get(id);
  }

  @Patch(':id')
  @May('program.change', where.program('id'))
  @Operation('Changes a program; fields that are left out stay', program)
  change(@IdParam('program') id: string, @ValidBody(programChanges) body: ProgramChangesBody) {
    return this.programs.change(id, body);
  }

  @Put(':id/capabilities')
  @May('program.change', where.program('id'))
  @Operation('Says which capabilities a program is about, and by which rubrics', program)
  setCapabilities(
    @IdParam('program') id: string,
    @ValidBody(programCapabilities) body: ProgramCapabilitiesBody,
  ) {
    return this.programs.setCapabilities(id, body);
  }

  @Put(':id/crosses-functions')
  @May('program.cross', where.program('id'))
  @Operation('Says whether commercial and medical people see each other’s loops in it', program)
  setCrossing(@IdParam('program') id: string, @ValidBody(crossing) body: CrossingBody) {
    return this.programs.change(id, body);
  }

  @Post(':id/launch')
  @May('program.change', where.program('id'))
  @Operation('Launches a program: loops open for everybody trained', launched, 201)
  launch(@Once() request: OnceRequest, @IdParam('program') id: string, @ValidBody(launch) body: LaunchBody) {
    return this.programs.launch(request, id, body);
  }
}
