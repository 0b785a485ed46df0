import { Module } from '@nestjs/common';
import { FigureMessagesController } from './figure-messages.controller.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';

@Module({
  controllers: [MessagesController, FigureMessagesController],
  providers: [MessagesService],
})
export class MessagesModule {}
