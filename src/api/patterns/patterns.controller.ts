import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { none } from '../common/where.js';
import { patterns } from './patterns.dto.js';
import { PatternsService } from './patterns.service.js';

/** What one’s own feedback has in it. It takes no id: there is no way to ask it of somebody else. */
@ApiTags('people')
@Controller('me/feedback-patterns')
export class PatternsController {
  constructor(private readonly patterns: PatternsService) {}

  @Get()
  @May('pattern.own', none)
  @Operation('What your own last feedback has in it, and what is often missing; for you alone', patterns)
  get(@By() { personId }: Actor) {
    if (personId !== null) return this.patterns.of(personId);
    throw new Problem(422, 'Whose patterns? Sign in.');
  }
}
