import type { Cadence, LadderName } from '../../domain/cadence.js';
import { isEnded } from '../../domain/loop/phases.js';
import { isNotice, kindOf } from '../../domain/message/subject.js';
import { seatsOf } from '../../domain/people.js';
import { toIso } from '../../domain/time.js';
import { awayUntil } from '../../domain/working-time/index.js';
import type { NudgeEntry, TimelineRows, ToldEntry } from '../../store/timeline.js';
import type { TimelineEntry } from './enrolments.dto.js';
import { owed, type NameOf } from './sentences.js';

/** A message in the timeline, with everything that says why it was sent, or was not. */
export function nudgeEntry(nudge: NudgeEntry, rows: TimelineRows, name: NameOf): TimelineEntry {
  const { cadence, facts } = rows;
  const { state, obligation, rung, audience } = nudge;
  const reason = state === 'withdrawn' ? whyWithdrawn(obligation, facts) : nudge.error;
  return {
    at: toIso(nudge.handedOverAt ?? nudge.slotAt),
    type: 'nudge',
    kind: 'nudge',
    text: sentence(nudge, name(nudge.personId), reason),
    id: nudge.id,
    why: {
      obligation,
      rung: rung + 1,
      offset: offsetOf(nudge, cadence.document),
      audience,
      recipient: recipientOf(nudge, rows, name),
      cadence: cadence.name,
      version: cadence.version,
      slotAt: toIso(nudge.slotAt),
      state,
      via: nudge.via,
      channel: nudge.channel,
      delivery: nudge.deliveryId,
      handedOverAt: nudge.handedOverAt === null ? null : toIso(nudge.handedOverAt),
      inDoubt: nudge.inDoubt ?? false,
      stall: nudge.stall,
      goesOn:
        nudge.goesOnTo === null || nudge.goesOnAt === null
          ? null
          : { to: nudge.goesOnTo, at: toIso(nudge.goesOnAt) },
      because: nudge.because,
      reason,
    },
  };
}

/** Who a message is for, and how things stood with them on its day, by the calendar that counted then. */
function recipientOf(
  { personId, slotAt, queuedAt }: NudgeEntry,
  { facts, calendars }: TimelineRows,
  name: NameOf,
): NonNullable<TimelineEntry['why']>['recipient'] {
  const seats = facts.flatMap((fact) =>
    fact.kind === 'rosterChanged' && fact.happenedAt <= Math.max(slotAt, queuedAt)
      ? seatsOf(fact.data.roster).filter(({ person }) => person === personId)
      : [],
  );
  const version = seats.at(-1)?.calendar ?? null;
  const slice = calendars.find((one) => one.person === personId && one.version === version)?.slice;
  return {
    id: personId,
    name: name(personId),
    calendar: version,
    zone: slice?.zone ?? null,
    away: slice !== undefined && awayUntil(slice, slotAt) !== null,
  };
}

/** What rides along, and what nobody owes, is on no rung. */
function offsetOf({ obligation, rung }: NudgeEntry, { ladders }: Cadence): string | null {
  const kind = kindOf(obligation, rung);
  if (isNotice(obligation) || !(kind in ladders)) return null;
  return ladders[kind as LadderName][rung]?.at ?? null;
}

type WhyWithdrawn = 'met' | 'closed' | 'standsStill' | 'notDueNow';

const WITHDRAWN_WORDS: Readonly<Record<WhyWithdrawn, string>> = {
  met: 'it was done',
  closed: 'it is no longer owed',
  standsStill: 'the loop stands still',
  notDueNow: 'it is not due as things stand',
};

/** What made a message superfluous before it was sent. */
function whyWithdrawn(obligation: string, facts: readonly ToldEntry[]): WhyWithdrawn {
  const settled = facts.findLast(
    (fact) => 'obligation' in fact.data && fact.data.obligation === obligation && SETTLING.has(fact.kind),
  );
  if (settled?.kind === 'obligationMet') return 'met';
  if (settled?.kind === 'obligationClosed') return 'closed';
  const last = facts.findLast((fact) => fact.kind === 'phaseEntered');
  const phase = last?.kind === 'phaseEntered' ? last.data.phase : 'observe';
  return phase === 'paused' || phase === 'excused' || isEnded(phase) ? 'standsStill' : 'notDueNow';
}

const SETTLING: ReadonlySet<string> = new Set(['obligationOpened', 'obligationMet', 'obligationClosed']);

function sentence(
  { state, obligation, rung, channel, slotAt }: NudgeEntry,
  person: string,
  reason: string | null,
): string {
  const message = `A message about ${owed(obligation, rung)}`;
  switch (state) {
    case 'queued':
      return `${message} goes to ${person} at ${toIso(slotAt).slice(0, 16).replace('T', ' ')} UTC.`;
    case 'claimed':
      return `${message} is on its way to ${person}.`;
    case 'handedOver':
      return `${message} went to ${person} by ${channel}.`;
    case 'unreachable':
      return `${message} did not reach ${person}${reason === null ? '' : ` (${reason})`}.`;
    case 'withdrawn':
      return `${message} for ${person} was withdrawn: ${WITHDRAWN_WORDS[reason as WhyWithdrawn]}.`;
  }
}
