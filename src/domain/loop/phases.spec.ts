import { MOMENTS, TRANSITIONS, walk } from './phases.js';

describe('the transition table', () => {
  const phases = Object.keys(TRANSITIONS) as (keyof typeof TRANSITIONS)[];

  it.each(phases)('can reach %s from the first observation on, and leave it again', (phase) => {
    const reached = new Set(['observe']);
    for (let grown = true; grown;) {
      grown = false;
      for (const from of phases)
        for (const to of Object.values(TRANSITIONS[from]))
          if (reached.has(from) && !reached.has(to)) grown = reached.add(to).size > 0;
    }
    expect(reached.has(phase)).toBe(true);
    expect(Object.values(TRANSITIONS[phase]).filter((to) => to !== phase)).not.toEqual([]);
  });

  it('uses every moment, and none that is not one', () => {
    const used = new Set(phases.flatMap((phase) => Object.keys(TRANSITIONS[phase])));
    expect([...used].sort()).toEqual([...MOMENTS].sort());
  });

  it('leaves a phase as it is where a moment means nothing to it: a check-in opens no new cycle', () => {
    const moments = [
      { at: 1, moment: 'observed' as const },
      { at: 2, moment: 'feedbackAlone' as const },
      { at: 3, moment: 'adopted' as const },
      { at: 4, moment: 'observed' as const },
    ];
    expect(walk(0, moments)).toMatchObject({ phase: 'sustain', since: 3 });
  });
});
