import { is } from '../domain/loop/log.js';
import type { Sighting } from '../domain/loop/sightings.js';
import type { Instant } from '../domain/time.js';
import { changesOf } from './course-of-states.js';
import type { FeedbackMarks } from './loop-log.js';
import { whyUnseenAt } from './measure-standing.js';
import { inBand, type Seen } from './seen.js';
import type { Change, Span, Tally } from './tally.js';
import { endOf, monthOf, monthsEnd, nextMonthsEnd, weekOf } from './weeks.js';

/** What coaches saw and said, what became of it, and what the rep says to it. */
export function coachingIn(seen: Seen, span: Span, tally: Tally): void {
  const { loop, sightings, actions } = seen;
  tally.stood('reinforcement', reinforcement(seen, span), span);
  for (const sighting of sightings) {
    tally.stood('truth', truthOf(sighting), { from: sighting.at, until: null });
    const { feedback } = sighting;
    if (!feedback) continue;
    tally.happened('feedbackLag', inBand(feedback.at - sighting.at, LAGS, 'longer'), feedback.at);
    const marks = loop.marks.get(sighting.id);
    if (marks) tally.happened('feedbackContent', contentOf(marks), feedback.at);
    const agreed = actions.some(({ observation }) => observation === sighting.id);
    tally.happened('actionsAgreed', agreed ? 'agreed' : 'notAgreed', feedback.at);
  }
  improvement(sightings, tally);
  ratingGap(seen, tally);
}

const LAGS: readonly [number, string][] = [
  [1, 'oneDay'],
  [2, 'twoDays'],
  [5, 'fiveDays'],
];

const contentOf = ({ hasEvidence, hasSuggestion }: FeedbackMarks): string => {
  if (hasEvidence && hasSuggestion) return 'both';
  return hasEvidence ? 'evidenceOnly' : hasSuggestion ? 'suggestionOnly' : 'neither';
};

/** The rep's word, a co-observer's or a call record's confirms; a dispute stays one, whatever came of the talk. */
function truthOf({ at, confirmedAt, dispute }: Sighting): Change[] {
  const changes: Change[] = [{ at, answer: 'unanswered' }];
  const disputedAt = dispute?.at ?? Infinity;
  if (confirmedAt !== null && confirmedAt < disputedAt)
    changes.push({ at: confirmedAt, answer: 'confirmed' });
  if (dispute) changes.push({ at: dispute.at, answer: 'disputed' });
  return changes;
}

/** How often a rep was seen in a month; where nobody has looked, what stood in the way at its end. */
function reinforcement(seen: Seen, { from, until }: Span): Change[] {
  const unseen = whyUnseenAt(seen);
  const inMonth = new Map<string, number>();
  const before = until ?? Infinity;
  const sightings = seen.sightings.filter(({ at }) => at < before);
  for (const { at } of sightings) {
    const month = monthOf(weekOf(at));
    inMonth.set(month, (inMonth.get(month) ?? 0) + 1);
  }
  const next = (at: Instant): Instant => endOf(nextMonthsEnd(weekOf(at))) - 1;
  const atEnd = (at: Instant): Instant => endOf(monthsEnd(weekOf(at))) - 1;
  const moments = [
    from,
    ...unseen.instants.filter((at) => at >= from),
    ...sightings.flatMap(({ at }) => [at, next(at)]),
  ];
  return changesOf(
    moments.filter((at) => at < before),
    (at) => {
      const times = inMonth.get(monthOf(weekOf(Math.max(at, from)))) ?? 0;
      return times > 1 ? 'more' : times === 1 ? 'once' : unseen.at(atEnd(Math.max(at, from)));
    },
  );
}

/** Each rated observation against the rated one before it. */
function improvement(sightings: readonly Sighting[], tally: Tally): void {
  let before: number | null = null;
  for (const { at, feedback } of sightings) {
    const level = feedback?.level ?? null;
    if (level === null) continue;
    if (before !== null)
      tally.happened('improvement', level > before ? 'higher' : level < before ? 'lower' : 'same', at);
    before = level;
  }
}

/** The rep's word of themselves against the coach's, once both are in; each word is compared once. */
function ratingGap({ facts, sightings }: Seen, tally: Tally): void {
  const words = [
    ...facts.flatMap((fact) =>
      is(fact, 'selfAssessed') ? [{ at: fact.happenedAt, by: 'rep', level: fact.data.level }] : [],
    ),
    ...sightings.flatMap(({ feedback }) =>
      feedback && feedback.level !== null ? [{ at: feedback.at, by: 'coach', level: feedback.level }] : [],
    ),
  ].sort((a, b) => a.at - b.at);
  let waiting: (typeof words)[number] | null = null;
  for (const word of words) {
    if (waiting === null || waiting.by === word.by) {
      waiting = word;
      continue;
    }
    const [coach, rep] = word.by === 'coach' ? [word, waiting] : [waiting, word];
    const answer = coach.level === rep.level ? 'same' : coach.level > rep.level ? 'coachHigher' : 'repHigher';
    tally.happened('ratingGap', answer, word.at);
    waiting = null;
  }
}
