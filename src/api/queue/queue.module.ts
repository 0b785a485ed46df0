import { Module } from '@nestjs/common';
import { Rules } from '../../store/rules.js';
import { QueueController } from './queue.controller.js';
import { QueueService } from './queue.service.js';

@Module({
  controllers: [QueueController],
  providers: [QueueService, { provide: Rules, useFactory: () => new Rules() }],
  exports: [QueueService],
})
export class QueueModule {}
