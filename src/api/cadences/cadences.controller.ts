import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Once, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IfMatch, tagged } from '../common/revision.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  cadence,
  cadenceChanges,
  cadencePage,
  cadencesQuery,
  cadenceVersion,
  cadenceVersions,
  newCadence,
  verdict,
  type CadenceChangesBody,
  type CadencesQuery,
  type NewCadenceBody,
} from './cadences.dto.js';
import { CadencesService } from './cadences.service.js';

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
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, this.cadences.change(id, revision, body));
  }

  @Post(':id/validate')
  @May('cadence.read', none)
  @Operation('What keeps the draft from being published', verdict)
  validate(@IdParam('cadence') id: string) {
    return this.cadences.validate(id);
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
  publish(@Once() request: OnceRequest, @IdParam('cadence') id: string, @IfMatch() revision: number) {
    return this.cadences.publish(request, id, revision);
  }
}
