import { Module } from '@nestjs/common';
import { Rules } from '../../store/rules.js';
import { ActsController } from './acts.controller.js';
import { ActsService } from './acts.service.js';
import { AlertActs } from './alert-acts.js';
import { CardReader } from './read-card.js';

@Module({
  controllers: [ActsController],
  providers: [ActsService, AlertActs, CardReader, { provide: Rules, useFactory: () => new Rules() }],
  exports: [ActsService],
})
export class ActsModule {}
