import { z } from 'zod';
import { PHASES, STALL_REASONS } from '../../domain/words.js';
import { behind, LISTED_KPIS, listsNumerator } from '../../insights/behind.js';
import { answersTo } from '../../insights/questions.js';
import { pageQuery } from '../common/page.js';
import { day, id, line, yesOrNo } from '../common/words.js';

const filters = z.strictObject({
  ...pageQuery,
  program: line(100).optional().describe('Code or id.'),
  capability: line(100).optional().describe('Code or id.'),
  rep: id.optional(),
  manager: id.optional(),
  phase: z.enum(PHASES).optional(),
  stallReason: z.enum(STALL_REASONS).optional(),
  stalled: yesOrNo.optional(),
  region: line(200).optional(),
  country: line(2).optional(),
  function: z.enum(['commercial', 'medical']).optional(),
  overdue: yesOrNo.optional().describe('Whether something is past its date.'),
  faulted: yesOrNo.optional().describe('Whether the loop could not decide.'),
  ended: yesOrNo.optional(),
  contentVersion: line(60).optional().describe('Of the content of the training.'),
  q: line(200).optional().describe('Part of the rep’s name.'),
});

const figure = {
  figure: z
    .enum(LISTED_KPIS)
    .optional()
    .describe(
      'Those that a figure counts in its numerator, of a program. Region, country, function and content version are then ' +
        'those by which it is cut. Where ratings or signs decide, everybody whom it counts.',
    ),
  anchor: line(40).optional().describe('Of `anchorMet`: the code of the anchor.'),
  answer: line(40).optional().describe('Those who stand under this answer to the figure’s question alone.'),
  counted: yesOrNo.optional().describe('True: everybody whom the figure counts, also outside its numerator.'),
  asOf: day
    .optional()
    .describe('The figure of the closed week, or month, of this day, or before it; left out: the newest.'),
};

export const enrolmentQuery = filters
  .extend(figure)
  .superRefine(({ program, figure: name, anchor, answer, counted, asOf }, context) => {
    const wrong = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (name === undefined) {
      for (const [path, value] of Object.entries({ anchor, answer, counted, asOf }))
        if (value !== undefined) wrong(path, 'says something of a figure: send figure, too');
      return;
    }
    if (program === undefined) wrong('program', 'is needed beside figure: figures are of one program');
    if ((anchor !== undefined) !== (name === 'anchorMet'))
      wrong('anchor', 'is needed for anchorMet, and for no other figure');
    if (answer === undefined) return;
    const { question } = behind(name, anchor ?? '', null, false);
    if (!listsNumerator(name))
      wrong('answer', 'is not told of this figure: its list holds everybody counted');
    else if (!answersTo(question).includes(answer))
      wrong('answer', `is one of ${answersTo(question).join(', ')} for this figure`);
  });
export type EnrolmentQuery = z.output<typeof enrolmentQuery>;

/** What the grid may be narrowed to: one program, one line, one place. */
export const gridQuery = filters.pick({
  program: true,
  manager: true,
  region: true,
  country: true,
  function: true,
});
export type GridQuery = z.output<typeof gridQuery>;
