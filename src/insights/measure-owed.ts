import type { AnyFact } from '../domain/facts.js';
import { is } from '../domain/loop/log.js';
import { isWhose, owedIn as obligationIn } from '../domain/message/subject.js';
import { isAboveManager } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import type { ObligationKind } from '../domain/words.js';
import { changesOf } from './course-of-states.js';
import type { QuestionName } from './questions.js';
import { DAY_MS, type Seen } from './seen.js';
import type { Span, Tally } from './tally.js';
import { endOf, monthOf, nextMonthsEnd, weekOf } from './weeks.js';

/** What was owed and when it came, what went above the manager, and what messages led to. */
export function owedIn({ loop: { facts } }: Seen, span: Span, tally: Tally): void {
  const owed = readOwed(facts);
  for (const { kind, dueAt, metAt, missedAt } of owed.values()) {
    const question = IN_TIME[kind];
    if (!question) continue;
    if (missedAt !== null) tally.happened(question, 'missed', missedAt);
    else if (metAt !== null && dueAt !== null) tally.happened(question, 'inTime', dueAt);
  }
  escalations(facts, span, tally);
  nudges(facts, owed, tally);
}

const IN_TIME: Readonly<Partial<Record<ObligationKind, QuestionName>>> = {
  observe: 'coverage',
  checkIn: 'coverage',
  feedback: 'feedbackInTime',
  action: 'actionsOnTime',
  followUp: 'followUpHeld',
};

interface Owed {
  kind: ObligationKind;
  dueAt: Instant | null;
  metAt: Instant | null;
  missedAt: Instant | null;
}

/** By obligation, as the loop told it: what opens again is owed again. */
function readOwed(facts: readonly AnyFact[]): Map<string, Owed> {
  const owed = new Map<string, Owed>();
  for (const fact of facts) {
    if (is(fact, 'obligationOpened'))
      owed.set(fact.data.obligation, {
        kind: fact.data.kind,
        dueAt: fact.data.dueAt,
        metAt: null,
        missedAt: null,
      });
    const one = 'obligation' in fact.data ? owed.get(fact.data.obligation) : undefined;
    if (!one) continue;
    if (is(fact, 'obligationMoved')) one.dueAt = fact.data.dueAt;
    else if (is(fact, 'obligationMet')) one.metAt = fact.happenedAt;
    else if (is(fact, 'obligationMissed')) one.missedAt = fact.happenedAt;
  }
  return owed;
}

/** Whether something about a rep went above the manager in a month, and how far. */
function escalations(facts: readonly AnyFact[], { from, until }: Span, tally: Tally): void {
  const reached = new Map<string, string>();
  const moments: Instant[] = [];
  for (const fact of facts) {
    if (!is(fact, 'rungReached') || !isAboveManager(fact.data.audience) || fact.data.knew) continue;
    const at = fact.happenedAt;
    const month = monthOf(weekOf(at));
    if (reached.get(month) !== 'above')
      reached.set(month, fact.data.audience === 'secondLine' ? 'secondLine' : 'above');
    moments.push(at, endOf(nextMonthsEnd(weekOf(at))) - 1);
  }
  const counted = [from, ...moments].filter((at) => at >= from && at < (until ?? Infinity));
  tally.stood(
    'escalated',
    changesOf(counted, (at) => reached.get(monthOf(weekOf(at))) ?? 'none'),
    { from, until },
  );
}

/** So long a message has to lead to something; then it is counted. */
const ACTED_WITHIN = 7 * DAY_MS;

function nudges(facts: readonly AnyFact[], owed: ReadonlyMap<string, Owed>, tally: Tally): void {
  for (const fact of facts) {
    if (!is(fact, 'handedOver') || isWhose(fact.data.obligation)) continue;
    const one = owed.get(obligationIn(fact.data.obligation) ?? '');
    if (!one) continue;
    const { metAt } = one;
    const after = metAt === null ? Infinity : metAt - fact.happenedAt;
    if (after < 0) continue;
    const rung = fact.data.rung === 0 ? 'first' : 'later';
    const channel = fact.data.channel === 'email' ? 'Email' : 'Slack';
    const outcome = after <= ACTED_WITHIN ? 'Acted' : 'Only';
    tally.happened('nudges', `${rung}${channel}${outcome}`, fact.happenedAt + ACTED_WITHIN);
  }
}
