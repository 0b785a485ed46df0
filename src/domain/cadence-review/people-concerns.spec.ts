import { LAUNCH_WAVE } from '../cadence-templates.js';
import { concernsFor, toldAWeek, visitDaysNeeded } from './people-concerns.js';

const nobodyMissing = { reps: 10, without: {} };

describe('what is to be thought over in a cadence for these people', () => {
  it('is that managers would need more visit days a week than they have', () => {
    // A round takes 2 + 10 + 15 working days, so that ten reps ask for 50 visit days in 27 weeks.
    expect(visitDaysNeeded({ reps: 10, visitDaysPerWeek: 1 }, LAUNCH_WAVE)).toBeCloseTo(50 / 27);
    const teams = [
      { reps: 10, visitDaysPerWeek: 1 },
      { reps: 12, visitDaysPerWeek: 1 },
      { reps: 10, visitDaysPerWeek: 2 },
    ];
    expect(concernsFor(LAUNCH_WAVE, { ...nobodyMissing, teams })).toEqual([
      {
        code: 'visitDays',
        path: 'nextObservation.within',
        values: { managers: 2, of: 3, need: 2.3, have: 1 },
      },
    ]);
  });

  it('is not, where the first observations may be spread and there is time between the next', () => {
    const teams = [{ reps: 10, visitDaysPerWeek: 1 }];
    const slower = { ...LAUNCH_WAVE, nextObservation: { within: 'P40D' } };
    // Spread over ten and thirty working days, ten reps need 50 in 40 days: the first wave asks for most now.
    expect(visitDaysNeeded(teams[0]!, slower)).toBeCloseTo(50 / 40);
    const spread = { ...slower, opening: { ...slower.opening, spreadOver: 'P60D' } };
    expect(concernsFor(spread, { ...nobodyMissing, teams })).toEqual([]);
  });

  it('is that managers would be told of more reps than their messages of a week hold, though nothing is late', () => {
    const daily = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
      at: `-P${8 - day}D`,
      to: 'manager' as const,
      via: ['email' as const],
    }));
    const drummed = { ...LAUNCH_WAVE, ladders: { ...LAUNCH_WAVE.ladders, observe: daily } };
    // Seven steps before an observation, one on the day of the feedback and of the follow-up, in a round of 27 days.
    const team = { reps: 10, visitDaysPerWeek: 5 };
    expect(toldAWeek(team, drummed)).toBeCloseTo((10 * 9 * 5) / 27);
    expect(concernsFor(drummed, { ...nobodyMissing, teams: [team] })).toEqual([
      { code: 'messageRoom', path: 'ladders', values: { managers: 1, of: 1, need: 17, have: 15 } },
    ]);
    expect(concernsFor(LAUNCH_WAVE, { ...nobodyMissing, teams: [team] })).toEqual([]);
    expect(concernsFor({ ...drummed, clock: 'calendar' }, { ...nobodyMissing, teams: [team] })).toEqual([]);
  });

  it('is an audience that some reps do not have, but only where the cadence speaks to it', () => {
    const forWhom = { teams: [], reps: 40, without: { secondLine: 3, sponsor: 40, manager: 0 } };
    expect(concernsFor(LAUNCH_WAVE, forWhom)).toEqual([
      { code: 'nobodyThere', path: 'ladders', values: { part: 'secondLine', reps: 3, of: 40 } },
    ]);
  });
});
