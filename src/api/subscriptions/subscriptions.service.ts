import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SUBSCRIPTIONS, type Subscription } from '../../domain/message/subscription.js';
import { Refusal } from '../../store/refusal.js';
import { changeSubscriptions, readUnsubscribed } from '../../store/messages/subscriptions.js';
import { inTransaction } from '../../store/transaction.js';
import type { Actor } from '../common/caller.js';
import type { SubscriptionChoice, SubscriptionsAnswer } from './subscriptions.dto.js';

@Injectable()
export class SubscriptionsService {
  constructor(private readonly dataSource: DataSource) {}

  async read(actor: Actor): Promise<SubscriptionsAnswer> {
    return answerOf(await readUnsubscribed(this.dataSource.manager, ownerOf(actor)));
  }

  choose(choice: SubscriptionChoice, actor: Actor): Promise<SubscriptionsAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      const chosen = (wanted: boolean) => SUBSCRIPTIONS.filter((one) => choice[one] === wanted);
      return answerOf(await changeSubscriptions(tx, ownerOf(actor), chosen(true), chosen(false)));
    });
  }
}

const answerOf = (unsubscribed: readonly Subscription[]): SubscriptionsAnswer =>
  Object.fromEntries(SUBSCRIPTIONS.map((one) => [one, !unsubscribed.includes(one)])) as SubscriptionsAnswer;

function ownerOf({ personId }: Actor): string {
  if (personId !== null) return personId;
  throw new Refusal('invalid', 'Whose messages? Sign in, or send the header Acting-As.');
}
