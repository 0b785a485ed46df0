import { LAUNCH_WAVE } from '../cadence-templates.js';
import { differenceOf } from './difference.js';

describe('the difference between two cadences', () => {
  it('is none between a cadence and itself', () => {
    expect(differenceOf(LAUNCH_WAVE, structuredClone(LAUNCH_WAVE))).toEqual([]);
  });

  it('names each field that is another, came or went', () => {
    const after = {
      ...LAUNCH_WAVE,
      firstObservation: { within: 'P5D' },
      nextObservation: { within: 'P15D', apart: 'P3D' },
      sustain: { checkIns: ['P7D', 'P30D'] },
    };
    expect(differenceOf(LAUNCH_WAVE, after)).toEqual([
      { path: 'firstObservation.within', before: 'P10D', after: 'P5D' },
      { path: 'nextObservation.apart', before: null, after: 'P3D' },
      { path: 'sustain.checkIns', before: 'P7D P21D P45D P90D', after: 'P7D P30D' },
    ]);
    expect(differenceOf(after, LAUNCH_WAVE)).toContainEqual({
      path: 'nextObservation.apart',
      before: 'P3D',
      after: null,
    });
  });

  it('names the rungs that are another, and not those that stand as they stood', () => {
    const [early, due, again, ...above] = LAUNCH_WAVE.ladders.observe;
    const without = (observe: typeof LAUNCH_WAVE.ladders.observe) => ({
      ...LAUNCH_WAVE,
      ladders: { ...LAUNCH_WAVE.ladders, observe },
    });
    expect(differenceOf(LAUNCH_WAVE, without([early!, again!, ...above]))).toEqual([
      { path: 'ladders.observe', ladder: 'observe', rung: { before: due, after: null } },
    ]);
    const later = { ...again!, at: 'P3D' };
    expect(differenceOf(LAUNCH_WAVE, without([early!, due!, later, ...above]))).toEqual([
      { path: 'ladders.observe', ladder: 'observe', rung: { before: again, after: later } },
    ]);
  });
});
