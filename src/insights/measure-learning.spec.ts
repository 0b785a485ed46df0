import type { AnyFact, FactKind } from '../domain/facts.js';
import type { Rating } from '../domain/rubric.js';
import { lacksRatings, measure } from './measure.js';

/** One rep, trained on Monday, 2 March 2026: followed for anchors until 27 April, and for adoption until 25 May. */
const at = (day: string): number => Date.parse(`${day}T10:00:00Z`);
let told = 0;
const fact = (kind: FactKind, day: string, data: object): AnyFact =>
  ({
    id: `fact ${String(++told).padStart(4, '0')}`,
    kind,
    happenedAt: at(day),
    recordedAt: at(day),
    data,
  }) as AnyFact;
const observed = (day: string, level: number | null = null): AnyFact =>
  fact('observed', day, {
    observationId: day,
    visitId: null,
    observer: 'Lena',
    channel: 'remote',
    customer: null,
    prompted: true,
    feedback: { givenAt: at(day), level, actions: [] },
  });
const loop = (
  facts: AnyFact[],
  ratings: Record<string, Record<string, Rating>> = {},
  openedOn = '2026-03-02',
) => ({
  openedAt: at(openedOn),
  trainedAt: at(openedOn),
  anchors: ['asksFirst', 'closes'],
  level: 2,
  facts,
  marks: new Map(
    Object.entries(ratings).map(([day, given]) => [
      day,
      { hasEvidence: true, hasSuggestion: true, isAlike: false, ratings: given },
    ]),
  ),
});
const said = (...loops: ReturnType<typeof loop>[]) =>
  measure(loops)
    .filter(({ question }) => question === 'adoptedInTime' || question.startsWith('anchor:'))
    .map(({ question, answer, week, count }) => `${question} ${answer} ${week} ${count}`)
    .sort();

describe('what a training left behind', () => {
  it('is said once a rep was followed long enough, and never before', () => {
    expect(said(loop([]))).toEqual([
      'adoptedInTime notAdopted 2026-05-25 1',
      'anchor:asksFirst unseen 2026-04-27 1',
      'anchor:closes unseen 2026-04-27 1',
    ]);
  });

  it('takes the first rating of an anchor that had an occasion, at the level that adoption asks for', () => {
    const facts = [observed('2026-03-12'), observed('2026-03-05'), observed('2026-03-20')];
    const ratings = {
      '2026-03-05': { asksFirst: 1, closes: 'noOccasion' },
      '2026-03-12': { asksFirst: 3, closes: 2 },
      '2026-03-20': { closes: 'notDone' },
    } as const;
    expect(said(loop(facts, ratings)).slice(1)).toEqual([
      'anchor:asksFirst notMet 2026-04-27 1',
      'anchor:closes met 2026-04-27 1',
    ]);
  });

  it('knows of no rating after its time, nor of an adoption', () => {
    const late = [observed('2026-04-28'), fact('phaseEntered', '2026-05-26', { phase: 'sustain', cycle: 1 })];
    expect(said(loop(late, { '2026-04-28': { asksFirst: 3 } }))).toEqual(said(loop([])));
    const just = [fact('phaseEntered', '2026-05-25', { phase: 'sustain', cycle: 1 })];
    expect(said(loop(just))[0]).toBe('adoptedInTime adopted 2026-05-25 1');
  });

  it('is that of the first training: whoever was trained anew stays with whom they were counted', () => {
    const anew = loop([observed('2026-06-10')], { '2026-06-10': { asksFirst: 3 } }, '2026-06-01');
    expect(said(anew, loop([]))).toEqual(said(loop([])));
  });

  it('cannot be read again once ratings are erased, and that is seen', () => {
    const facts = [observed('2026-03-05', 2)];
    expect(lacksRatings(loop(facts, { '2026-03-05': { asksFirst: 2 } }))).toBe(false);
    expect(lacksRatings(loop(facts, { '2026-03-05': {} }))).toBe(true);
    expect(lacksRatings(loop([observed('2026-03-05')], { '2026-03-05': {} }))).toBe(false);
  });
});
