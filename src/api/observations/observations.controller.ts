import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, Shown, type Actor, type Allowed, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import { newShare, observationAnswer, share, shares, type NewShareBody } from './observations.dto.js';
import { ObservationsService } from './observations.service.js';

/** One observation, and for whose eyes it is beside those of rep and coach. */
@ApiTags('coaching')
@Controller('observations/:id')
export class ObservationsController {
  constructor(private readonly observations: ObservationsService) {}

  @Get()
  @May('observation.read', where.observation('id'))
  @Operation('One observation with its feedback', observationAnswer)
  get(@IdParam('observation') id: string, @Shown() allowed: Allowed) {
    return this.observations.get(id, allowed);
  }

  @Get('shares')
  @May('observation.share', where.observation('id'))
  @Operation('With whom it is shared, or would be if the other said so too', shares)
  shares(@IdParam('observation') id: string) {
    return this.observations.shares(id);
  }

  @Post('shares')
  @May('observation.share', where.observation('id'))
  @Operation('Shares it with a third person, who reads it once rep and coach have both said so', share, 201)
  share(
    @Once() request: OnceRequest,
    @IdParam('observation') id: string,
    @ValidBody(newShare) body: NewShareBody,
    @By() actor: Actor,
  ) {
    return this.observations.share(request, id, body, actor);
  }

  @Delete('shares/:readerId')
  @May('observation.share', where.observation('id'))
  @Operation('Ends that a third person reads it; either of the two may', null)
  end(@IdParam('observation') id: string, @IdParam('reader', 'readerId') readerId: string) {
    return this.observations.end(id, readerId);
  }
}
