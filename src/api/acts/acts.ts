import { DISPUTE_REASONS, VISIT_CHANNELS, type Answer, type VisitChannel } from '../../domain/facts.js';
import type { Hold } from '../../domain/loop/course.js';
import { isVisit } from '../../domain/message/subject.js';
import { HOUR, toIso } from '../../domain/time.js';
import { atLocal, localDate } from '../../domain/working-time/index.js';
import { ALERT_ACTIONS, type LoopAction, type Pressed } from '../../channels/wording/actions.js';
import type { ActCard, ActItem, Reportable } from './act-card.js';
import { check, choice, dayField, textField, timeField } from './fields.js';
import type { Field, Filled } from '../../channels/wording/form.js';
import { closedIn, unpromptedField, readReport, reportFields } from './report.js';

/** One request of the API. */
export interface ActRequest {
  path: string;
  body: Record<string, unknown>;
}

export interface Act {
  /** What has to be said first; absent: one press does it. */
  asks?: (card: ActCard) => Field[];
  /** It writes down what was seen, of any of the rep's loops. */
  reports?: true;
  /** Of what was seen it is a visit's report: not before its day. */
  ofVisit?: true;
  /** It plans something with the rep: days on which both are at work help. */
  plans?: true;
  /** It names somebody who takes the loop. */
  names?: true;
  /** It is an honest answer of this kind, so that the cadence says how long it may hold. */
  putsOff?: Hold['kind'];
  /** It is this answer to what is owed: whoever gave it has nothing more to say by it. */
  says?: Answer | 'notMyRep';
  /** Who goes along on the visit that it is about: no visit of others is. */
  goes?: (card: ActCard) => string[];
  /** What it comes to. Each is a request that anybody could send who may. */
  does: (card: ActCard, filled: Filled) => ActRequest[];
}

const FACE_TO_FACE: VisitChannel = 'faceToFace';
const MOST_NOTE = 2_000;
const USUAL_VISIT = '10:00';

const of = ({ loop }: Reportable, path: string, body: Record<string, unknown> = {}): ActRequest => ({
  path: `/enrolments/${loop.id}/${path}`,
  body,
});

const noted = ({ note }: Filled): { note?: string } => (note ? { note } : {});

/** The same about every loop of the card. */
const each =
  (
    path: string,
    body: (item: ActItem, filled: Filled) => Record<string, unknown> = () => ({}),
  ): Act['does'] =>
  ({ items }, filled) =>
    items.map((item) => of(item, path, { ...body(item, filled), ...noted(filled) }));

const noteField = ({ locale: { words } }: ActCard): Field =>
  textField({ name: 'note', label: words.acts.fields.note, most: MOST_NOTE });

const today = ({ zone, now }: ActCard): string => localDate(zone, now);

const tomorrow = ({ zone, now }: ActCard): string => localDate(zone, now + 24 * HOUR);

const laterOf = (a: string, b: string): string => (a > b ? a : b);

/** Visits are planned for a year at most; what is further ahead was a slip of the finger. */
const inAYear = ({ zone, now }: ActCard): string => localDate(zone, now + 366 * 24 * HOUR);

/** The last day that the cadence lets it wait for; null: nothing limits it. */
const latestDay = ({ zone, heldAtMost }: ActCard): string | null =>
  heldAtMost === null ? null : localDate(zone, heldAtMost);

/** Where the cadence counts in minutes there is no day to choose. What waits already does not wait for less. */
function untilFields(card: ActCard, asked: 'until' | 'day'): Field[] {
  const label = card.locale.words.acts.fields[asked];
  const { zone, heldUntil } = card;
  const earliest = laterOf(tomorrow(card), heldUntil === null ? '' : localDate(zone, heldUntil));
  const latest = latestDay(card);
  return latest !== null && latest < earliest ? [] : [dayField({ name: 'until', label, earliest, latest })];
}

/** An honest answer that keeps messages back until a day. */
const hold = (
  path: string,
  putsOff: Hold['kind'],
  asked: 'until' | 'day' = 'until',
  more: Record<string, unknown> = {},
): Act => ({
  putsOff,
  asks: (card) => [...untilFields(card, asked), noteField(card)],
  does: (card, filled) =>
    each(path, () => ({ until: filled.until ?? toIso(card.heldAtMost!), ...more }))(card, filled),
});

const answered = (path: string, says: Answer): Act => ({
  says,
  does: each(`answers/${path}`, ({ owed }) => ({ obligation: owed })),
});
const answeredWithNote = (path: string, says: Answer): Act => ({
  ...answered(path, says),
  asks: (card) => [noteField(card)],
});

/** When a visit takes place, in the zone of whoever plans it. */
const timeFields = (card: ActCard): Field[] => {
  const { locale, zone, proposals, visit, dates } = card;
  const { fields } = locale.words.acts;
  const options = proposals.map((at) => ({ value: localDate(zone, at), label: dates.date(at) }));
  return [
    dayField({ name: 'day', label: fields.day, options, earliest: today(card), latest: inAYear(card) }),
    timeField({
      name: 'time',
      label: fields.time,
      initial: visit ? clockOf(zone, Date.parse(visit.at)) : USUAL_VISIT,
    }),
  ];
};

const clockOf = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);

export const instantOf = ({ zone }: ActCard, { day, time }: Filled): string =>
  toIso(atLocal(zone, day!, time!));

/** Whoever has a visit with the rep ahead and plans again means that one: it moves. */
const planned = (observers: (card: ActCard) => string[]): Act => ({
  plans: true,
  goes: observers,
  asks: (card) =>
    liesAhead(card)
      ? timeFields(card)
      : [
          ...timeFields({ ...card, visit: null }),
          textField({ name: 'institution', label: card.locale.words.acts.fields.institution, most: 200 }),
        ],
  does: (card, filled) =>
    liesAhead(card)
      ? moved.does(card, filled)
      : [
          {
            path: '/joint-visits',
            body: {
              rep: card.items[0]!.loop.rep.id,
              at: instantOf(card, filled),
              observers: observers(card),
              ...(filled.institution && { institution: filled.institution }),
            },
          },
        ],
});

const liesAhead = ({ visit, now }: ActCard): boolean => visit !== null && Date.parse(visit.at) > now;

const onVisit = (
  path: string,
  body: (card: ActCard, filled: Filled) => Record<string, unknown>,
): Act['does'] => {
  return (card, filled) =>
    card.visit ? [{ path: `/joint-visits/${card.visit.id}/${path}`, body: body(card, filled) }] : [];
};

const moved: Act = {
  plans: true,
  asks: timeFields,
  does: onVisit('move', (card, filled) => ({ at: instantOf(card, filled) })),
};
const calledOff: Act = { does: onVisit('cancel', () => ({})) };

/** Whether what was agreed before works. */
const closings = (items: readonly Reportable[], filled: Filled): ActRequest[] =>
  closedIn(items, filled).map(({ item, action, outcome }) =>
    of(item, `actions/${action}/verification`, { outcome }),
  );

/** The field coaching report of a visit, for any of the rep's open capabilities. */
const reported: Act = {
  reports: true,
  ofVisit: true,
  asks: (card) => [...reportFields(card.reportable, card), unpromptedField(card)],
  does: (card, filled) => {
    const { visit, reportable } = card;
    const written = readReport(reportable, filled);
    if (visit === null) return [];
    if (written.length === 0) return closings(reportable, filled);
    const seen = { prompted: filled.unprompted !== 'yes' };
    return [ofVisit(card, written, seen), ...closings(reportable, filled)];
  },
};

const seenOnField = (card: ActCard): Field =>
  dayField({
    name: 'day',
    label: card.locale.words.acts.fields.seenOn,
    initial: today(card),
    latest: today(card),
  });

/** No hour is asked: of today it is as late as it can have been, of another day noon. */
const seenOn = (card: ActCard, { day }: Filled): string =>
  toIso(day === today(card) ? card.now : atLocal(card.zone, day!, '12:00'));

/**
 * Whether what was seen is the visit that lies ahead, which took place sooner. From its own card it is asked also once its
 * time has come, since the form may have been opened before.
 */
const soonerFields = (card: ActCard): Field[] =>
  card.visit !== null && (liesAhead(card) || isVisit(card.items[0]!.ref.subject))
    ? [
        check({
          name: 'sooner',
          section: card.locale.words.acts.fields.occasion,
          label: card.locale.say(card.locale.words.acts.fields.sooner, {
            date: card.dates.date(Date.parse(card.visit.at)),
          }),
          initial: isVisit(card.items[0]!.ref.subject) ? 'yes' : null,
        }),
      ]
    : [];

/** Seen on a day that has been: without a planned visit, or sooner than it was planned. */
const seenAlready: Act = {
  reports: true,
  goes: ({ personId }) => [personId],
  asks: (card) => [
    seenOnField(card),
    ...reportFields(card.reportable, card),
    choice({
      name: 'channel',
      section: card.locale.words.acts.fields.occasion,
      label: card.locale.words.acts.fields.channel,
      initial: FACE_TO_FACE,
      options: VISIT_CHANNELS.map((value) => ({ value, label: card.locale.words.acts.channels[value] })),
    }),
    textField({
      name: 'customer',
      label: card.locale.words.acts.fields.institution,
      section: card.locale.words.acts.fields.occasion,
      most: 200,
    }),
    unpromptedField(card),
    ...soonerFields(card),
  ],
  does: (card, filled) => {
    const written = readReport(card.reportable, filled);
    const seen = {
      happenedAt: seenOn(card, filled),
      prompted: filled.unprompted !== 'yes',
      channel: filled.channel ?? FACE_TO_FACE,
      ...(filled.customer && { customer: filled.customer }),
    };
    const told =
      filled.sooner === 'yes' && written.length > 0
        ? [ofVisit(card, written, seen)]
        : written.map((one) => of(one.item, 'observations', { ...seen, ...one.written }));
    return [...told, ...closings(card.reportable, filled)];
  },
};

const ofVisit = (
  { visit }: ActCard,
  written: ReturnType<typeof readReport>,
  seen: Record<string, unknown>,
): ActRequest => ({
  path: `/joint-visits/${visit!.id}/report`,
  body: {
    ...seen,
    capabilities: written.map((one) => ({ capability: one.item.loop.capability.id, ...one.written })),
  },
});

const feedbackGiven: Act = {
  asks: (card) => reportFields(card.items, card),
  does: ({ items }, filled) => [
    ...readReport(items, filled).map(({ item, written }) =>
      of(item, 'feedback', { observation: item.named, ...written }),
    ),
    ...closings(items, filled),
  ],
};

/** The development actions that an item is about and that still wait for a word: the one it names, or those of its observation. */
const actionsOf = ({ kind, named, loop }: ActItem, waits: 'outcome' | 'doneAt'): string[] =>
  kind === 'action'
    ? [named!]
    : loop.actions.flatMap((action) =>
        action.observation === named && action[waits] === null ? [action.id] : [],
      );

/** What came of the talk about a dispute. Other ratings are agreed on in the app, anchor by anchor. */
const settledOn: Act = {
  asks: (card) => {
    const { outcomes, fields } = card.locale.words.acts;
    const options = (['upheld', 'withdrawn'] as const).map((value) => ({ value, label: outcomes[value] }));
    return [choice({ name: 'outcome', label: fields.outcome, required: true, options }), noteField(card)];
  },
  does: each('regroup', ({ named }, { outcome }) => ({ observation: named, outcome })),
};

const aboutActions = (
  waits: 'outcome' | 'doneAt',
  path: string,
  body: (card: ActCard, filled: Filled) => Record<string, unknown>,
): Act['does'] => {
  return (card, filled) =>
    card.items.flatMap((item) =>
      actionsOf(item, waits).map((action) => of(item, `actions/${action}/${path}`, body(card, filled))),
    );
};

/** The day on which the first of these actions was agreed: before it nobody saw it working. */
const agreedOn = ({ items, zone }: ActCard): string | null =>
  items
    .flatMap((item) => item.loop.actions.filter(({ id }) => actionsOf(item, 'outcome').includes(id)))
    .map(({ agreedAt }) => localDate(zone, Date.parse(agreedAt)))
    .sort()[0] ?? null;

const seenWorking: Act = {
  asks: (card) => [{ ...seenOnField(card), earliest: agreedOn(card) }],
  does: aboutActions('outcome', 'verification', (card, filled) => ({
    outcome: 'working',
    happenedAt: seenOn(card, filled),
  })),
};
const keptOn: Act = { does: aboutActions('outcome', 'verification', () => ({ outcome: 'notYet' })) };

/** With a word on how it went, where they like. */
const tried = (outcome: 'helped' | 'didNotHelp'): Act => ({
  asks: (card) => [noteField(card)],
  does: aboutActions('doneAt', 'done', (_, filled) => ({ outcome, ...noted(filled) })),
});

const monthly = (body: { seen: boolean; helped?: boolean }): Act => ({
  does: ({ items }) => items.map(({ named }) => ({ path: `/pulses/${named}/answer`, body })),
});

/** What each button about a loop does. The same in Slack, behind a link in a mail, and in the app. */
export const ACTS: Readonly<Record<LoopAction, Act>> = {
  planVisit: planned(({ personId }) => [personId]),
  newVisit: planned(({ items }) => items.flatMap(({ loop }) => loop.manager?.id ?? []).slice(0, 1)),
  openVisit: reported,
  writeReport: reported,
  anotherDay: moved,
  visitMoved: moved,
  callOff: calledOff,
  didNotHappen: calledOff,

  sawAlready: seenAlready,
  writeFeedback: feedbackGiven,
  confirm: { does: each('acknowledgement', ({ named }) => ({ observation: named, answer: 'accept' })) },
  dispute: {
    asks: (card) => [
      choice({
        name: 'reason',
        label: card.locale.words.acts.fields.reason,
        required: true,
        options: DISPUTE_REASONS.map((value) => ({
          value,
          label: card.locale.words.acts.disputeReasons[value],
        })),
      }),
      { ...noteField(card), name: 'comment' },
    ],
    does: each('acknowledgement', ({ named }, { reason, comment }) => ({
      observation: named,
      answer: 'dispute',
      reason,
      ...(comment && { comment }),
    })),
  },
  seenWorking,
  keepIt: keptOn,
  itHelped: tried('helped'),
  itDidNot: tried('didNotHelp'),

  assessSelf: {
    asks: (card) => [
      choice({
        name: 'level',
        label: card.locale.words.acts.fields.where,
        required: true,
        options: card.items[0]!.rubric.levels.map(({ label }, index) => ({
          value: String(index + 1),
          label,
        })),
      }),
      noteField(card),
    ],
    does: each('self-assessment', (_, { level }) => ({ level: Number(level) })),
  },
  sayReady: { does: each('ready') },
  noOpportunity: hold('no-opportunity', 'noOpportunity'),
  notPossible: hold('not-possible', 'notPossible'),
  extend: hold('snooze', 'snoozed'),
  notYet: hold('snooze', 'snoozed'),
  talk: hold('snooze', 'snoozed', 'day', { forTalk: true }),
  notMyRep: { says: 'notMyRep', asks: (card) => [noteField(card)], does: each('not-my-rep') },

  talked: { does: each('talk', ({ named }) => ({ observation: named })) },
  settled: settledOn,
  askForHelp: answeredWithNote('ask-for-help', 'askForHelp'),
  talkAbout: answeredWithNote('talk-about', 'talkAbout'),
  freeHour: answered('free-hour', 'freeHour'),
  leaveIt: answered('leave-it', 'leaveIt'),
  takeIt: answered('take-it', 'takeIt'),
  nameSomeone: {
    names: true,
    asks: (card) => {
      const options = card.takers.map(({ id, name, place }) => ({
        value: id,
        label: place === null ? name : `${name} · ${place}`,
      }));
      const label = card.locale.words.acts.fields.taker;
      return [choice({ name: 'taker', label, required: true, options }), noteField(card)];
    },
    does: each('answers/take-it', ({ owed }, { taker }) => ({ obligation: owed, person: taker })),
  },

  seenHelped: monthly({ seen: true, helped: true }),
  seenDidNotHelp: monthly({ seen: true, helped: false }),
  notSeen: monthly({ seen: false }),
};

export const PRESSED = [...new Set([...Object.keys(ACTS), ...ALERT_ACTIONS])] as Pressed[];
