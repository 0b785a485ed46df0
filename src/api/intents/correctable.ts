import { z } from 'zod';
import { DISPUTE_REASONS, VISIT_CHANNELS, type FactKind } from '../../domain/facts.js';
import { Refusal } from '../../store/refusal.js';
import { instant } from '../common/words.js';

const takeBackOnly = z.strictObject({});
const holds = z.strictObject({ until: instant });
const level = z.int().min(1).max(9);

/** What can be put right of a fact that a person told. A fact that is not named here is corrected where it came from. */
const CORRECTABLE: Partial<Record<FactKind, z.ZodType<Record<string, unknown>>>> = {
  observed: z.strictObject({ channel: z.enum(VISIT_CHANNELS), prompted: z.boolean() }).partial(),
  feedbackGiven: takeBackOnly,
  talked: takeBackOnly,
  acknowledged: takeBackOnly,
  disputed: z.strictObject({ reason: z.enum(DISPUTE_REASONS) }),
  regrouped: takeBackOnly,
  confirmed: z.strictObject({ by: z.enum(['coObserver', 'callRecord']) }),
  actionAgreed: z.strictObject({ dueAt: instant.nullable() }),
  actionDone: takeBackOnly,
  actionVerified: z.strictObject({ outcome: z.enum(['working', 'notYet']) }),
  ready: takeBackOnly,
  selfAssessed: z.strictObject({ level }),
  answered: takeBackOnly,
  snoozed: holds,
  noOpportunity: holds,
  notPossible: holds,
  notMyRep: holds,
  excused: z.strictObject({ until: instant.nullable() }),
  paused: takeBackOnly,
  resumed: takeBackOnly,
  withdrawn: takeBackOnly,
  reopened: takeBackOnly,
};

/**
 * The new data of a corrected fact, read by the rules of its kind; null takes it back.
 * @throws Refusal (invalid) where a fact of this kind cannot be corrected, or not like this
 */
export function correctedData(
  kind: FactKind,
  data: Record<string, unknown> | null,
): Record<string, unknown> | null {
  const rules = CORRECTABLE[kind];
  if (!rules)
    throw new Refusal(
      'invalid',
      `A fact of the kind ${kind} is not corrected here. Visits, people and trainings are corrected where they are kept; what the loop says follows.`,
    );
  if (data === null) return null;
  const read = rules.safeParse(data);
  const changes = read.success && Object.keys(read.data).length > 0;
  if (changes) return read.data;
  const fields = rules instanceof z.ZodObject ? Object.keys(rules.shape) : [];
  const possible =
    fields.length === 0 ? 'It can only be taken back.' : `It can be put right in: ${fields.join(', ')}.`;
  const wrong = read.success
    ? ''
    : ` ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`;
  throw new Refusal('invalid', `This is no correction of a fact of the kind ${kind}.${wrong} ${possible}`);
}
