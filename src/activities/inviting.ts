import type { EntityManager } from 'typeorm';
import type { HandOver, Invitation, MessageChannel } from '../channels/message.js';
import type { Channel } from '../domain/cadence.js';
import { invitationKey } from '../domain/message/key.js';
import type { Instant } from '../domain/time.js';
import * as invitations from '../store/messages/invitations.js';
import type { InvitationRow } from '../store/messages/invitations.js';
import { readAddressee } from '../store/messages/message-items.js';
import type { Store } from '../store/transaction.js';
import type { Log } from './looking.js';
import { pauseAfter } from './pauses.js';

export interface InvitingDependencies {
  store: Store;
  /** One call to a provider, within its rate. */
  call: (
    name: Channel,
    work: (channel: MessageChannel) => Promise<HandOver> | undefined,
  ) => Promise<HandOver>;
  appUrl: string;
  log: Log;
}

/**
 * Brings a joint visit into one calendar, changes it there or takes it out. It keeps to no slot and counts into no
 * day: a day in the field that was agreed stands in the diary at once.
 */
export const createInviting =
  ({ store, call, appUrl, log }: InvitingDependencies) =>
  async (id: string, now: () => Instant): Promise<void> => {
    const begun = await store(async (tx) => {
      const row = await invitations.beginInvitation(tx, id, now());
      return row && { row, invitation: await invitationOf(tx, row, appUrl) };
    });
    if (!begun) return;
    const { row, invitation } = begun;
    const answer = await call('email', (channel) => channel.invite?.(invitation));
    if (answer.ok) return store((tx) => invitations.invitationSent(tx, row));
    const { code, failure, inDoubt = false, retryAfter } = answer;
    if (failure === 'later') {
      const at = now() + pauseAfter(row.attempts, retryAfter);
      return store((tx) => invitations.invitationLater(tx, row, code, inDoubt, at));
    }
    log.warn({ invitation: id, code }, 'an invitation could not be brought');
    await store((tx) => invitations.invitationRefused(tx, row, code));
  };

async function invitationOf(
  tx: EntityManager,
  { id, personId, visitId, sequence, cancelled, again, ...row }: InvitationRow,
  appUrl: string,
): Promise<Invitation> {
  return {
    key: invitationKey(id, sequence),
    to: await readAddressee(tx, personId),
    visitId,
    sequence,
    news: cancelled ? 'cancelled' : again ? 'changed' : 'planned',
    visit: { at: row.startsAt, institution: row.institution },
    company: row.company,
    appUrl,
    at: row.changedAt,
  };
}
