import { glanceOf, isResting } from '../../domain/loop/glance.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { EnrolmentRow } from '../../store/loops/enrolments.js';
import type { ActionRow, ObservationRow } from '../../store/loops/timeline.js';
import type { EnrolmentDetail, EnrolmentSummary, Observation } from './enrolments.dto.js';
import type { NameOf } from './sentences.js';

export const iso = (at: Instant | null): string | null => (at === null ? null : toIso(at));

export function toSummary(row: EnrolmentRow, now: Instant): EnrolmentSummary {
  const { stallReason, stallClearer, stallNextStep, nextKind, nextDueAt } = row;
  return {
    id: row.id,
    program: { id: row.programId, code: row.program, name: row.programName, backfilled: row.backfilled },
    capability: { id: row.capabilityId, code: row.capability, name: row.capabilityName },
    rep: {
      id: row.repId,
      name: row.rep,
      region: row.region,
      country: row.country,
      zone: row.zone,
      function: row.function,
    },
    manager: row.managerId === null ? null : { id: row.managerId, name: row.manager ?? '' },
    glance: glanceOf(row),
    phase: row.phase,
    phaseSince: iso(row.phaseSince),
    cycle: row.cycle,
    stall:
      stallReason && stallClearer && stallNextStep
        ? { reason: stallReason, since: iso(row.stallSince), clearer: stallClearer, nextStep: stallNextStep }
        : null,
    next:
      nextKind && !isResting(row.phase)
        ? {
            kind: nextKind,
            owner: row.nextOwnerId,
            dueAt: iso(nextDueAt),
            overdue: row.endedAt === null && nextDueAt !== null && nextDueAt < now,
          }
        : null,
    observations: row.observations,
    lastObservedAt: iso(row.lastObservedAt),
    readyAt: iso(row.readyAt),
    nextVisitAt: iso(row.nextVisitAt),
    adoptedAt: iso(row.adoptedAt),
    sustainedAt: iso(row.sustainedAt),
    lapsedAt: iso(row.lapsedAt),
    endedAt: iso(row.endedAt),
    fault: row.fault,
    behind: row.behind,
  };
}

/** Who is asked for what the manager owes, where that is somebody else for now. Feedback is owed by whoever was there. */
export const takerOf = ({ open, managerId }: EnrolmentRow): string | null =>
  open.find(({ kind, owner, ownerId }) => owner === 'manager' && kind !== 'feedback' && ownerId !== managerId)
    ?.ownerId ?? null;

export const toOpen = (row: EnrolmentRow): EnrolmentDetail['open'] =>
  row.open.map(({ key, openedAt, dueAt, kind, cycle, owner, ownerId, kept, held, answers }) => ({
    obligation: key,
    kind,
    cycle,
    owner,
    ownerId,
    openedAt: toIso(openedAt),
    dueAt: iso(dueAt),
    kept: kept && { because: kept.because, until: iso(kept.until) },
    held: held && { because: held.because, until: toIso(held.until) },
    answers: (answers ?? []).map(({ answer, at, person }) => ({ answer, at: toIso(at), person })),
  }));

export const toSeen = (row: ObservationRow, readableFrom: Instant, name: NameOf): Observation => ({
  id: row.id,
  visit: row.visitId,
  observer: { id: row.observerId, name: name(row.observerId) },
  observedAt: toIso(row.observedAt),
  channel: row.channel,
  customer: row.customer,
  prompted: row.prompted,
  feedback:
    row.givenAt === null || row.givenBy === null
      ? null
      : {
          ratings: row.ratings ?? {},
          level: row.level,
          evidence: row.evidence,
          suggestion: row.suggestion,
          talked: row.talked ?? false,
          givenAt: toIso(row.givenAt),
          givenBy: { id: row.givenBy, name: name(row.givenBy) },
          readableFrom: toIso(readableFrom),
        },
  acknowledgement: row.answer && {
    answer: row.answer,
    reason: row.reason,
    answeredAt: iso(row.answeredAt),
    settledAt: iso(row.settledAt),
  },
});

export const toAction = (row: ActionRow): EnrolmentDetail['actions'][number] => ({
  id: row.id,
  observation: row.observationId,
  text: row.text,
  agreedAt: toIso(row.agreedAt),
  dueAt: iso(row.dueAt),
  doneAt: iso(row.doneAt),
  verifiedAt: iso(row.verifiedAt),
  tried: row.tried,
  outcome: row.outcome,
});
