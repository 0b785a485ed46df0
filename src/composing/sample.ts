import type { EntityManager } from 'typeorm';
import type { Message } from '../channels/message.js';
import { localeOf } from '../channels/wording/locale.js';
import type { Cadence, LadderName } from '../domain/cadence.js';
import { AFTERWARDS, MORNING, visitKey, type ItemKind } from '../domain/message/subject.js';
import type { Audience } from '../domain/people.js';
import { HOUR, type Instant } from '../domain/time.js';
import type { StallReason } from '../domain/words.js';
import { readAddressee, type ItemRow } from '../store/messages/message-items.js';
import type { Rules } from '../store/loops/rules.js';
import { readSampleOf, type SampleOf } from '../store/messages/sample-of.js';
import { itemsOf } from './message.js';

/** Which message of a program, and to whom it would go. */
export interface SampleSketch {
  programId: string;
  kind: ItemKind;
  audience: Audience;
  /** BCP 47; null: the reader's own. */
  language: string | null;
  appUrl: string;
}

const DAY = 24 * HOUR;

/** Nobody has this id, so a sample leads to nothing of anybody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What stands behind each kind once it has gone above the manager. */
const STALLS: Readonly<Partial<Record<ItemKind, StallReason>>> = {
  observe: 'noVisitPlanned',
  feedback: 'observedNoFeedback',
  action: 'actionOverdue',
  followUp: 'followUpMissed',
  regroup: 'disputeOpen',
  checkIn: 'noVisitPlanned',
  cover: 'managerAbsent',
};

/** Audiences above the manager: to them it goes only once it is late. */
const ABOVE: ReadonlySet<Audience> = new Set(['secondLine', 'programOwner', 'sponsor']);

/**
 * A message of a program as it would read now, to whoever asks: its program, capability and cadence are real, and
 * whoever it is about, what was said and when are samples. So it can be seen before anybody takes part.
 * @param key names the message, and nothing that is stored
 * @throws Refusal where there is no such program, or it has no capability or cadence yet
 */
export async function sampleMessage(
  tx: EntityManager,
  { programId, kind, audience, language, appUrl }: SampleSketch,
  { key, personId }: { key: string; personId: string },
  rules: Rules,
  now: Instant,
): Promise<Message> {
  const reader = await readAddressee(tx, personId);
  const to = { ...reader, language: language ?? reader.language };
  const { cadenceVersionId, ...of } = await readSampleOf(tx, programId);
  const goesOnTo = nextAfter(await rules.cadence(tx, cadenceVersionId), kind, audience);
  const row = sampleRow(kind, audience, of, to, goesOnTo, now);
  return { key, to, items: await itemsOf(tx, [row], personId, rules, now), waiting: 0, appUrl, at: now };
}

/** To whom it goes on after this audience, by the ladder of its kind; null: to nobody, or it has none. */
function nextAfter({ ladders }: Cadence, kind: ItemKind, audience: Audience): Audience | null {
  const rungs = kind in ladders ? ladders[kind as LadderName] : [];
  const first = rungs.findIndex(({ to }) => to === audience);
  return rungs.slice(first + 1).find(({ to }) => to !== audience)?.to ?? null;
}

/** Due in three days, or two days ago where it has gone on; seen the day before yesterday; goes on in some days. */
function sampleRow(
  kind: ItemKind,
  audience: Audience,
  of: Omit<SampleOf, 'cadenceVersionId'>,
  reader: { name: string; language: string },
  goesOnTo: Audience | null,
  now: Instant,
): ItemRow {
  const { rep, manager, secondLine, institution, action, evidence, suggestion } = localeOf(reader.language)
    .words.sample;
  const isAbove = ABOVE.has(audience);
  const isVisit = kind === 'visitMorning' || kind === 'visitAfterwards';
  const visitAt = isVisit ? now : null;
  const dueAt = now + (isAbove ? -2 : 3) * DAY;
  const isOfAction = kind === 'action' || kind === 'followUp' || kind === 'visitMorning';
  return {
    ...of,
    enrolmentId: NOBODY,
    subject: isVisit ? visitKey(NOBODY, now) : `${kind}/sample`,
    rung: kind === 'visitAfterwards' ? AFTERWARDS : MORNING,
    because: null,
    audience,
    repId: NOBODY,
    rep,
    // Whoever reads it as the manager is told so as the manager would be, not as somebody who stands in.
    manager: audience === 'manager' ? reader.name : manager,
    secondLine,
    dueAt,
    nextDueAt: dueAt,
    oneMore: false,
    visitAt,
    institution: isVisit ? institution : null,
    observedAt: kind === 'observe' ? null : now - 2 * DAY,
    // Status and dates go on, and never a text.
    action: isOfAction && !isAbove ? action : null,
    evidence: kind === 'acknowledge' ? evidence : null,
    suggestion: kind === 'acknowledge' ? suggestion : null,
    readsOf: null,
    ready: false,
    stall: isAbove ? (STALLS[kind] ?? null) : null,
    goesOnTo,
    goesOnAt: goesOnTo && Math.max(dueAt, now) + 5 * DAY,
    goneOn: false,
    ratings: null,
    passedOn: false,
    passedOnTo: null,
    from: null,
    held: null,
    helpAskedAt: null,
    talkAskedAt: null,
    hourFreedAt: null,
    hourFreedBy: null,
    tried: null,
    disputed: kind === 'regroup' && !isAbove ? { reason: 'seenDifferently', note: null } : null,
    doneAt: null,
    doneBy: null,
    doneHow: null,
  };
}
