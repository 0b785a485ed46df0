import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  addedRefinement,
  anchors,
  newRefinement,
  refinements,
  type NewRefinementBody,
} from './refinements.dto.js';
import { RefinementsService } from './refinements.service.js';

/** What trainings left behind, and what was changed in their content. */
@ApiTags('insights')
@Controller('programs/:id')
export class RefinementsController {
  constructor(private readonly refinements: RefinementsService) {}

  @Get('anchors')
  @May('insight.read', where.program('id'))
  @Operation('Which anchors are met at first sight, by version of the content', anchors)
  anchors(@IdParam('program') id: string) {
    return this.refinements.anchors(id);
  }

  @Get('refinements')
  @May('insight.read', where.program('id'))
  @Operation('What was changed in the content of trainings, with cohorts before and after', refinements)
  list(@IdParam('program') id: string) {
    return this.refinements.list(id);
  }

  @Post('refinements')
  @May('refinement.record', where.program('id'))
  @Operation('Records what was changed in the content of a capability', addedRefinement, 201)
  add(
    @IdParam('program') id: string,
    @ValidBody(newRefinement) body: NewRefinementBody,
    @By() { personId }: Actor,
  ) {
    return this.refinements.add(id, body, personId);
  }

  @Delete('refinements/:refinement')
  @May('refinement.record', where.program('id'))
  @Operation('Takes a refinement back; the audit keeps it', null)
  withdraw(
    @IdParam('program') id: string,
    @IdParam('refinement', 'refinement') refinement: string,
    @By() { personId }: Actor,
  ) {
    return this.refinements.withdraw(id, refinement, personId);
  }
}
