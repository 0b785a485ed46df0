import type { Enrolment } from '#api/types.gen';

/** Until when something agreed is to be tried: where the two named no day, the cadence does. Null: nothing is waited for. */
export const dueOfAction = (
  { open }: Enrolment,
  { id, dueAt }: Enrolment['actions'][number],
): string | null => dueAt ?? open?.find(({ obligation }) => obligation === `action/${id}`)?.dueAt ?? null;
