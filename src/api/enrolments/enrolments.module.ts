import { Module } from '@nestjs/common';
import { Rules } from '../../store/rules.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { EnrolmentsService } from './enrolments.service.js';

@Module({
  controllers: [EnrolmentsController],
  providers: [EnrolmentsService, { provide: Rules, useFactory: () => new Rules() }],
})
export class EnrolmentsModule {}
