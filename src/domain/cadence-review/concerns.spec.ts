import type { Cadence, LadderName, Rung } from '../cadence.js';
import { DEMO_SECONDS, LAUNCH_WAVE, TEMPLATES } from '../cadence-templates.js';
import { concernsOf, daysToAdoption } from './concerns.js';

const withLadder = (name: LadderName, rungs: Rung[]): Cadence => ({
  ...LAUNCH_WAVE,
  ladders: { ...LAUNCH_WAVE.ladders, [name]: rungs },
});
const rung = (at: string, to: Rung['to'], stall = false): Rung => ({ at, to, via: ['email'], stall });
const said = (cadence: Cadence): string[] => concernsOf(cadence).map(({ code, path }) => `${code} ${path}`);

describe('what is to be thought over in a cadence', () => {
  it.each([...Object.entries(TEMPLATES), ['the demo in seconds', DEMO_SECONDS] as const])(
    'is nothing in the template %s',
    (_, cadence) => {
      expect(concernsOf(cadence)).toEqual([]);
    },
  );

  it('is a ladder that reminds nobody, or ends before anyone who can help is told', () => {
    expect(said(withLadder('regroup', []))).toEqual(['nobodyHears ladders.regroup']);
    expect(said(withLadder('feedback', [rung('P0D', 'manager'), rung('P2D', 'manager')]))).toEqual([
      'nobodyCanHelp ladders.feedback',
    ]);
    // The manager can help a rep.
    expect(said(withLadder('action', [rung('P0D', 'rep'), rung('P2D', 'manager')]))).toEqual([]);
    expect(said(withLadder('action', [rung('P0D', 'rep')]))).toEqual(['nobodyCanHelp ladders.action']);
  });

  it('is something that goes above a manager who has not heard of it, or could not act yet', () => {
    const first = [rung('P0D', 'secondLine', true), rung('P2D', 'manager')];
    expect(concernsOf(withLadder('followUp', first))).toEqual([
      {
        code: 'escalatesUnread',
        path: 'ladders.followUp.0',
        values: { ladder: 'followUp', to: 'secondLine', before: 'later' },
      },
    ]);
    const alone = [rung('P2D', 'secondLine', true)];
    expect(concernsOf(withLadder('followUp', alone))).toMatchObject([{ values: { before: 'never' } }]);
    const atOnce = [rung('P0D', 'manager'), rung('PT4H', 'secondLine', true)];
    expect(concernsOf(withLadder('followUp', atOnce))).toMatchObject([{ values: { before: 'told' } }]);
    const nextDay = [rung('P0D', 'manager'), rung('P1D', 'secondLine', true)];
    expect(concernsOf(withLadder('followUp', nextDay))).toEqual([]);
  });

  it('is a first message that comes too late to plan a visit, and two to one person on a day', () => {
    const late = [rung('P1D', 'manager'), rung('P3D', 'secondLine', true)];
    expect(said(withLadder('observe', late))).toEqual(['hearsTooLate ladders.observe.0']);
    const afterTheRep = [rung('P0D', 'rep'), rung('P2D', 'manager'), rung('P4D', 'secondLine', true)];
    expect(concernsOf(withLadder('observe', afterTheRep))).toMatchObject([
      { code: 'hearsTooLate', path: 'ladders.observe.1', values: { at: 'P2D' } },
    ]);
    // Who never hears of it does not hear of it late.
    expect(said(withLadder('observe', [rung('P2D', 'rep')]))).toEqual(['nobodyCanHelp ladders.observe']);
    expect(said(withLadder('observe', [rung('PT1H', 'programOwner'), rung('P2D', 'secondLine')]))).toEqual([
      'escalatesUnread ladders.observe.0',
    ]);
    const twice = [rung('P0D', 'manager'), rung('PT3H', 'manager'), rung('P3D', 'secondLine', true)];
    expect(concernsOf(withLadder('feedback', twice))).toMatchObject([
      {
        code: 'twiceADay',
        path: 'ladders.feedback.1',
        values: { to: 'manager', first: 'P0D', second: 'PT3H' },
      },
    ]);
  });

  it('is something to be done in no time', () => {
    const none = { ...LAUNCH_WAVE, feedback: { within: 'P0D' }, sustain: { checkIns: ['PT0S', 'P7D'] } };
    expect(concernsOf(none).filter(({ code }) => code === 'noTime')).toEqual([
      { code: 'noTime', path: 'feedback.within', values: { field: 'feedback.within', within: 'P0D' } },
      { code: 'noTime', path: 'sustain.checkIns.0', values: { field: 'sustain.checkIns.0', within: 'PT0S' } },
    ]);
    // Nobody has to wait for a talk.
    expect(said({ ...LAUNCH_WAVE, feedback: { within: 'P2D', heldFor: 'P0D' } })).toEqual([]);
  });

  it('is something that may stand still for months', () => {
    const still: Cadence = {
      ...LAUNCH_WAVE,
      firstObservation: { within: 'P600D' },
      opening: { quietAboveManager: 'P200D', spreadOver: 'P13W' },
      tolerance: { ...LAUNCH_WAVE.tolerance, snooze: 'P999D' },
    };
    expect(said(still)).toEqual([
      'veryLong firstObservation.within',
      'veryLong tolerance.snooze',
      'veryLong opening.quietAboveManager',
      'longWay firstObservation.within',
    ]);
  });

  it('is a message before there is anything to tell', () => {
    const early = [rung('-P11D', 'manager'), rung('P0D', 'manager'), rung('P3D', 'secondLine', true)];
    expect(said(withLadder('observe', early))).toEqual(['beforeItBegins ladders.observe.0']);
    const inTime = [rung('-P10D', 'manager'), rung('P0D', 'manager'), rung('P3D', 'secondLine', true)];
    expect(said(withLadder('observe', inTime))).toEqual([]);
  });

  it('is a follow-up before what it looks at, and a distance that no date keeps', () => {
    expect(said({ ...LAUNCH_WAVE, followUp: { within: 'P1W' } })).toEqual([
      'followUpBeforeAction followUp.within',
    ]);
    // A week is five working days: two are as long as ten days.
    expect(said({ ...LAUNCH_WAVE, followUp: { within: 'P2W' } })).toEqual([]);
    const nextObservation = { within: 'P5D', apart: 'P20D' };
    expect(said({ ...LAUNCH_WAVE, nextObservation })).toEqual(['apartBeyondNext nextObservation.apart']);
  });

  it('is a rule of adoption that asks for more than it says, or takes more than half a year', () => {
    const adoption = { ...LAUNCH_WAVE.adoption, observations: 1, customers: 3 };
    expect(concernsOf({ ...LAUNCH_WAVE, adoption })).toMatchObject([
      { code: 'moreThanAsked', values: { what: 'channels', needs: 2, asked: 1 } },
      { code: 'moreThanAsked', values: { what: 'customers', needs: 3, asked: 1 } },
    ]);
    const slow = { ...LAUNCH_WAVE, nextObservation: { within: 'P60D' } };
    expect(concernsOf(slow)).toMatchObject([{ code: 'longWay', values: { days: 10 + 3 * 12 + 2 * 60 } }]);
    // Half a year has more days than working days.
    expect(said({ ...slow, clock: 'calendar' })).not.toContain('longWay adoption.observations');
  });

  it('counts the days to adoption by the last day of everything', () => {
    // Ten to the first observation; three times two for feedback and ten for the follow-up; twice fifteen between.
    expect(daysToAdoption(LAUNCH_WAVE)).toBe(10 + 3 * (2 + 10) + 2 * 15);
    expect(daysToAdoption({ ...LAUNCH_WAVE, adoption: { ...LAUNCH_WAVE.adoption, customers: 4 } })).toBe(
      10 + 4 * 12 + 3 * 15,
    );
    // A round of 14 days: the third is the first that is 30 days after the one before.
    const crowded = { ...LAUNCH_WAVE, nextObservation: { within: 'P2D', apart: 'P30D' } };
    expect(daysToAdoption(crowded)).toBe(10 + 12 + 2 * 3 * 14);
  });
});
