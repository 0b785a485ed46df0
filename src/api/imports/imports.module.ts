import { Module } from '@nestjs/common';
import { Rules } from '../../store/rules.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';

@Module({
  controllers: [ImportsController],
  providers: [ImportsService, { provide: Rules, useFactory: () => new Rules() }],
})
export class ImportsModule {}
