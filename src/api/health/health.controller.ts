import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../common/authentication.js';
import { Operation } from '../common/operation.js';
import { liveness, readiness, type Readiness } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @Operation('Whether the process runs; a supervisor restarts it if not', liveness)
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  @Operation('Whether requests can be served: 503 while Postgres is away', readiness)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const state = await this.health.readiness();
    if (state.status === 'notReady') reply.status(503);
    return state;
  }
}
