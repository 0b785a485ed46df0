import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Shown, type Actor, type Allowed } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  deliveriesQuery,
  deliveryPage,
  jobPage,
  jobsQuery,
  parts,
  retried,
  type DeliveriesQuery,
  type JobsQuery,
} from './operations.dto.js';
import { OperationsService } from './operations.service.js';

/** For whoever runs the product: how its parts are, and what of their work waits or failed. */
@ApiTags('operations')
@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @Get('parts')
  @May('operation.read', none)
  @Operation('How each part is, since when, and when that was looked at', parts)
  parts() {
    return this.operations.parts();
  }

  @Get('deliveries')
  @May('operation.read', none)
  @Operation(
    'Messages, the newest first: to whom, how and what became of them; never what they say',
    deliveryPage,
  )
  deliveries(
    @ValidQuery(deliveriesQuery) query: DeliveriesQuery,
    @By() actor: Actor,
    @Shown() allowed: Allowed,
  ) {
    return this.operations.deliveries(query, actor, allowed);
  }

  @Post('deliveries/:id/retry')
  @May('operation.retry', none)
  @Operation('Lets a message that was given up be tried once more; never one that may have arrived', retried)
  retry(@IdParam('message') id: string) {
    return this.operations.retry(id);
  }

  @Get('jobs')
  @May('operation.read', none)
  @Operation('Work over many loops, the newest first', jobPage)
  jobs(@ValidQuery(jobsQuery) query: JobsQuery) {
    return this.operations.jobs(query);
  }

  @Post('jobs/:id/ring')
  @May('operation.retry', none)
  @Operation('Lets a job that stands be looked after at once; it goes on where it was', retried)
  ring(@IdParam('job') id: string) {
    return this.operations.ring(id);
  }
}
