import type { EntityManager } from 'typeorm';
import type { Message, MessageItem } from '../channels/message.js';
import { anchorToWatch } from '../domain/message/anchor.js';
import { isMeanwhile, kindOf } from '../domain/message/subject.js';
import type { Instant } from '../domain/time.js';
import type { DeliveryRow } from '../store/messages/delivery-row.js';
import { readDigestItems } from '../store/figures/digests.js';
import { readAlertItems } from '../store/figures/alert-items.js';
import { readAddressee, readItems, type ItemRow } from '../store/messages/message-items.js';
import { readProposals } from '../store/messages/proposals.js';
import { unread } from '../store/loops/reading.js';
import type { Rules } from '../store/loops/rules.js';
import { readWaveItems } from '../store/programs/wave-messages.js';

/** How far back the monthly question asks. */
const PULSE_WEEKS = 4;

/**
 * One message with everything in it, as things stand; null if nothing is left to say.
 * @param at the instant as of which it speaks of days
 * @param now says what of figures its reader may still read
 */
export async function compose(
  tx: EntityManager,
  { id: key, personId, waiting }: DeliveryRow,
  rules: Rules,
  appUrl: string,
  at: Instant,
  now = at,
): Promise<Message | null> {
  const to = await readAddressee(tx, personId);
  const rows = await readItems(tx, key, at);
  const waits = await unread(tx, rows, at);
  const shown = rows.map((row) =>
    waits.has(row) ? { ...row, evidence: null, suggestion: null, action: null } : row,
  );
  const items = await itemsOf(tx, shown, personId, rules, at);
  const alerts = await readAlertItems(tx, key, at, now);
  const digests = await readDigestItems(tx, key, now);
  const waves = await readWaveItems(tx, key, now);
  const isEmpty = items.length + alerts.length + digests.length + waves.length === 0;
  return isEmpty ? null : { key, to, items, alerts, digests, waves, waiting, appUrl, at };
}

/** Items of a message to a person from what is stored of them. */
export async function itemsOf(
  tx: EntityManager,
  rows: readonly ItemRow[],
  personId: string,
  rules: Rules,
  now: Instant,
): Promise<MessageItem[]> {
  const items: MessageItem[] = [];
  // Of each rep the same days, by the first of their loops.
  const firstOf = new Map<string, string>();
  for (const row of rows)
    if (wantsVisit(row) && !firstOf.has(row.repId)) firstOf.set(row.repId, row.enrolmentId);
  const proposals = await readProposals(tx, [...firstOf.values()], personId, now);
  for (const row of rows)
    items.push(await itemOf(tx, row, rules, proposals.get(firstOf.get(row.repId) ?? '') ?? []));
  return items;
}

/** What is to be seen by the reader, and has no day yet. */
const wantsVisit = ({ subject, rung, audience, visitAt, doneAt, passedOn }: ItemRow): boolean =>
  audience === 'manager' &&
  visitAt === null &&
  doneAt === null &&
  !passedOn &&
  ['observe', 'checkIn'].includes(kindOf(subject, rung));

async function itemOf(
  tx: EntityManager,
  row: ItemRow,
  rules: Rules,
  proposals: readonly Instant[],
): Promise<MessageItem> {
  const visit = row.visitAt === null ? null : { at: row.visitAt, institution: row.institution };
  const about = {
    because: row.because ?? ('inTurn' as const),
    enrolmentId: row.enrolmentId,
    subject: row.subject,
    audience: row.audience,
    repId: row.repId,
    rep: row.rep,
    manager: row.manager,
    capability: row.capability,
    program: row.program,
    why: { cadence: row.cadence, version: row.version },
    held: row.held,
    passedOn: row.passedOn ? { to: row.passedOnTo } : null,
    done:
      row.doneAt === null
        ? null
        : { by: row.doneBy, at: row.doneAt, ...(row.doneHow && { how: row.doneHow }) },
  };
  const next = row.goesOnTo && {
    to: row.goesOnTo,
    name: row.goesOnTo === 'secondLine' ? row.secondLine : null,
  };
  const kind = kindOf(row.subject, row.rung);
  switch (kind) {
    case 'visitMorning': {
      const anchor = anchorToWatch(await rules.rubric(tx, row.rubricVersionId), row.ratings);
      // The visit that it speaks of stands in its own name.
      return { ...about, kind, visit: visit!, action: row.action, anchor, question: null };
    }
    case 'visitAfterwards':
      return { ...about, kind, visit: visit! };
    case 'handOver':
      return {
        ...about,
        kind,
        from: row.from,
        meanwhile: isMeanwhile(row.subject),
        dueAt: row.nextDueAt,
        visit,
      };
    case 'pulse':
      return { ...about, kind, weeks: PULSE_WEEKS };
    default:
      return {
        ...about,
        kind,
        dueAt: row.dueAt,
        visit,
        ...(wantsVisit(row) && { proposals }),
        asksForHelp: row.helpAskedAt !== null,
        wantsTalk: row.talkAskedAt !== null,
        hourFreed: row.hourFreedAt === null ? null : { by: row.hourFreedBy },
        tried: row.tried,
        disputed: row.disputed,
        observedAt: row.observedAt,
        action: row.action,
        seen: { evidence: row.evidence, suggestion: row.suggestion },
        ready: row.ready,
        ...(row.oneMore && { toAdoption: 1 }),
        stall: row.stall,
        goesOn: next && row.goesOnAt !== null && !row.goneOn ? { ...next, at: row.goesOnAt } : null,
        heardBy: row.goneOn ? next : null,
      };
  }
}
