import { z } from 'zod';
import { cadenceSchema } from '../../domain/cadence.js';
import { FIGURES, WEEKLY_FIGURES } from '../../domain/simulation/figures.js';
import { FITTED } from '../../domain/simulation/fitting/figures.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant } from '../common/words.js';

const named = z.object({ id: anId, name: z.string() });
const range = z
  .object({ low: z.number(), middle: z.number(), high: z.number() })
  .describe('Over the runs: the middle, and between what eight of ten lie.');

const weekTotal = z.object({
  managers: z.int().describe('Who get any message.'),
  messages: z.int(),
  over: z.int().describe('Managers who are asked for more visit days than they have.'),
});
const managerWeek = z.object({
  messages: z.array(z.int()).describe('From Monday to Sunday.'),
  asked: z.int().describe('Visit days; what is overdue when it begins is asked at once.'),
});

export const newSimulation = request(
  'NewSimulation',
  z.strictObject({
    document: cadenceSchema,
    weeks: z.int().min(1).max(26).default(13),
    runs: z.int().min(1).max(50).default(10),
    seed: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .optional()
      .describe('The same seed over the same loops gives the same figures; left out: any.'),
  }),
);
export type NewSimulationBody = z.output<typeof newSimulation>;

const result = z.object({
  loops: z.int().describe('Open when it was asked for.'),
  left: z.int().describe('Loops that were left out, since there are too many.'),
  figures: z.array(
    z.object({
      name: z.enum(FIGURES),
      tried: range,
      beside: range.nullable().describe('By the cadence in force; null: there is none to compare with.'),
      difference: range.nullable().describe('By how much the tried one is higher, run by run.'),
    }),
  ),
  weekly: z.array(
    z.object({
      name: z.enum(WEEKLY_FIGURES),
      weeks: z.array(z.object({ week: z.iso.date().describe('Its Monday.'), value: range })),
    }),
  ),
  mostTold: z
    .array(z.object({ manager: named, messages: range, things: range }))
    .describe('Managers with most things told on a working day, ten at most.'),
  over: z
    .array(z.object({ manager: named, days: range }))
    .describe('Managers of whom most visit days were asked beyond what they have, ten at most.'),
  heaviest: z.array(z.object({ day: z.iso.date(), messages: range })).describe('Ten days at most.'),
  ahead: z
    .array(
      z.object({
        week: z.iso.date().describe('Its Monday.'),
        before: weekTotal
          .nullable()
          .describe('By the cadence in force; null: there is none to compare with.'),
        after: weekTotal.describe('By the tried one.'),
        messages: range.describe('By the tried one; the totals and days are those of the run in the middle.'),
        managers: z
          .array(
            z.object({
              manager: named,
              works: z.array(z.boolean()).describe('From Monday to Sunday: whether they work, or still do.'),
              have: z.int().describe('Visit days.'),
              before: managerWeek.nullable(),
              after: managerWeek,
            }),
          )
          .describe('Whose week changes most first.'),
        left: z.int().describe('Managers that are not named.'),
      }),
    )
    .describe('What is left of the week in which it was asked for, and the two after it.'),
});

const behaviour = z
  .object({
    enough: z
      .object({ cases: z.int(), people: z.int() })
      .describe('From how many on a figure is taken from the organisation’s own history.'),
    figures: z.array(
      z.object({
        name: z.enum(FITTED).describe('docs/simulation.md says what each means.'),
        value: z.number().describe('A share, from 0 to 1.'),
        cases: z.int().describe('How many the history has that say something to it.'),
        lacks: z
          .enum(['cases', 'people'])
          .nullable()
          .describe('Of what there are too few, so that the value is assumed; null: it is fitted.'),
      }),
    ),
  })
  .describe('How people are taken to behave: the figures that can be fitted to a history.');

export const simulation = answer(
  'Simulation',
  z.object({
    id: anId,
    state: z.enum(['going', 'done', 'cancelled', 'failed']),
    from: anInstant.describe('Facts recorded until then are its past.'),
    weeks: z.int(),
    runs: z.int(),
    played: z.int().describe('Runs that are done.'),
    seed: z.int(),
    document: z.unknown().describe('The cadence that is tried.'),
    createdAt: anInstant,
    finishedAt: anInstant.nullable(),
    behaviour: behaviour
      .nullable()
      .describe('Null until it begins, and where it was played before anything was fitted.'),
    result: result.nullable(),
  }),
);
export type SimulationAnswer = z.input<typeof simulation>;
shows(simulation, {
  record: 'simulation',
  people: ({ result: found }) => [
    ...new Set(
      [
        ...(found?.mostTold ?? []),
        ...(found?.over ?? []),
        ...(found?.ahead ?? []).flatMap(({ managers }) => managers),
      ].map(({ manager }) => manager.id),
    ),
  ],
});

export const simulations = answer(
  'Simulations',
  z.object({
    items: z
      .array(simulation.omit({ result: true, document: true, behaviour: true }))
      .describe('The latest 20, newest first, without what came out.'),
  }),
);
export type SimulationsAnswer = z.input<typeof simulations>;
