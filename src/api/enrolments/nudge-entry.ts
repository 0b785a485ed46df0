import type { Cadence, LadderName } from '../../domain/cadence.js';
import { changesOfMessage } from '../../domain/loop/changes.js';
import { isEnded } from '../../domain/loop/phases.js';
import { isNotice, isTalk, isWhose, kindOf, owedIn } from '../../domain/message/subject.js';
import type { Audience, PersonId, Roster, Seat } from '../../domain/people.js';
import { seatsOf } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { awayUntil, leftOut, localDate, quietSlot } from '../../domain/working-time/index.js';
import type { NudgeEntry, TimelineRows, ToldEntry } from '../../store/loops/timeline.js';
import type { TimelineEntry } from './enrolments.dto.js';
import { changesIn } from './changes.js';
import type { Voice } from './sentences.js';

type Why = NonNullable<TimelineEntry['why']>;

/** A message in the timeline, with everything that says why it was sent, or was not. */
export function nudgeEntry(
  nudge: NudgeEntry,
  rows: TimelineRows,
  voice: Voice,
  reader: PersonId | null,
): TimelineEntry {
  const { cadence, facts, world } = rows;
  const { state, obligation, rung, audience, personId, channel } = nudge;
  const reason = state === 'withdrawn' ? whyWithdrawn(obligation, facts) : nudge.error;
  const roster = rosterOf(nudge, facts);
  const owed = owedThen(nudge, facts);
  return {
    at: toIso(nudge.handedOverAt ?? nudge.slotAt),
    type: 'nudge',
    kind: 'nudge',
    text: voice.nudge(state, obligation, rung, personId, {
      channel: channel ?? 'email',
      reason: reason ?? 'unknown',
    }),
    id: nudge.id,
    changes: changesIn(changesOfMessage(kindOf(obligation, rung), world.cadence.clock), voice),
    why: {
      obligation,
      rung: rung + 1,
      offset: offsetOf(nudge, world.cadence),
      audience,
      recipient: recipientOf(nudge, roster, rows, voice),
      cadence: cadence.name,
      version: cadence.version,
      dueAt: (owed?.dueAt ?? null) === null ? null : toIso(owed!.dueAt!),
      slotAt: toIso(nudge.slotAt),
      moved: movedBy(nudge, roster, owed, rows, voice, reader),
      state,
      via: nudge.via,
      channel,
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

/** Who took part in the loop when the message was placed: the latest roster, where nobody knew better before. */
function rosterOf({ slotAt, queuedAt }: NudgeEntry, facts: readonly ToldEntry[]): Roster {
  const rosters = facts.filter((fact) => fact.kind === 'rosterChanged');
  const then = rosters.findLast(({ happenedAt }) => happenedAt <= Math.max(slotAt, queuedAt));
  return (then ?? rosters[0]!).data.roster;
}

/** What a message is about as it was owed when the message was placed; null: nobody owes it. */
function owedThen(
  { obligation, slotAt, queuedAt }: NudgeEntry,
  facts: readonly ToldEntry[],
): { owner: Audience; dueAt: Instant | null } | null {
  const key = owedIn(obligation);
  const told = facts.filter(({ happenedAt }) => happenedAt <= Math.max(slotAt, queuedAt));
  const opened = told.findLast((fact) => fact.kind === 'obligationOpened' && fact.data.obligation === key);
  if (opened?.kind !== 'obligationOpened') return null;
  const moved = told.findLast((fact) => fact.kind === 'obligationMoved' && fact.data.obligation === key);
  const { owner, dueAt } = opened.data;
  return { owner, dueAt: moved?.kind === 'obligationMoved' ? moved.data.dueAt : dueAt };
}

/** Who a message is for, and how things stood with them on its day, by the calendar that counted then. */
function recipientOf(
  { personId, slotAt }: NudgeEntry,
  roster: Roster,
  { world }: TimelineRows,
  voice: Voice,
): Why['recipient'] {
  const seat = seatsOf(roster).find(({ person }) => person === personId) ?? null;
  const slice = seat && world.calendars(seat);
  return {
    id: personId,
    name: voice.who(personId).who,
    part: partOf(personId, roster),
    calendar: seat?.calendar ?? null,
    zone: slice?.zone ?? null,
    away: slice !== null && awayUntil(slice, slotAt) !== null,
  };
}

function partOf(person: PersonId, roster: Roster): Why['recipient']['part'] {
  const parts = ['manager', 'rep', 'delegate', 'secondLine', 'programOwner', 'sponsor'] as const;
  const part = parts.find((one) => roster[one]?.person === person);
  return part ?? (roster.coCoaches.some((seat) => seat.person === person) ? 'coCoach' : null);
}

/** What of the calendars stands between the due date and the message, or put off its time of day. */
function movedBy(
  { personId, slotAt }: NudgeEntry,
  roster: Roster,
  owed: { owner: Audience; dueAt: Instant | null } | null,
  { world }: TimelineRows,
  voice: Voice,
  reader: PersonId | null,
): Why['moved'] {
  const recipient = seatsOf(roster).find(({ person }) => person === personId) ?? null;
  const owner = owed?.owner === 'manager' ? roster.manager : owed?.owner === 'rep' ? roster.rep : null;
  const dueAt = owed?.dueAt ?? slotAt;
  const named = ({ person }: Seat): Why['moved'][number]['who'] => ({
    id: person,
    name: voice.who(person).who,
  });
  const counted = [recipient, owner].filter((seat) => seat !== null);
  const seats = counted.filter(({ person }, at) => counted.findIndex((one) => one.person === person) === at);
  const days = seats.flatMap((seat) => {
    const slice = world.calendars(seat);
    const [from, to] = [Math.min(dueAt, slotAt), Math.max(dueAt, slotAt)].map((at) =>
      localDate(slice.zone, at),
    );
    return leftOut(slice, from!, to!).map((left) => ({
      who: named(seat),
      ...left,
      // When somebody is away is theirs to know.
      ...(left.because === 'absence' && seat.person !== reader && { from: null, to: null }),
    }));
  });
  const quiet = recipient && quietSlot(world.calendars(recipient));
  return [...days, ...(quiet ? [{ who: named(recipient), because: 'quietHours' as const, ...quiet }] : [])];
}

/** What rides along, and what nobody owes, is on no rung. */
function offsetOf({ obligation, rung }: NudgeEntry, { ladders }: Cadence): string | null {
  const kind = kindOf(obligation, rung);
  if (isNotice(obligation) || isTalk(obligation) || isWhose(obligation) || !(kind in ladders)) return null;
  return ladders[kind as LadderName][rung]?.at ?? null;
}

/** What made a message superfluous before it was sent. */
function whyWithdrawn(
  obligation: string,
  facts: readonly ToldEntry[],
): 'met' | 'closed' | 'standsStill' | 'notDueNow' {
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
