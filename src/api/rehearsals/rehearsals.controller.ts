import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { aDocument, review, type DocumentBody } from '../cadences/cadences.dto.js';
import { ReadBy, type Reading } from '../common/language.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  preview,
  repsQuery,
  repsToTry,
  toPreview,
  type RepsQuery,
  type ToPreviewBody,
} from './rehearsals.dto.js';
import { RehearsalsService } from './rehearsals.service.js';

/** What a cadence would do to the people of a program. Nothing of it is stored, and nobody is told. */
@ApiTags('cadences')
@Controller('programs/:id')
export class RehearsalsController {
  constructor(private readonly rehearsals: RehearsalsService) {}

  @Get('reps')
  @May('cadence.try', where.program('id'))
  @Operation('Reps of a program, to try a cadence for', repsToTry)
  reps(@IdParam('program') id: string, @ValidQuery(repsQuery) { name }: RepsQuery) {
    return this.rehearsals.reps(id, name);
  }

  @Post('cadence/review')
  @May('cadence.try', where.program('id'))
  @Operation('What is to be thought over in a cadence for the people of a program', review)
  review(
    @IdParam('program') id: string,
    @ValidBody(aDocument) { document }: DocumentBody,
    @ReadBy() { language }: Reading,
  ) {
    return this.rehearsals.review(id, document, language);
  }

  @Post('cadence/preview')
  @May('cadence.try', where.program('id'))
  @Operation(
    'What a cadence would ask of a rep and those around them, and which messages would come when',
    preview,
  )
  preview(
    @IdParam('program') id: string,
    @ValidBody(toPreview) body: ToPreviewBody,
    @ReadBy() reading: Reading,
  ) {
    return this.rehearsals.preview(id, body, reading);
  }
}
