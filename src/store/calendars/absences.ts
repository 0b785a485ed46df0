import { v7 as uuid } from 'uuid';
import { IsNull, type EntityManager } from 'typeorm';
import type { Instant, IsoDate } from '../../domain/time.js';
import { Absence } from '../../entities/index.js';
import { lockPerson, tellOfCalendar } from '../people/people.js';
import { Refusal, unknown } from '../refusal.js';

export interface NewAbsence {
  personId: string;
  /** First and last day, both inside. */
  from: IsoDate;
  to: IsoDate;
  partDay: boolean;
}

/** Absences may overlap: each day counts once. */
export async function addAbsence(tx: EntityManager, absence: NewAbsence, now: Instant): Promise<Absence> {
  const { personId, from, to, partDay } = absence;
  await lockPerson(tx, personId);
  if (to < from) throw new Refusal('invalid', { code: 'absenceBackwards', at: 'to', params: { from, to } });
  const row = tx.create(Absence, {
    id: uuid(),
    personId,
    fromDate: from,
    toDate: to,
    partDay,
    recordedAt: new Date(now),
    cancelledAt: null,
  });
  await tx.insert(Absence, row);
  await tellOfCalendar(tx, personId, now);
  return row;
}

/** The absence stays on record. Cancelled again it stays as it was. */
export async function cancelAbsence(
  tx: EntityManager,
  personId: string,
  id: string,
  now: Instant,
): Promise<void> {
  await lockPerson(tx, personId);
  const absence = await tx.findOneBy(Absence, { id, personId });
  if (!absence) throw unknown('absence of this person', id);
  if (absence.cancelledAt !== null) return;
  await tx.update(Absence, { id }, { cancelledAt: new Date(now) });
  await tellOfCalendar(tx, personId, now);
}

/** Absences that hold, the earliest first. */
export async function listAbsences(tx: EntityManager, personId: string): Promise<Absence[]> {
  return tx.find(Absence, {
    where: { personId, cancelledAt: IsNull() },
    order: { fromDate: 'ASC', id: 'ASC' },
  });
}
