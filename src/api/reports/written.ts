import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { FeedbackContent } from '../../domain/facts.js';
import { misrated, overallLevel, rating, type Rating, type Rubric } from '../../domain/rubric.js';
import { toIso, type Instant, type IsoDate } from '../../domain/time.js';
import { endOfWorkingDay, localDate } from '../../domain/working-time/index.js';
import { saveAction, saveFeedback, type NewAction } from '../../store/coaching/coaching.js';
import { refuseForbidden } from '../../store/calendars/country-settings.js';
import { latestCalendar, type LockedEnrolment } from '../../store/loops/enrolments.js';
import { Refusal } from '../../store/refusal.js';
import { day, prose } from '../common/words.js';

/** Longest text a person may write in one field, in characters. */
export const MOST_WRITTEN = 10_000;

export const ratings = z
  .record(z.string().max(40), rating)
  .describe('By anchor code: a level from 1 up, notDone, or noOccasion, which leaves the denominator.');

export const actionFields = {
  text: prose(2_000).describe(
    'One thing to try: "If they name a competitor, then I ask what matters most first."',
  ),
  dueOn: day.optional().describe('Default: as the cadence says.'),
};

/** What a coach writes about an observation. */
export const writtenFields = {
  ratings: ratings.optional(),
  evidence: prose(MOST_WRITTEN).optional().describe('What did you see or hear? No HCP or patient names.'),
  suggestion: prose(MOST_WRITTEN).optional().describe('What should they try next? No HCP or patient names.'),
  talked: z.boolean().default(false).describe('Whether the two have talked already.'),
  action: z.strictObject(actionFields).optional(),
};
export type Written = z.output<z.ZodObject<typeof writtenFields>>;

/** Feedback ready to be told and stored. */
export interface Prepared {
  content: FeedbackContent;
  actions: NewAction[];
  save(tx: EntityManager, observationId: string): Promise<void>;
}

/** @throws Refusal (invalid) where the ratings are not those of the rubric */
export function refuseMisrated(rubric: Rubric, given: Readonly<Record<string, Rating>>): void {
  const problem = misrated(rubric, given);
  if (problem) throw new Refusal('invalid', problem);
}

/**
 * Makes feedback of what was written; null where nothing was.
 * @throws Refusal (invalid) where it does not fit the rubric, or the rep's country forbids that it is stored
 */
export async function prepare(
  tx: EntityManager,
  loop: LockedEnrolment,
  written: Written,
  by: string,
  givenAt: Instant,
): Promise<Prepared | null> {
  const { ratings: given, evidence, suggestion, talked, action } = written;
  if (!given && !evidence && !suggestion && !action) return null;
  await refuseForbidden(tx, loop.repId, {
    ratings: given !== undefined,
    freeText: Boolean(evidence ?? suggestion),
  });
  refuseMisrated(loop.rubric, given ?? {});
  const level = overallLevel(given ?? {});
  const actions = action ? [await newAction(tx, loop, action, givenAt)] : [];
  return {
    content: { givenAt, level, talked, actions: actions.map(({ actionId, dueAt }) => ({ actionId, dueAt })) },
    actions,
    save: async (tx, observationId) => {
      await saveFeedback(tx, observationId, {
        ratings: given ?? {},
        level,
        evidence: evidence ?? null,
        suggestion: suggestion ?? null,
        talked,
        givenAt,
        givenBy: by,
      });
      for (const one of actions)
        await saveAction(tx, one, { enrolmentId: loop.id, observationId, agreedAt: givenAt });
    },
  };
}

/** An action to agree on; a day stands for the end of the rep's working hours on it. */
export async function newAction(
  tx: EntityManager,
  loop: LockedEnrolment,
  { text, dueOn }: { text: string; dueOn?: IsoDate | undefined },
  agreedAt: Instant,
): Promise<NewAction> {
  return {
    actionId: uuid(),
    text,
    dueAt: dueOn === undefined ? null : await endOf(tx, loop, dueOn, agreedAt),
  };
}

async function endOf(
  tx: EntityManager,
  loop: LockedEnrolment,
  dueOn: IsoDate,
  agreedAt: Instant,
): Promise<Instant> {
  const calendar = await latestCalendar(tx, loop.repId);
  const [agreedOn, dueAt] = calendar
    ? [localDate(calendar.zone, agreedAt), endOfWorkingDay(calendar, dueOn)]
    : [toIso(agreedAt).slice(0, 10), Date.parse(`${dueOn}T18:00:00Z`)];
  if (dueOn >= agreedOn) return dueAt;
  throw new Refusal('invalid', { code: 'actionDueEarly', params: { dueOn, agreedOn } });
}

/** An opaque id of a customer, the same for the same name however it is written; the name itself stays out of the log. */
export function customerId(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const hash = createHash('sha256').update(`customer ${plain}`).digest('hex');
  // Version 8 of RFC 9562: a UUID made in our own way.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
