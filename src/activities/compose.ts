import type { EntityManager } from 'typeorm';
import type { Message, MessageItem } from '../channels/message.js';
import { anchorToWatch } from '../domain/message/anchor.js';
import { kindOf } from '../domain/message/subject.js';
import type { Instant } from '../domain/time.js';
import type { DeliveryRow } from '../store/deliveries.js';
import { readAddressee, readItems, type ItemRow } from '../store/message-items.js';
import type { Rules } from '../store/rules.js';

/** One message with everything in it, as things stand now; null if nothing is left to say. */
export async function compose(
  tx: EntityManager,
  { id: key, personId, waiting }: DeliveryRow,
  rules: Rules,
  appUrl: string,
  now: Instant,
): Promise<Message | null> {
  const to = await readAddressee(tx, personId);
  const items: MessageItem[] = [];
  for (const row of await readItems(tx, key, now)) items.push(await itemOf(tx, row, rules));
  return items.length === 0 ? null : { key, to, items, waiting, appUrl, at: now };
}

async function itemOf(tx: EntityManager, row: ItemRow, rules: Rules): Promise<MessageItem> {
  const kind = kindOf(row.subject, row.rung);
  return {
    enrolmentId: row.enrolmentId,
    obligation: row.subject,
    kind,
    because: row.because ?? 'inTurn',
    audience: row.audience,
    repId: row.repId,
    rep: row.rep,
    manager: row.manager,
    capability: row.capability,
    program: row.program,
    dueAt: row.dueAt,
    visit: row.visitAt === null ? null : { at: row.visitAt, institution: row.institution },
    observedAt: row.observedAt,
    action: row.action,
    anchor:
      kind === 'visitMorning'
        ? anchorToWatch(await rules.rubric(tx, row.rubricVersionId), row.ratings)
        : null,
    ready: row.ready,
    stall: row.stall,
    goesOn:
      row.goesOnTo === null || row.goesOnAt === null
        ? null
        : { to: row.goesOnTo, name: row.goesOnTo === 'secondLine' ? row.secondLine : null, at: row.goesOnAt },
    why: { cadence: row.cadence, version: row.version },
    passedOn: row.passedOn ? { to: row.manager } : null,
    done: row.doneAt === null ? null : { by: row.doneBy, at: row.doneAt },
  };
}
