import { Module } from '@nestjs/common';
import { Rules } from '../../store/rules.js';
import { FigureMessagesController } from './figure-messages.controller.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';

@Module({
  controllers: [MessagesController, FigureMessagesController],
  providers: [MessagesService, { provide: Rules, useFactory: () => new Rules() }],
})
export class MessagesModule {}
