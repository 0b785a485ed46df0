import { z } from 'zod';
import { FIELD_GROUPS } from '../../access/words.js';
import { CHANNELS } from '../../domain/cadence.js';
import { ANSWERS, TRIAL_OUTCOMES, VISIT_CHANNELS } from '../../domain/facts.js';
import { GLANCES } from '../../domain/loop/glance.js';
import { CHANGES } from '../../domain/loop/changes.js';
import { PUT_OFF_FOR } from '../../domain/loop/course.js';
import { HOLDS } from '../../domain/loop/holds.js';
import { BECAUSE } from '../../domain/message/rank.js';
import { AUDIENCES } from '../../domain/people.js';
import { rubricSchema } from '../../domain/rubric.js';
import { OBLIGATION_KINDS, PHASES, STALL_REASONS } from '../../domain/words.js';
import * as values from '../../imports/values.js';
import { repsOf } from '../../store/rights/audit.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, readBy } from '../common/words.js';
import { visit } from '../visits/visits.dto.js';

const named = z.object({ id: anId, name: z.string() });
const coded = z.object({ id: anId, code: z.string(), name: z.string() });
const maybe = anInstant.nullable();

const summaryFields = {
  id: anId,
  program: coded.extend({ backfilled: z.boolean().describe('Its past was played in afterwards.') }),
  capability: coded,
  rep: named.extend({
    region: z.string().nullable(),
    country: z.string(),
    zone: z.string().describe('IANA: the times of the rep.'),
    function: z.enum(['commercial', 'medical']),
  }),
  manager: named.nullable(),
  glance: z.enum(GLANCES).nullable().describe('Where it stands, in one word.'),
  phase: z.enum(PHASES).nullable(),
  phaseSince: maybe,
  cycle: z.int().nullable(),
  stall: z
    .object({
      reason: z.enum(STALL_REASONS),
      since: maybe,
      clearer: z.enum(AUDIENCES).describe('Who can clear it.'),
      nextStep: z.string().describe('What would help next.'),
    })
    .nullable(),
  next: z
    .object({ kind: z.enum(OBLIGATION_KINDS), owner: anId.nullable(), dueAt: maybe, overdue: z.boolean() })
    .nullable()
    .describe('What is owed first; null: nothing is, or nothing is expected while the loop is at rest.'),
  observations: z.int().nullable(),
  lastObservedAt: maybe,
  readyAt: maybe,
  nextVisitAt: maybe,
  adoptedAt: maybe,
  sustainedAt: maybe,
  lapsedAt: maybe,
  endedAt: maybe,
  fault: z.string().nullable().describe('Why the loop could not decide.'),
  behind: z.boolean().nullable().describe('Facts have come in that the loop has not looked at yet.'),
};

export const enrolmentSummary = answer('EnrolmentSummary', z.object(summaryFields));
export type EnrolmentSummary = z.input<typeof enrolmentSummary>;
export const enrolmentPage = answer('EnrolmentPage', pageSchema(enrolmentSummary));
shows(enrolmentPage, { record: 'enrolment', people: ({ items }) => items.map(({ rep }) => rep.id) });

export const grid = answer(
  'Grid',
  z.object({
    capabilities: z.array(coded),
    rows: z.array(
      z.object({
        rep: named.extend({ region: z.string().nullable() }),
        cells: z
          .array(
            z
              .object({
                enrolment: anId,
                glance: z.enum(GLANCES),
                stall: z.enum(STALL_REASONS).nullable(),
                overdue: z.boolean(),
              })
              .nullable(),
          )
          .describe('One for each capability, in their order; null: not trained.'),
      }),
    ),
    complete: z.boolean().describe('False: there are more reps than are shown; narrow it down.'),
  }),
);
export type Grid = z.input<typeof grid>;
shows(grid, { record: 'enrolment', people: ({ rows }) => rows.map(({ rep }) => rep.id) });

export const observation = z.object({
  id: anId,
  visit: anId.nullable(),
  observer: named,
  observedAt: anInstant,
  channel: z.enum(VISIT_CHANNELS),
  customer: z.string().nullable(),
  prompted: z.boolean(),
  feedback: z
    .object({
      ratings: z.record(z.string(), z.unknown()).nullable(),
      level: z.int().nullable(),
      evidence: z.string().nullable(),
      suggestion: z.string().nullable(),
      talked: z.boolean(),
      givenAt: anInstant,
      givenBy: named,
      readableFrom: anInstant.describe('From when the rep may read it: the talk, or one working day later.'),
    })
    .nullable(),
  acknowledgement: z
    .object({
      answer: z.enum(['accepted', 'disputed']),
      reason: z.string().nullable(),
      answeredAt: maybe,
      settledAt: maybe.describe('When the two settled what the rep saw differently.'),
    })
    .nullable(),
});

export type Observation = z.input<typeof observation>;

const action = z.object({
  id: anId,
  observation: anId,
  text: z.string().nullable(),
  agreedAt: anInstant,
  dueAt: maybe,
  doneAt: maybe,
  verifiedAt: maybe,
  tried: z.enum(TRIAL_OUTCOMES).nullable().describe('How it went, in the rep’s own word.'),
  outcome: z.enum(['working', 'notYet']).nullable(),
});

export const enrolment = answer(
  'Enrolment',
  z.object({
    ...summaryFields,
    cadence: z.object({ name: z.string(), version: z.int() }),
    meanwhile: named
      .nullable()
      .describe(
        'Who took the loop while its line is vacant or its manager away; asked for what the manager owes.',
      ),
    withheld: z
      .array(z.enum(FIELD_GROUPS))
      .describe('What is empty here, wholly or in part, because it is not for the eyes of whoever asks.'),
    trainedAt: maybe,
    openedAt: maybe,
    wakeAt: maybe,
    open: z
      .array(
        z.object({
          obligation: z.string(),
          kind: z.enum(OBLIGATION_KINDS),
          cycle: z.int(),
          owner: z.enum(AUDIENCES),
          ownerId: anId.nullable(),
          openedAt: anInstant,
          dueAt: maybe,
          kept: z
            .object({
              because: z.enum(HOLDS),
              until: maybe.describe('Null: until somebody does something.'),
            })
            .nullable()
            .describe('Why the next message goes later than the ladder says.'),
          held: z
            .object({ because: z.enum(PUT_OFF_FOR), until: anInstant })
            .nullable()
            .describe('The honest answer that holds now.'),
          answers: z
            .array(z.object({ answer: z.enum(ANSWERS), at: anInstant, person: anId.nullable() }))
            .describe('What was said to it that neither meets it nor keeps it back, oldest first.'),
        }),
      )
      .nullable()
      .describe('Everything owed now.'),
    rubric: rubricSchema.describe('By which it is rated.'),
    ready: z
      .object({
        fact: anId.describe('Whoever told it takes it back by a correction.'),
        at: anInstant,
        by: anId.nullable(),
      })
      .nullable()
      .describe('The rep would like to be seen, and was not since.'),
    selfAssessment: z
      .object({
        at: anInstant,
        level: z.int().nullable().describe('Null: hidden until both are in.'),
        note: z.string().nullable(),
        shared: z.boolean().describe('Whether both are in, so that rep and coach see both.'),
      })
      .nullable()
      .describe('The latest.'),
    maySelfAssess: z.boolean().describe('Whether the rep’s country lets self-assessments be stored.'),
    seen: z.array(observation),
    actions: z.array(action),
    visits: z.array(visit).describe('Of the rep since the training, latest first.'),
  }),
);
export type EnrolmentDetail = z.input<typeof enrolment>;
shows(enrolment, { record: 'enrolment', people: ({ rep }) => [rep.id] });

export const timelineQuery = z.strictObject({
  zone: readBy(values.zone)
    .optional()
    .describe('In which the sentences tell dates; left out: that of the person who asks, else of the rep.'),
});
export type TimelineQuery = z.output<typeof timelineQuery>;

const timelineEntry = z.object({
  at: anInstant,
  type: z
    .enum(['fact', 'nudge', 'expected', 'visit', 'due', 'hold', 'wake'])
    .describe('`expected`: a message that goes out if nobody reacts until then.'),
  kind: z.string().describe('Of a fact; of what is owed or told; or why it is kept back.'),
  text: z.string().describe('In a sentence, in the language of whoever asks.'),
  changes: z
    .array(z.object({ kind: z.enum(CHANGES), text: z.string() }))
    .optional()
    .describe('Of what is to come: what would change it.'),
  id: anId.nullable(),
  recordedAt: anInstant.optional(),
  by: z.string().nullable().optional(),
  note: z.string().nullable().optional(),
  why: z
    .object({
      obligation: z.string(),
      rung: z.int().describe('Of its ladder, counted from 1.'),
      offset: z.string().nullable().describe('Of the rung from the due date.'),
      audience: z.enum(AUDIENCES),
      recipient: named
        .extend({
          calendar: z
            .int()
            .nullable()
            .describe('The version of their calendar that counted; null: none did.'),
          zone: z.string().nullable().describe('IANA: where that calendar keeps time.'),
          away: z.boolean().describe('On the day of the message.'),
          part: z
            .enum([...AUDIENCES, 'delegate'])
            .nullable()
            .describe('What they were in the loop on that day; null: nothing any more.'),
        })
        .describe('Who it is for, and how things stood with them.'),
      cadence: z.string(),
      version: z.int(),
      dueAt: maybe.describe('Of what it is about, as it stood then.'),
      slotAt: anInstant,
      moved: z
        .array(
          z.object({
            who: named,
            because: z.enum(['absence', 'holiday', 'blackout', 'quietHours']),
            from: z.string().nullable(),
            to: z.string().nullable(),
          }),
        )
        .describe(
          'What of the calendars put it where it is: days between its due date and the message on which somebody did not ' +
            'work (dates; of absences to nobody else than themselves), or quiet hours (times of day).',
        ),
      state: z.enum(['queued', 'claimed', 'handedOver', 'unreachable', 'withdrawn']),
      via: z.array(z.enum(CHANNELS)),
      channel: z.enum(CHANNELS).nullable(),
      delivery: anId.nullable(),
      handedOverAt: maybe,
      inDoubt: z.boolean(),
      stall: z.boolean(),
      goesOn: z.object({ to: z.enum(AUDIENCES), at: anInstant }).nullable(),
      because: z.enum(BECAUSE).nullable().describe('Why it stood where it stood in its message.'),
      reason: z.string().nullable().describe('Why it was withdrawn or did not arrive.'),
    })
    .optional(),
});
export type TimelineEntry = z.input<typeof timelineEntry>;

export const timeline = answer(
  'Timeline',
  z.object({
    now: anInstant,
    ahead: z.array(timelineEntry).describe('What is still to come, the farthest first.'),
    past: z.array(timelineEntry).describe('What happened, the newest first.'),
  }),
);
export type Timeline = z.input<typeof timeline>;
shows(timeline, { record: 'enrolment', people: (_, { tx, params }) => repsOf(tx, [params.id!]) });

export const logQuery = z.strictObject(pageQuery);
export type LogQuery = z.output<typeof logQuery>;

export const logPage = answer(
  'LogPage',
  pageSchema(
    z.object({
      id: anId,
      seq: z.int(),
      kind: z.string(),
      happenedAt: anInstant,
      recordedAt: anInstant,
      actorId: anId.nullable(),
      data: z.unknown(),
      note: z.string().nullable(),
    }),
  ),
);
shows(logPage, { record: 'enrolment', people: (_, { tx, params }) => repsOf(tx, [params.id!]) });
