import type { StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { DIMENSIONS, WHY_SUPPRESSED } from '../../access/suppression.js';
import { STALL_REASONS } from '../../domain/words.js';
import { AUDIENCES } from '../../domain/people.js';
import { KPI_NAMES } from '../../insights/catalogue.js';
import { SIGNS } from '../../insights/questions.js';
import { answer } from '../common/schemas.js';
import { anId, anInstant, day, id, line } from '../common/words.js';

const count = z.int().min(0);
const kpiName = z.enum(KPI_NAMES);
const share = z.number().min(0).max(1);

export const kpiCatalogue = answer(
  'KpiCatalogue',
  z.object({
    kpis: z.array(
      z.object({
        kpi: kpiName,
        title: z.string(),
        asks: z.string().describe('The question that it answers.'),
        formula: z.string(),
        denominator: z.string(),
        leftOut: z.string().describe('What is not in it, or is counted in it apart.'),
        source: z.string(),
        counts: z.string().describe('What is counted: each stands under exactly one answer.'),
        every: z.enum(['week', 'month']).describe('Released with each closed week, or each closed month.'),
        parts: z
          .record(z.string(), z.array(z.string()))
          .describe('The answers to its question, in the parts that are always shown whole.'),
        numerator: z.array(z.string()).describe('The answers that are counted in the numerator.'),
        more: z.enum(['good', 'bad']).nullable().describe('Whether more of it is hoped for; null: neither.'),
      }),
    ),
    lists: z
      .record(z.string(), z.enum(['numerator', 'counted']))
      .describe(
        'Behind which figures a list of enrolments stands: of their numerator, or of all they count.',
      ),
    cuts: z.array(z.enum(DIMENSIONS)).describe('By what figures can be cut and filtered.'),
    counting: z.string().describe('How reps are counted, for whoever reads the figures.'),
  }),
);
export type KpiCatalogueAnswer = z.input<typeof kpiCatalogue>;

/** What stands instead of a figure. */
export const NO_FIGURE = [...WHY_SUPPRESSED, 'nothingYet'] as const;

const suppressed = answer(
  'Suppressed',
  z.object({
    suppressed: z.enum(NO_FIGURE).describe('Why there is no figure here. It is never zero.'),
    says: z.string().describe('The same as a sentence.'),
  }),
);

const shown = answer(
  'ShownFigure',
  z.object({
    numerator: count,
    of: count.describe('The denominator.'),
    share,
    low: share.describe('Wilson interval, 95 %.'),
    high: share,
    reps: count.describe('Reps behind it; over several months each counts once a month.'),
    leftOut: z
      .object({
        mixed: count.describe('Reps in a row with others to whom the filter does not apply.'),
        suppressed: count.describe('Reps in rows that are too small to show.'),
        untold: count.describe('Reps in rows that are shown, but not how many of them are in the numerator.'),
      })
      .describe('Who would belong here and is not in the denominator.'),
  }),
);

export const figure = z.union([suppressed, shown]);
export type FigureAnswer = z.input<typeof figure>;

export const difference = z.object({
  difference: z.number().describe('The first share less the second.'),
  low: z.number().describe('Newcombe interval, 95 %.'),
  high: z.number(),
  withinNoise: z.boolean().describe('The interval holds zero: the two may differ by chance alone.'),
});

const capability = z.object({ id: anId, code: z.string() });
const region = z.string().describe('Empty: of these people no region is known.');

const answers = z
  .object({
    of: count,
    parts: z.record(z.string(), count),
    answers: z
      .record(z.string(), count)
      .describe(
        'Answers that are told; what a part holds beside them stands under answers too small to tell.',
      ),
  })
  .nullable()
  .describe('How what is counted divides; null: nothing can be shown.');

const about = {
  program: anId,
  kpi: kpiName,
  periods: z
    .array(z.string())
    .describe('The closed weeks (their Monday) or months that it is made of; empty: none.'),
  restatedAt: anInstant
    .nullable()
    .describe('When late facts changed it last; null: it stands as it was released.'),
};

export const insightMap = answer(
  'InsightMap',
  z.object({
    ...about,
    cells: z.array(z.object({ capability, region, figure, answers })).describe('Capability by region.'),
    together: z
      .array(z.object({ capability, regions: z.array(region), figure, answers }))
      .describe('Regions of a capability that cannot stand alone, as one.'),
    whole: z
      .array(z.object({ capability, figure }))
      .describe('Each capability over all rows: what the cells add up to.'),
  }),
);
export type InsightMapAnswer = z.input<typeof insightMap>;

export const insightCut = answer(
  'InsightCut',
  z.object({
    ...about,
    by: z.enum(DIMENSIONS),
    values: z.array(z.object({ value: z.string(), figure, answers })),
    whole: figure.describe('Over all rows, also those that mix values.'),
    spread: z
      .object({ lowest: z.string(), highest: z.string(), ...difference.shape })
      .nullable()
      .describe('Between the lowest and the highest value; null: fewer than two can be shown.'),
  }),
);
export type InsightCutAnswer = z.input<typeof insightCut>;

export const insightTrend = answer(
  'InsightTrend',
  z.object({
    program: anId,
    kpi: kpiName,
    points: z.array(
      z.object({
        period: z.string(),
        figure,
        comparable: z
          .boolean()
          .describe(
            'Whether it may be held against the shown figure before it: false where many who were counted then are too few to show now, or the other way round.',
          ),
        restatedAt: anInstant.nullable(),
      }),
    ),
    marks: z
      .array(
        z.object({
          at: anInstant,
          what: z.enum(['launch', 'cadence']),
          version: z.int().nullable().describe('Of the cadence that was published.'),
        }),
      )
      .describe('What changed meanwhile. That something followed does not say that it came of it.'),
  }),
);
export type InsightTrendAnswer = z.input<typeof insightTrend>;

const reason = z.object({
  reason: z.enum(STALL_REASONS),
  count,
  clearer: z.enum(AUDIENCES).describe('Who can clear it.'),
  nextStep: z.string().describe('What would help next.'),
});

const saidOfPlace = z.object({
  because: z.enum(['stalledAboveRest', 'stalledRose', 'adoptedAboveRest', 'stalledFell']),
  figure,
  against: figure.describe('The other regions together, or the same region four weeks before.'),
  difference,
});
const place = saidOfPlace.extend({
  capability,
  region,
  also: z.array(saidOfPlace).describe('What else is said of the same place; it is named once.'),
  reasons: z.array(reason),
});

export const insightPlaces = answer(
  'InsightPlaces',
  z.object({
    program: anId,
    week: z
      .string()
      .nullable()
      .describe('The closed week it speaks of, by its Monday; null: none is released.'),
    comparedWith: z.string().nullable().describe('The week against which is said what rose and fell.'),
    intervene: z.array(place).describe('Where to intervene, the clearest difference first.'),
    works: z.array(place).describe('What works. Observed, not explained: other things changed too.'),
  }),
);
export type InsightPlacesAnswer = z.input<typeof insightPlaces>;

export const insightReasons = answer(
  'InsightReasons',
  z.object({
    ...about,
    figure,
    reasons: z.array(reason).describe('The most frequent first.'),
    unsaid: count.describe('Stalled for reasons that are each too few to tell.'),
  }),
);
export type InsightReasonsAnswer = z.input<typeof insightReasons>;

export const insightTruth = answer(
  'InsightTruth',
  z.object({
    program: anId,
    week: z.string().nullable(),
    logged: count.describe('Observations that can be shown, up to the end of the week.'),
    confirmed: count.describe('By the rep, a co-observer or a call record.'),
    disputed: count,
    unanswered: count,
    unsaid: count.describe('Disputed or unanswered, where one of the two is too few to tell.'),
    figure: figure.describe('Confirmed of logged.'),
    monthly: z
      .array(
        z.object({
          month: z.string(),
          seenByReps: figure.describe('What reps say, asked without a name.'),
          logged: figure.describe('Reps of whom an observation of the month is logged.'),
          gap: difference
            .nullable()
            .describe('Logged less what reps say; null: one of the two cannot be shown.'),
        }),
      )
      .describe('Two sources beside each other.'),
    signs: z
      .array(z.object({ sign: z.enum(SIGNS), figure }))
      .describe('Signs that coaching is performed for the visit: counts of reps, never a verdict on one.'),
  }),
);
export type InsightTruthAnswer = z.input<typeof insightTruth>;

export const insightFile = z.custom<StreamableFile>();

export const insightPeriods = answer(
  'InsightPeriods',
  z.object({
    program: anId,
    weeks: z.array(z.string()).describe('Closed weeks that are released, by their Monday, oldest first.'),
    months: z.array(z.string()),
  }),
);

export const released = answer(
  'ReleasedFigures',
  z.object({
    released: count.describe('Tables that are published now for the first time.'),
    restated: count.describe('Tables that late facts have changed.'),
  }),
);

const value = line(120).optional();
const scope = {
  program: id.describe('The program.'),
  capability: line(60).optional().describe('By its code; left out: all of them.'),
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, value])) as Record<
    (typeof DIMENSIONS)[number],
    typeof value
  >),
};
const period = {
  from: day.optional().describe('Months from that of this day on; left out: of the last 13 weeks.'),
  to: day.optional().describe('Up to the closed week, or month, of this day; left out: the newest.'),
};

export const figureQuery = z.strictObject({ ...scope, ...period, kpi: kpiName.default('stalled') });
export const periodQuery = z.strictObject({ ...scope, ...period });
export const cutQuery = z.strictObject({
  ...scope,
  ...period,
  kpi: kpiName.default('stalled'),
  by: z.enum(DIMENSIONS).default('region'),
});
export const weekQuery = z.strictObject({
  ...scope,
  to: day.optional().describe('Of the closed week of this day, or before it; left out: the newest.'),
});
export const programQuery = z.strictObject({ program: scope.program });

export type WeekQuery = z.output<typeof weekQuery>;
export type Scope = Omit<WeekQuery, 'to'>;
export type Period = Pick<z.output<typeof periodQuery>, 'from' | 'to'>;
export type FigureQuery = z.output<typeof figureQuery>;
export type CutQuery = z.output<typeof cutQuery>;
