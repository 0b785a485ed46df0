import { Module } from '@nestjs/common';
import { Changes } from './changes.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({ controllers: [EventsController], providers: [Changes, EventsService], exports: [Changes] })
export class EventsModule {}
