import type { EntityManager } from 'typeorm';
import type { Channel } from '../../domain/cadence.js';
import type { MailKey } from '../../domain/message/key.js';
import { MINUTE, toIso, type Instant } from '../../domain/time.js';
import { ringAtOnce } from '../running/bells.js';
import { failed, IS_OWED, IS_THEIRS, lockLoopsOf, mayGoFrom } from './deliveries.js';
import { DELIVERY_COLUMNS, type DeliveryRow } from './delivery-row.js';

/** A mail came back. */
export interface Bounce {
  mail: MailKey;
  /** False: it may arrive another time. */
  forGood: boolean;
  /** It says something of the mailbox itself, not of this mail or of its sender. */
  ofMailbox: boolean;
  /** Tells one report from another; the same one twice changes nothing. */
  report: string;
}

/**
 * - `unknownMail`: no mail of ours, or one whose traces are gone.
 * - `underWay`: its hand-over is not stored yet. The report is to come again.
 * - `known`: this report was taken before.
 * - `settled`: what it was about is done, went on, or was brought another way.
 * - `otherChannel`, `later`: it goes on so, when its person is at work; `unreachable`: no channel is left, and the loops hear of it.
 */
export type BounceEffect =
  'unknownMail' | 'underWay' | 'known' | 'settled' | 'otherChannel' | 'later' | 'unreachable';

/** A mail server has tried for hours by then: so long the mail rests before it is sent again. */
const PAUSE = 30 * MINUTE;

/** Reports of one mail that may arrive another time. With this one it is given up; its address may be right. */
const MOST_REPORTS = 4;

/** What follows from a mail that came back, for its person, its loops and the mail itself. */
export async function takeBounce(tx: EntityManager, bounce: Bounce, now: Instant): Promise<BounceEffect> {
  const { id, sequence } = bounce.mail;
  return sequence === null
    ? messageCameBack(tx, id, bounce, now)
    : invitationCameBack(tx, id, sequence, bounce, now);
}

async function messageCameBack(
  tx: EntityManager,
  id: string,
  bounce: Bounce,
  now: Instant,
): Promise<BounceEffect> {
  // In the order of a claim: the person, the loops, their messages, the delivery.
  await lockPersonOf(tx, 'delivery', id);
  await lockLoopsOf(tx, [id]);
  const [delivery] = (await tx.query(
    `SELECT ${DELIVERY_COLUMNS}, $2 = ANY (reports) AS known, cardinality(reports) AS reports, lane, handed_over_at AS "handedOverAt" FROM delivery WHERE id = $1 FOR NO KEY UPDATE`,
    [id, bounce.report],
  )) as (DeliveryRow & { known: boolean; reports: number; lane: number; handedOverAt: Date | null })[];
  if (!delivery) return 'unknownMail';
  if (delivery.known) return 'known';
  if (delivery.state === 'sending') return 'underWay';
  await note(tx, 'delivery', id, bounce);
  await closeAddress(
    tx,
    delivery.personId,
    delivery.handedOverAt ?? new Date(delivery.createdAt),
    bounce,
    now,
  );
  if (delivery.state !== 'handedOver' || delivery.channel !== 'email') return 'settled';
  if (!(await takeBack(tx, id, now))) return 'settled';
  const givenUp = isGivenUp(bounce, delivery.reports);
  const [next, ...others] = delivery.otherChannels;
  if (givenUp && next === undefined) {
    // Not before it was handed over, whatever the clocks of two machines say: the later word counts.
    await failed(tx, delivery, 'bounced', Math.max(now, delivery.handedOverAt?.getTime() ?? now));
    return 'unreachable';
  }
  const at = await mayGoFrom(tx, id, givenUp ? now : now + PAUSE);
  if (givenUp) await turnTo(tx, id, next!, others, at);
  else await turnTo(tx, id, 'email', delivery.otherChannels, at);
  await ringAtOnce(tx, 'lane', [String(delivery.lane)]);
  return givenUp ? 'otherChannel' : 'later';
}

/** An invitation has no other way than mail, and no loop waits for it. */
async function invitationCameBack(
  tx: EntityManager,
  id: string,
  sequence: number,
  bounce: Bounce,
  now: Instant,
): Promise<BounceEffect> {
  await lockPersonOf(tx, 'invitation', id);
  const [row] = (await tx.query(
    `SELECT person_id AS "personId", $2 = ANY (reports) AS known, cardinality(reports) AS reports, sent, wanted, sending, changed_at AS "changedAt"
       FROM invitation WHERE id = $1 FOR NO KEY UPDATE`,
    [id, bounce.report],
  )) as {
    personId: string;
    known: boolean;
    reports: number;
    sent: number | null;
    wanted: number;
    sending: number | null;
    changedAt: Date;
  }[];
  if (!row) return 'unknownMail';
  if (row.known) return 'known';
  if (row.sending !== null) return 'underWay';
  await note(tx, 'invitation', id, bounce);
  await closeAddress(tx, row.personId, row.changedAt, bounce, now);
  if (row.sent !== sequence || row.wanted !== sequence) return 'settled';
  const givenUp = isGivenUp(bounce, row.reports);
  await tx.query(`UPDATE invitation SET error = 'bounced', due_at = $2 WHERE id = $1`, [
    id,
    givenUp ? null : toIso(now + PAUSE),
  ]);
  return givenUp ? 'unreachable' : 'later';
}

const isGivenUp = ({ forGood }: Bounce, reportsBefore: number): boolean =>
  forGood || reportsBefore + 1 >= MOST_REPORTS;

const lockPersonOf = (tx: EntityManager, table: 'delivery' | 'invitation', id: string): Promise<unknown> =>
  tx.query(
    `SELECT 1 FROM person WHERE id = (SELECT person_id FROM ${table} WHERE id = $1) FOR NO KEY UPDATE`,
    [id],
  );

const note = (tx: EntityManager, table: 'delivery' | 'invitation', id: string, { report }: Bounce) =>
  tx.query(`UPDATE ${table} SET reports = reports || $2::text WHERE id = $1`, [id, report]);

/** No more mail to this address. One that came after the mail was sent has not bounced. */
async function closeAddress(
  tx: EntityManager,
  personId: string,
  sentAt: Date,
  { forGood, ofMailbox }: Bounce,
  now: Instant,
): Promise<void> {
  if (!forGood || !ofMailbox) return;
  await tx.query(
    `UPDATE person SET mail_bounced_at = $2, updated_at = $2
      WHERE id = $1 AND mail_bounced_at IS NULL AND (email_since IS NULL OR email_since <= $3)`,
    [personId, toIso(now), sentAt],
  );
}

/** Claims again what was given up, as `takeBack` does. */
export const takeUpAgain = (tx: EntityManager, id: string, now: Instant): Promise<boolean> =>
  claimAgain(tx, id, 'unreachable', now);

/**
 * Claims again what a message had brought, or had not, where anything of it is still owed, still goes to the same person, and
 * nobody higher has heard of it since: what was done, or went on, needs no second message, and who leads a rep no more, or has
 * left, is told nothing of them. Figures are told as they stand by then.
 */
const takeBack = (tx: EntityManager, id: string, now: Instant): Promise<boolean> =>
  claimAgain(tx, id, 'handedOver', now);

async function claimAgain(
  tx: EntityManager,
  id: string,
  from: 'handedOver' | 'unreachable',
  now: Instant,
): Promise<boolean> {
  const [rows] = (await tx.query(
    `UPDATE nudge n SET state = 'claimed', handed_over_at = NULL FROM enrolment e
      WHERE n.delivery_id = $1 AND n.state = $2 AND e.id = n.enrolment_id AND ${IS_OWED} AND ${IS_THEIRS('$3')}
        AND NOT EXISTS (SELECT 1 FROM nudge above WHERE above.enrolment_id = n.enrolment_id
                           AND above.obligation = n.obligation AND above.rung > n.rung AND above.state = 'handedOver')
      RETURNING n.id`,
    [id, from, toIso(now)],
  )) as [unknown[], number];
  const [figures] = (await tx.query(
    `UPDATE nudge SET state = 'claimed', handed_over_at = NULL
      WHERE delivery_id = $1 AND state = $2 AND enrolment_id IS NULL RETURNING id`,
    [id, from],
  )) as [unknown[], number];
  return rows.length + figures.length > 0;
}

const turnTo = (
  tx: EntityManager,
  id: string,
  channel: Channel,
  others: readonly Channel[],
  at: Instant,
): Promise<unknown> =>
  tx.query(
    `UPDATE delivery SET state = 'retrying', channel = $2, other_channels = $3, next_try_at = $4, error = 'bounced' WHERE id = $1`,
    [id, channel, others, toIso(at)],
  );
