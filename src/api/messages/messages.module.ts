import { Module } from '@nestjs/common';
import { FigureMessagesController } from './figure-messages.controller.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';
import { SamplesController } from './samples.controller.js';

@Module({
  controllers: [MessagesController, FigureMessagesController, SamplesController],
  providers: [MessagesService],
})
export class MessagesModule {}
