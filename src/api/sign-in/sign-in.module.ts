import { Module } from '@nestjs/common';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';

@Module({
  controllers: [SignInController, SessionsController],
  providers: [SignInService, SessionsService],
})
export class SignInModule {}
