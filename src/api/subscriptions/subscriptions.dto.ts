import { z } from 'zod';
import { answer, request } from '../common/schemas.js';

const chosen = {
  pulse: z.boolean().describe('The monthly question to a rep.'),
  counts: z.boolean().describe('The counts of open loops in programs that one owns or sponsors.'),
};

export const subscriptions = answer('Subscriptions', z.object(chosen));
export type SubscriptionsAnswer = z.input<typeof subscriptions>;

export const subscriptionChoice = request(
  'SubscriptionChoice',
  z.strictObject(chosen).partial().describe('What is left out stays as it is.'),
);
export type SubscriptionChoice = z.output<typeof subscriptionChoice>;
