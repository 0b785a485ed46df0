import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Once, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { ReadBy, type Reading } from '../common/language.js';
import { Operation } from '../common/operation.js';
import { IfMatch, tagged } from '../common/revision.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  aDocument,
  cadence,
  cadenceChanges,
  cadencePage,
  cadencesQuery,
  cadenceVersion,
  cadenceVersions,
  difference,
  newCadence,
  review,
  templates,
  twoDocuments,
  verdict,
  type CadenceChangesBody,
  type CadencesQuery,
  type DocumentBody,
  type NewCadenceBody,
  type TwoDocumentsBody,
} from './cadences.dto.js';
import { CadencesService } from './cadences.service.js';
import { reviewed } from './review.js';

@ApiTags('cadences')
@Controller('cadences')
export class CadencesController {
  constructor(private readonly cadences: CadencesService) {}

  @Get()
  @May('cadence.read', none)
  @Operation('Cadences by name', cadencePage)
  list(@ValidQuery(cadencesQuery) query: CadencesQuery) {
    return this.cadences.list(query);
  }

  @Post()
  @May('cadence.change', none)
  @Operation('Begins a cadence as a draft', cadence, 201)
  create(@ValidBody(newCadence) body: NewCadenceBody, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, this.cadences.create(body));
  }

  @Get('templates')
  @May('cadence.read', none)
  @Operation('Cadences to begin with, each with what it is for', templates)
  templates(@ReadBy() { language }: Reading) {
    return this.cadences.templates(language);
  }

  @Post('review')
  @May('cadence.read', none)
  @Operation('What is wrong with a cadence, and what is to be thought over in it', review)
  review(@ValidBody(aDocument) { document }: DocumentBody, @ReadBy() { language }: Reading) {
    return reviewed(document, language);
  }

  @Post('compare')
  @May('cadence.read', none)
  @Operation('What differs between two cadences, in words', difference)
  compare(@ValidBody(twoDocuments) body: TwoDocumentsBody, @ReadBy() { language }: Reading) {
    return this.cadences.compare(body, language);
  }

  @Get(':id')
  @May('cadence.read', none)
  @Operation('One cadence with its draft', cadence)
  get(@IdParam('cadence') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, this.cadences.get(id));
  }

  @Patch(':id')
  @May('cadence.change', none)
  @Operation('Changes name or draft as they were read', cadence)
  change(
    @IdParam('cadence') id: string,
    @IfMatch() revision: number,
    @ValidBody(cadenceChanges) body: CadenceChangesBody,
    @ReadBy() { language }: Reading,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, this.cadences.change(id, revision, body, language));
  }

  @Post(':id/validate')
  @May('cadence.read', none)
  @Operation('What publishing the draft would come to: nothing is published', verdict)
  validate(@IdParam('cadence') id: string, @ReadBy() { language }: Reading) {
    return this.cadences.validate(id, language);
  }

  @Get(':id/versions')
  @May('cadence.read', none)
  @Operation('The published versions of a cadence, the newest first', cadenceVersions)
  versions(@IdParam('cadence') id: string) {
    return this.cadences.versions(id);
  }

  @Post(':id/versions')
  @May('cadence.change', none)
  @Operation('Publishes the draft as it was read as the next version, for good', cadenceVersion, 201)
  publish(
    @Once() request: OnceRequest,
    @IdParam('cadence') id: string,
    @IfMatch() revision: number,
    @ReadBy() { language }: Reading,
  ) {
    return this.cadences.publish(request, id, revision, language);
  }
}
