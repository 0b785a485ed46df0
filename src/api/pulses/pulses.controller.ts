import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import { none } from '../common/where.js';
import { pulseAnswer, pulses, type PulseAnswerBody } from './pulses.dto.js';
import { PulsesService } from './pulses.service.js';

/**
 * The monthly question. An answer is not remembered under an Idempotency-Key: what is kept for a repeated request
 * would lead back to whose it is.
 */
@ApiTags('pulses')
@Controller('pulses')
export class PulsesController {
  constructor(private readonly pulses: PulsesService) {}

  @Get()
  @May('pulse.own', none)
  @Operation('What you were asked and have not answered', pulses)
  list(@By() actor: Actor) {
    return this.pulses.list(actor);
  }

  @Post(':id/answer')
  @May('pulse.own', none)
  @Operation('Did somebody see you use it, and did it help? Only counted, never shown', null)
  answer(@IdParam('question') id: string, @ValidBody(pulseAnswer) body: PulseAnswerBody, @By() actor: Actor) {
    return this.pulses.answer(id, body, actor);
  }
}
