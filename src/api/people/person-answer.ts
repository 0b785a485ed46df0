import type { Instant } from '../../domain/time.js';
import { awayUntil } from '../../domain/working-time/index.js';
import type { PersonFields, PersonInLine } from '../../store/people/people.js';
import type { PersonAnswer, PersonChangesBody } from './people.dto.js';

/** A stored person as the API shows them. */
export function answerOf({ person, managerId, calendar }: PersonInLine, now: Instant): PersonAnswer {
  const { hoursFrom, hoursTo, quietFrom, quietTo } = person;
  return {
    ...person,
    managerId,
    hours: { from: hoursFrom, to: hoursTo },
    quietHours: quietFrom !== null && quietTo !== null ? { from: quietFrom, to: quietTo } : null,
    mailBouncedAt: person.mailBouncedAt?.toISOString() ?? null,
    awayUntil: calendar && awayUntil(calendar, now),
    createdAt: person.createdAt.toISOString(),
    updatedAt: person.updatedAt.toISOString(),
  };
}

/** The fields of a request as they are stored; what the request leaves out stays out. */
export function fieldsOf<B extends PersonChangesBody>({
  hours,
  quietHours,
  ...same
}: B): Omit<B, 'hours' | 'quietHours'> & Partial<PersonFields> {
  return {
    ...same,
    ...(hours && { hoursFrom: hours.from, hoursTo: hours.to }),
    ...(quietHours !== undefined && { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null }),
  };
}
