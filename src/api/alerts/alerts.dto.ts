import { z } from 'zod';
import { AUDIENCES } from '../../domain/people.js';
import { STALL_REASONS } from '../../domain/words.js';
import { ALERT_KINDS } from '../../insights/alerts.js';
import { KPI_NAMES } from '../../insights/catalogue.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, day, id, line, prose } from '../common/words.js';

const share = z.number().min(0).max(1);
const looksAt = {
  kpi: z.enum(KPI_NAMES),
  direction: z.enum(['above', 'below']),
};
const earlier = z.int().min(1).max(12);
const functions = z.enum(['commercial', 'medical']);

const tells = {
  threshold: share.describe(
    'A share of the KPI, from 0 to 1. Of a trend: by how much it must have risen, or fallen, beyond what may be chance.',
  ),
  margin: share.describe('By how much the figure must be back on the good side before an alert closes.'),
  periods: z
    .int()
    .min(1)
    .max(12)
    .describe('For how many released weeks, or months, in a row: to open and to close.'),
};

export const newAlertRule = request(
  'NewAlertRule',
  z.strictObject({
    ...looksAt,
    threshold: tells.threshold,
    margin: tells.margin.default(0.05),
    periods: tells.periods.default(2),
    earlier: earlier
      .nullable()
      .default(null)
      .describe(
        'A trend: each week, or month, is held against so many before it. Null: against the threshold.',
      ),
    capability: line(60).nullable().default(null).describe('By its code; null: each by itself.'),
    region: line(120).nullable().default(null).describe('Null: each by itself.'),
    function: functions.nullable().default(null).describe('Of the people who are counted; null: any.'),
  }),
);
export type NewAlertRule = z.output<typeof newAlertRule>;

export const alertRuleChanges = request(
  'AlertRuleChanges',
  z
    .strictObject(tells)
    .partial()
    .describe('What is left out stays as it is. What a rule looks at does not change: add another one.'),
);
export type AlertRuleChanges = z.output<typeof alertRuleChanges>;

export const alertRule = answer(
  'AlertRule',
  z.object({
    id: anId,
    ...looksAt,
    ...tells,
    earlier: earlier.nullable(),
    capabilityId: anId.nullable(),
    region: z.string().nullable(),
    function: functions.nullable(),
    lookedAt: z.string().nullable().describe('The last released period that it has looked at.'),
    revision: z.string().describe('Of what can be changed; also the ETag.'),
  }),
);
export type AlertRuleAnswer = z.input<typeof alertRule>;

export const alertRules = answer('AlertRules', z.object({ rules: z.array(alertRule) }));

export const addedRule = answer('AddedAlertRule', z.object({ id: anId }));

export const alerts = answer(
  'Alerts',
  z.object({
    latestRest: z.iso.date().describe('The last day until which one can be let rest as of now.'),
    alerts: z.array(
      z.object({
        id: anId,
        rule: anId,
        kpi: z.enum(KPI_NAMES),
        capability: z.object({ id: anId, code: z.string() }),
        region: z.string(),
        function: functions.nullable().describe('Of the people who are counted; null: any.'),
        earlier: earlier.nullable().describe('A trend, against so many periods before; null: it is none.'),
        kind: z
          .enum(ALERT_KINDS)
          .describe('The figure has crossed its threshold, or there is none any more.'),
        state: z.enum(['open', 'acknowledged', 'snoozed', 'resolved', 'autoResolved']),
        openedIn: z.string().describe('The released week or month with which it opened.'),
        openedShare: share.nullable().describe('The figure then; null: there was none.'),
        newest: z
          .object({ period: z.string(), numerator: z.int(), of: z.int(), share })
          .nullable()
          .describe(
            'The newest released figure, of an open one; null: it is closed, or there is none to show.',
          ),
        closedIn: z.string().nullable(),
        closedShare: share.nullable().describe('The figure with which it closed by itself.'),
        reasons: z
          .array(
            z.object({
              reason: z.enum(STALL_REASONS),
              count: z.int(),
              clearer: z.enum(AUDIENCES).describe('Who can clear it.'),
              nextStep: z.string().describe('What would help next.'),
            }),
          )
          .describe('Why coaching stalls there by the newest released week, as far as it can be told.'),
        acknowledgedAt: anInstant.nullable(),
        acknowledgedBy: anId.nullable().describe('Who takes it.'),
        by: z.string().nullable().describe('Who took it, let it rest or closed it last, by name.'),
        snoozedUntil: z.iso.date().nullable(),
        note: z.string().nullable().describe('What whoever brought it to this state said with that.'),
        acts: z
          .array(
            z.object({
              act: z.enum(['acknowledge', 'snooze', 'resolve']),
              at: anInstant,
              by: z.string().nullable().describe('Who did it, by name; null: a machine.'),
              asked: z
                .string()
                .nullable()
                .describe('Whom they asked to take it, by name; null: nobody else.'),
              until: z.iso.date().nullable().describe('Until when it rests.'),
              note: z.string().nullable(),
            }),
          )
          .describe('What people did about it, the newest first.'),
      }),
    ),
  }),
);
export type AlertsAnswer = z.input<typeof alerts>;

export const alertTakers = answer(
  'AlertTakers',
  z.object({ people: z.array(z.object({ id: anId, name: z.string() })).describe('By name.') }),
);

const note = prose(500).optional().describe('What is done about it; no names of reps or customers.');

export const taking = request(
  'AlertAcknowledgement',
  z.strictObject({
    taker: id
      .optional()
      .describe('Who is asked to take it, one of `alert-takers`. Left out: whoever says this takes it.'),
    note,
  }),
);
export const snooze = request(
  'AlertSnooze',
  z.strictObject({
    until: day.describe(
      'Its first day (UTC) of being open again: after today, and 90 days from it at the most.',
    ),
    note,
  }),
);
export const resolution = request('AlertResolution', z.strictObject({ note }));
export type Taking = z.output<typeof taking>;
export type Note = z.output<typeof resolution>;
export type Snooze = z.output<typeof snooze>;
