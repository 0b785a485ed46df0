import type { EntityManager } from 'typeorm';
import type { Message, ObligationItem } from '../channels/message.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, readItems, type ItemRow } from '../store/message-items.js';

/** One message with everything in it, as things stand now; null if nothing is left to say. */
export async function compose(
  tx: EntityManager,
  delivery: { id: string; personId: string },
  appUrl: string,
  now: Instant,
): Promise<Message | null> {
  const to = await readAddressee(tx, delivery.personId);
  const items = (await readItems(tx, delivery.id, now)).map(itemOf);
  return items.length === 0 ? null : { key: delivery.id, to, items, appUrl, at: now };
}

const itemOf = (row: ItemRow): ObligationItem => ({
  enrolmentId: row.enrolmentId,
  obligation: row.obligation,
  kind: row.kind,
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
  ready: row.ready,
  stall: row.stall,
  goesOn:
    row.goesOnTo === null || row.goesOnAt === null
      ? null
      : { to: row.goesOnTo, name: row.goesOnTo === 'secondLine' ? row.secondLine : null, at: row.goesOnAt },
  why: { cadence: row.cadence, version: row.version },
  done: row.doneAt === null ? null : { by: row.doneBy, at: row.doneAt },
});
