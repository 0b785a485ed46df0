import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { VisitChannel } from '../../domain/facts.js';
import { settled } from '../../domain/loop/log.js';
import type { Instant } from '../../domain/time.js';
import { saveObservation } from '../../store/coaching/coaching.js';
import type { LockedEnrolment } from '../../store/loops/enrolments.js';
import { readLog, type Appended } from '../../store/loops/log.js';
import { Refusal } from '../../store/refusal.js';
import { tell } from '../../store/loops/tellings.js';
import { customerId, prepare, type Written } from './written.js';

/** What was seen, when and where: the same for all capabilities of one report. */
export interface Sighted {
  visitId: string | null;
  observer: string;
  happenedAt: Instant;
  givenAt: Instant;
  channel: VisitChannel;
  /** As written; the log gets an opaque id of it. */
  customer: string | null;
  prompted: boolean;
  /** Who says so, where it is not the observer; null: a machine. */
  actorId: string | null;
  note: string | null;
}

export interface Observed {
  observationId: string;
  actionId: string | null;
  fact: Appended;
}

/**
 * Tells one loop of an observation, with the feedback where some was written, and stores the words beside it.
 * @throws Refusal where the loop does not take it
 */
export async function observe(
  tx: EntityManager,
  loop: LockedEnrolment,
  sighted: Sighted,
  written: Written,
  now: Instant,
): Promise<Observed> {
  const { visitId, observer, happenedAt, channel, customer, prompted } = sighted;
  await refuseTwice(tx, loop.id, visitId, observer);
  const observationId = uuid();
  const feedback = await prepare(tx, loop, written, observer, sighted.givenAt);
  const fact = await tell(
    tx,
    loop.id,
    {
      kind: 'observed',
      happenedAt,
      actorId: sighted.actorId,
      note: sighted.note,
      data: {
        observationId,
        visitId,
        observer,
        channel,
        customer: customer === null ? null : customerId(customer),
        prompted,
        feedback: feedback?.content ?? null,
      },
    },
    now,
  );
  await saveObservation(tx, {
    id: observationId,
    enrolmentId: loop.id,
    visitId,
    observerId: observer,
    observedAt: happenedAt,
    channel,
    customer,
    prompted,
  });
  await feedback?.save(tx, observationId);
  return { observationId, actionId: feedback?.actions[0]?.actionId ?? null, fact };
}

/** One visit, one observer, one observation of a capability; what is to be added is feedback. */
async function refuseTwice(
  tx: EntityManager,
  enrolmentId: string,
  visitId: string | null,
  observer: string,
): Promise<void> {
  if (visitId === null) return;
  const standing = settled(await readLog(tx, enrolmentId));
  const told = standing.some(
    (fact) => fact.kind === 'observed' && fact.data.visitId === visitId && fact.data.observer === observer,
  );
  if (!told) return;
  throw new Refusal('conflict', { code: 'reportedAlready' }, { allowed: ['feedback', 'correction'] });
}
