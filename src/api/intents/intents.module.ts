import { Module } from '@nestjs/common';
import { AnswersController } from './answers.controller.js';
import { CoachingController } from './coaching.controller.js';
import { CourseController } from './course.controller.js';
import { OpenAnswersController } from './open-answers.controller.js';
import { IntentsService } from './intents.service.js';

@Module({
  controllers: [CoachingController, AnswersController, OpenAnswersController, CourseController],
  providers: [IntentsService],
})
export class IntentsModule {}
