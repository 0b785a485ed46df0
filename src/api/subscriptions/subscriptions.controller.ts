import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { ValidBody } from '../common/valid.js';
import { none } from '../common/where.js';
import { subscriptionChoice, subscriptions, type SubscriptionChoice } from './subscriptions.dto.js';
import { SubscriptionsService } from './subscriptions.service.js';

/** Messages that nobody waits for. What is owed to somebody comes whatever one chose. */
@ApiTags('subscriptions')
@Controller('me/subscriptions')
export class SubscriptionsController {
  constructor(private readonly subscriptions: SubscriptionsService) {}

  @Get()
  @May('subscription.own', none)
  @Operation('Which messages you get of those that nobody waits for', subscriptions)
  read(@By() actor: Actor) {
    return this.subscriptions.read(actor);
  }

  @Put()
  @May('subscription.own', none)
  @Operation('Choose which of them you get', subscriptions)
  choose(@ValidBody(subscriptionChoice) choice: SubscriptionChoice, @By() actor: Actor) {
    return this.subscriptions.choose(choice, actor);
  }
}
