import { datesFor, type ReaderDates } from '../../channels/dates.js';
import { capital, LONGEST_NAME, quoted } from '../../channels/plain.js';
import type { Locale, Values, Words } from '../../channels/wording/locale.js';
import type { AnyFact, Fact, FactKind } from '../../domain/facts.js';
import type { Change } from '../../domain/loop/changes.js';
import type { Kept } from '../../domain/loop/holds.js';
import { CLEARING } from '../../domain/loop/stall.js';
import { isNotice, isTalk, isWhose, kindOf, MORNING } from '../../domain/message/subject.js';
import type { Audience } from '../../domain/people.js';
import type { Instant } from '../../domain/time.js';

/** Names of people by id; of whoever was erased, or where nobody said who: “somebody”, in the reader's language. */
export type NameOf = (id: string | null) => string;

/** Of whom and what a timeline speaks, and who reads it. */
export interface Spoken {
  locale: Locale;
  /** BCP 47: by whose conventions dates are written. */
  language: string;
  /** IANA: in which dates are told. */
  zone: string;
  rep: string;
  capability: string;
  name: NameOf;
  now: Instant;
}

type Nudged = keyof Words['timeline']['nudge'];
type Told = { [K in FactKind]: (data: Fact<K>['data'], voice: Voice) => Values };

const NONE = 'none';
const yes = (is: boolean): string => (is ? 'yes' : 'no');

/** Facts that tell a rating or a judgement: to whoever does not see those, less is said. */
const RATED: ReadonlySet<string> = new Set<FactKind>([
  /** Its sentence names none; its data does. */
  'observed',
  'feedbackGiven',
  'disputed',
  'regrouped',
  'actionDone',
  'actionVerified',
  'selfAssessed',
  'corrected',
]);

export const tellsRating = (kind: FactKind): boolean => RATED.has(kind);

/** Says what happened and what comes, as a person would say it to one reader. */
export class Voice {
  readonly dates: ReaderDates;
  private readonly words: Words['timeline'];

  constructor(private readonly spoken: Spoken) {
    const { locale, language, zone, now } = spoken;
    this.words = locale.words.timeline;
    this.dates = datesFor({ language, zone }, locale, now);
  }

  fact(fact: AnyFact, ratings: boolean): string {
    const { facts, unrated } = this.words;
    if (fact.kind === 'answered') {
      const { answer, obligation, person } = fact.data;
      return this.say(facts.answered[answer], { ...this.about(obligation), ...this.who(person) });
    }
    if (fact.kind === 'disputed')
      return this.say(ratings ? this.spoken.locale.words.disputed[fact.data.reason] : unrated.disputed);
    const { kind } = fact;
    const text = !ratings && kind in unrated ? unrated[kind as keyof typeof unrated] : facts[kind];
    return this.say(text, (TOLD[kind] as (data: AnyFact['data'], voice: Voice) => Values)(fact.data, this));
  }

  nudge(state: Nudged, subject: string, rung: number, person: string, more: Values = {}): string {
    return this.say(this.words.nudge[state], { ...this.about(subject, rung), ...this.who(person), ...more });
  }

  due = (obligation: string): string => this.say(this.words.ahead.due, this.about(obligation));

  hold = (obligation: string, because: Kept['because']): string =>
    this.say(this.words.ahead.hold, { ...this.about(obligation), because });

  /** A message that would go out if nobody reacted. */
  expected = (subject: string, rung: number, person: string): string =>
    this.say(this.words.ahead.expected, { ...this.about(subject, rung), ...this.who(person) });

  /** @param observers who comes along; null: nobody said so */
  visit(observers: readonly string[] | null): string {
    const names = (observers ?? []).map((one) => this.nameOf(one));
    const who = names.length > 0 ? this.list(names) : this.words.audience.manager;
    return this.say(this.words.ahead.visit, { who });
  }

  get wake(): string {
    return this.words.ahead.wake;
  }

  change = (change: Change): string => this.say(this.words.changes[change]);

  /** What a message or an obligation is about. */
  about(subject: string, rung = MORNING): { what: string; What: string } {
    const { about } = this.words;
    const of = about[kindOf(subject, rung)];
    const frame =
      (isNotice(subject) && about.notice) ||
      (isTalk(subject) && about.talk) ||
      (isWhose(subject) && about.whose) ||
      '{what}';
    const what = this.say(frame, { what: of });
    return { what, What: capital(what) };
  }

  who(person: string | null): { who: string; Who: string } {
    const who = this.nameOf(person);
    return { who, Who: capital(who) };
  }

  audience = (audience: Audience): string => this.say(this.words.audience[audience]);
  cause = (cause: keyof Words['timeline']['causes']): string => this.words.causes[cause];
  reason = (reason: keyof Words['reasons']): string => this.spoken.locale.words.reasons[reason];
  date = (at: Instant | null): string => (at === null ? NONE : this.dates.date(at));
  when = (at: Instant): string =>
    this.say(this.words.when, { date: this.dates.date(at), time: this.dates.time(at) });

  private nameOf(person: string | null): string {
    return this.readable(this.spoken.name(person)) || this.words.somebody;
  }

  private readable = (name: string): string =>
    quoted(name, LONGEST_NAME, this.spoken.locale.words.direction === 'rtl');

  private list = (names: readonly string[]): string =>
    new Intl.ListFormat(this.spoken.locale.words.dates).format(names);

  private say(text: string, values: Values = {}): string {
    const { rep, capability, locale } = this.spoken;
    return locale.say(text, {
      rep: this.readable(rep) || this.words.somebody,
      capability: this.readable(capability) || locale.words.untitled,
      ...values,
    });
  }
}

/** The values of each sentence. */
const TOLD: Omit<Told, 'answered' | 'disputed'> = {
  trained: ({ contentVersion }) => ({ version: contentVersion }),
  rosterChanged: ({ roster, cause, fits = false }, voice) => ({
    cause: voice.cause(cause),
    vacant: yes(roster.manager === null),
    manager: voice.who(roster.manager?.person ?? null).who,
    room: yes(fits),
    withheld: yes(roster.secondLineWithheld === true),
  }),
  cadenceMoved: ({ begins, from, to }) => ({ holds: from === to ? 'notAtAll' : (begins ?? 'atOnce') }),
  visitPlanned: ({ at }, voice) => ({ when: voice.when(at) }),
  visitMoved: ({ at }, voice) => ({ when: voice.when(at) }),
  visitCancelled: () => ({}),
  visitHeld: () => ({}),
  observed: ({ observer, channel, feedback }, voice) => ({
    ...voice.who(observer),
    channel,
    feedback: yes(feedback !== null),
  }),
  feedbackGiven: ({ level, actions }) => ({ level: level ?? NONE, actions: actions.length }),
  talked: () => ({}),
  acknowledged: () => ({}),
  regrouped: ({ outcome }) => ({ outcome }),
  confirmed: ({ by }) => ({ by }),
  actionAgreed: ({ dueAt }, voice) => ({ due: voice.date(dueAt) }),
  actionDone: ({ outcome }) => ({ outcome: outcome ?? NONE }),
  actionVerified: ({ outcome }) => ({ outcome }),
  ready: () => ({}),
  selfAssessed: ({ level }) => ({ level }),
  snoozed: ({ until, owedBy, forTalk }, voice) => ({
    owedBy: owedBy ?? 'manager',
    talk: forTalk ? 'yes' : 'no',
    date: voice.date(until),
  }),
  noOpportunity: ({ until }, voice) => ({ date: voice.date(until) }),
  notPossible: ({ until }, voice) => ({ date: voice.date(until) }),
  notMyRep: ({ until }, voice) => ({ date: voice.date(until) }),
  excused: ({ until }, voice) => ({ date: voice.date(until) }),
  paused: () => ({}),
  resumed: () => ({}),
  withdrawn: ({ because }) => ({ because: because ?? NONE }),
  reopened: () => ({}),
  corrected: ({ data }) => ({ how: data === null ? 'takenBack' : 'putRight' }),
  handedOver: ({ obligation, rung, person, channel }, voice) => ({
    ...voice.about(obligation, rung),
    ...voice.who(person),
    channel,
  }),
  unreachable: ({ obligation, rung, person }, voice) => ({
    ...voice.about(obligation, rung),
    ...voice.who(person),
  }),
  putOff: ({ obligation, rung, person }, voice) => ({
    ...voice.about(obligation, rung),
    ...voice.who(person),
  }),
  unwanted: ({ obligation, rung, person }, voice) => ({
    ...voice.about(obligation, rung),
    ...voice.who(person),
  }),
  phaseEntered: ({ phase, cycle }) => ({ phase, cycle }),
  versionBegun: () => ({}),
  obligationOpened: ({ obligation, owner, dueAt }, voice) => ({
    ...voice.about(obligation),
    owner: voice.audience(owner),
    due: voice.date(dueAt),
  }),
  obligationMoved: ({ obligation, from, dueAt, why }, voice) => ({
    ...voice.about(obligation),
    from: voice.date(from),
    due: voice.date(dueAt),
    cause: why ? voice.cause(why) : NONE,
  }),
  obligationMet: ({ obligation, late }, voice) => ({ ...voice.about(obligation), late: yes(late) }),
  obligationMissed: ({ obligation }, voice) => voice.about(obligation),
  obligationClosed: ({ obligation, how }, voice) => ({ ...voice.about(obligation), how }),
  rungReached: ({ obligation, rung, audience, unreachable, knew }, voice) => ({
    ...voice.about(obligation, rung),
    audience: voice.audience(audience),
    state: knew ? 'knew' : unreachable ? 'unreachable' : 'told',
  }),
  stalled: ({ reason, clearer }, voice) => ({
    reason: voice.reason(reason),
    clearer: voice.audience(clearer),
    step: CLEARING[reason].nextStep,
  }),
  recovered: () => ({}),
  adopted: ({ evidence }) => ({ n: evidence.length }),
  sustained: () => ({}),
  lapsed: () => ({}),
  ended: ({ how }) => ({ how }),
};
