import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { OrProblem } from '../common/operation.js';
import { none } from '../common/where.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @May('metrics.read', none)
  @ApiOperation({ summary: 'Figures for Prometheus, which sends the key as its credentials' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @OrProblem()
  scrape(): Promise<string> {
    return this.metrics.scrape();
  }
}
