import { Module } from '@nestjs/common';
import { ActsModule } from '../acts/acts.module.js';
import { EventsModule } from '../events/events.module.js';
import { deskProvider } from './desk.js';
import { Home } from './home.js';
import { Members } from './members.js';
import { Modals } from './modals.js';
import { OpenHomes } from './open-homes.js';
import { Presses } from './presses.js';
import { SlackController } from './slack.controller.js';
import { SlackService } from './slack.service.js';
import { Talk } from './talk.js';
import { UnderWay } from './under-way.js';

@Module({
  imports: [ActsModule, EventsModule],
  controllers: [SlackController],
  providers: [deskProvider, Home, Members, Modals, OpenHomes, Presses, SlackService, Talk, UnderWay],
})
export class SlackModule {}
