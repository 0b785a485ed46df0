import { is } from '../domain/loop/log.js';
import type { Sighting } from '../domain/loop/sightings.js';
import type { SIGNS } from './questions.js';
import { DAY_MS, type Seen } from './seen.js';
import type { Change, Span, Tally } from './tally.js';
import { toIso, type Instant } from '../domain/time.js';

/** So many observations let one speak of a pattern. */
const PATTERN = 3;
/** Told so long after it was seen, together with others. */
const LATE = 7 * DAY_MS;

interface Told extends Sighting {
  recordedAt: Instant;
}

/**
 * Signs that coaching may have been performed for the visit. They are counted over many reps and describe how
 * observations lie; they are verdicts on nobody. Each is read off the observations up to an instant.
 */
const RULES: Readonly<Record<(typeof SIGNS)[number], (so: readonly Told[], seen: Seen) => boolean | null>> = {
  /** Every rating on a prompted visit is above every one on an unprompted visit, of each at least two. */
  highWhenPrompted(so) {
    const levels = (prompted: boolean): number[] =>
      so.filter((one) => one.prompted === prompted).flatMap(({ feedback }) => feedback?.level ?? []);
    const [prompted, unprompted] = [levels(true), levels(false)];
    if (prompted.length < 2 || unprompted.length < 2) return null;
    return Math.min(...prompted) > Math.max(...unprompted);
  },
  /** All on one day, or all with the one customer that was named. */
  oneDayOneCustomer(so) {
    if (so.length < PATTERN) return null;
    const days = new Set(so.map(({ at }) => toIso(at).slice(0, 10)));
    const customers = new Set(so.map(({ customer }) => customer));
    return days.size === 1 || (customers.size === 1 && !customers.has(null));
  },
  /** In every feedback all anchors have the same rating, and it is the same one each time. */
  alwaysAlike(so, { loop }) {
    const rated = so.filter(({ feedback }) => (feedback?.level ?? null) !== null);
    if (rated.length < PATTERN) return null;
    return (
      rated.every(({ id }) => loop.marks.get(id)?.isAlike === true) &&
      new Set(rated.map(({ feedback }) => feedback!.level)).size === 1
    );
  },
  /** At least three were told on one day, each more than a week after it was seen. */
  enteredTogether(so) {
    if (so.length < PATTERN) return null;
    const late = so.filter(({ at, recordedAt }) => recordedAt - at > LATE);
    const days = late.map(({ recordedAt }) => toIso(recordedAt).slice(0, 10));
    return days.some((day) => days.filter((other) => other === day).length >= PATTERN);
  },
};

export function signsIn(seen: Seen, span: Span, tally: Tally): void {
  const recorded = new Map(
    seen.facts.flatMap((fact) =>
      is(fact, 'observed') ? [[fact.data.observationId, fact.recordedAt] as const] : [],
    ),
  );
  const told = seen.sightings.map((one): Told => ({ ...one, recordedAt: recorded.get(one.id)! }));
  for (const [question, holds] of Object.entries(RULES) as [
    (typeof SIGNS)[number],
    (typeof RULES)[keyof typeof RULES],
  ][]) {
    const changes: Change[] = [{ at: span.from, answer: 'tooFew' }];
    for (const [index, { at, feedback }] of told.entries()) {
      const held = holds(told.slice(0, index + 1), seen);
      changes.push({
        at: Math.max(at, feedback?.at ?? at, span.from),
        answer: held === null ? 'tooFew' : held ? 'sign' : 'none',
      });
    }
    tally.stood(question, changes, span);
  }
}
