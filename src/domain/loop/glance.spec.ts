import { glanceOf } from './glance.js';

const standing = { phase: 'observe', stallReason: null, lapsedAt: null } as const;

describe('where a loop stands, at a glance', () => {
  it('is its phase, in the words of the screens', () => {
    expect(glanceOf(standing)).toBe('toObserve');
    expect(glanceOf({ ...standing, phase: 'sustain' })).toBe('adopted');
    expect(glanceOf({ ...standing, phase: 'excused' })).toBe('atRest');
  });

  it('is first of all that it stalls, unless it rests or has ended', () => {
    const stalled = { ...standing, stallReason: 'noVisitPlanned' } as const;
    expect(glanceOf({ ...stalled, phase: 'develop' })).toBe('stalled');
    expect(glanceOf({ ...stalled, phase: 'paused' })).toBe('atRest');
    expect(glanceOf({ ...stalled, phase: 'completed' })).toBe('sustained');
  });

  it('is that it did not hold, until it is seen again', () => {
    const lapsed = { ...standing, lapsedAt: 1 };
    expect(glanceOf(lapsed)).toBe('lapsed');
    expect(glanceOf({ ...lapsed, phase: 'feedback' })).toBe('feedbackOpen');
  });
});
