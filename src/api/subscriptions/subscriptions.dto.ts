import { z } from 'zod';
import type { Subscription } from '../../domain/message/subscription.js';
import { answer, request } from '../common/schemas.js';

const chosen = {
  pulse: z.boolean().describe('The monthly question to a rep.'),
  counts: z.boolean().describe('The counts of open loops in programs that one owns or sponsors.'),
  alert: z.boolean().describe('Alerts about the figures of programs that one answers for or reads.'),
  digest: z.boolean().describe('The week in figures.'),
} satisfies Record<Subscription, z.ZodBoolean>;

export const subscriptions = answer('Subscriptions', z.object(chosen));
export type SubscriptionsAnswer = z.input<typeof subscriptions>;

export const subscriptionChoice = request(
  'SubscriptionChoice',
  z.strictObject(chosen).partial().describe('What is left out stays as it is.'),
);
export type SubscriptionChoice = z.output<typeof subscriptionChoice>;
