import { Module } from '@nestjs/common';
import { ActsController } from './acts.controller.js';
import { ActsService } from './acts.service.js';
import { AlertActs } from './alert-acts.js';
import { CardReader } from './read-card.js';

@Module({
  controllers: [ActsController],
  providers: [ActsService, AlertActs, CardReader],
  exports: [ActsService],
})
export class ActsModule {}
