import { movesAt, uselessness, type AlertRule, type Raised, type Reading } from './alerts.js';
import { wilson } from './interval.js';
import { weeksFrom } from './weeks.js';

const rule: AlertRule = {
  kpi: 'stalled',
  direction: 'above',
  threshold: 0.3,
  margin: 0.05,
  periods: 2,
  earlier: null,
};

/** Plays weeks, one reading of so many people each, and says what opened and closed in which; a person may close what is open. */
function play(
  given: AlertRule,
  shares: (number | null)[],
  resolvedIn: number[] = [],
  people = 1000,
): string[] {
  const readings: Reading[] = [];
  const told: string[] = [];
  let newest: Raised | null = null;
  for (const [index, share] of shares.entries()) {
    const period = weeksFrom('2026-01-05', index);
    readings.push({ period, share: share === null ? null : wilson(share * people, people) });
    for (const move of movesAt(given, readings, newest)) {
      newest = 'open' in move ? { kind: move.open, closedIn: null } : { ...newest!, closedIn: period };
      told.push(`${index + 1}: ${'open' in move ? move.open : 'over'}`);
    }
    if (resolvedIn.includes(index + 1)) {
      newest = { ...newest!, closedIn: weeksFrom(period, 1) };
      told.push(`${index + 1}: resolved`);
    }
  }
  return told;
}

describe('an alert over a quarter', () => {
  it('opens once, does not flap about its threshold, and closes when it is well over', () => {
    const quarter = [0.2, 0.31, 0.28, 0.32, 0.33, 0.4, 0.29, 0.31, 0.27, 0.24, 0.24, 0.31, 0.2];
    expect(play(rule, quarter)).toEqual(['5: crossed', '11: over']);
  });

  it('says that there is nothing to see, and that there is again; of what never was it says nothing', () => {
    expect(play(rule, [null, null, null, 0.2, null, 0.2, null, null, null, 0.2])).toEqual([
      '8: noData',
      '10: over',
    ]);
  });

  it('says at once that what was not to be seen is bad now, without waiting for a further period', () => {
    const monthly: AlertRule = { ...rule, periods: 1 };
    expect(play(monthly, [0.2, null, 0.4, 0.4, 0.2])).toEqual([
      '2: noData',
      '3: over',
      '3: crossed',
      '5: over',
    ]);
  });

  it('stays open through weeks without a figure, and closes only on what was seen', () => {
    expect(play(rule, [0.4, 0.4, null, null, 0.2, null, 0.2, 0.2])).toEqual(['2: crossed', '8: over']);
  });

  it('opens again after a person closed it only if it had been well meanwhile', () => {
    expect(play(rule, [0.4, 0.4, 0.4, 0.4, 0.4, 0.2, 0.4, 0.4], [3])).toEqual([
      '2: crossed',
      '3: resolved',
      '8: crossed',
    ]);
  });

  it('can look for what is too low', () => {
    const low: AlertRule = { ...rule, kpi: 'coverage', direction: 'below', threshold: 0.5, periods: 1 };
    expect(play(low, [0.6, 0.49, 0.52, 0.54, 0.56])).toEqual(['2: crossed', '5: over']);
  });

  describe('of which the trend counts', () => {
    const rises: AlertRule = { ...rule, threshold: 0.1, margin: 0.05, periods: 1, earlier: 4 };
    const quarter = [0.2, 0.2, 0.21, 0.2, 0.24, 0.36, 0.37, 0.36, 0.35, 0.36, 0.2, 0.2, 0.2];

    it('opens on a rise against the weeks before, and closes once it rises no further, whatever the level', () => {
      expect(play(rises, quarter)).toEqual(['6: crossed', '9: over']);
    });

    it('says nothing of a rise that may be chance', () => {
      expect(play(rises, quarter, [], 40)).toEqual([]);
    });

    it('sees a fall where a fall is what is asked about', () => {
      const falls: AlertRule = { ...rises, kpi: 'firstSeen', direction: 'below' };
      expect(play(falls, [0.6, 0.6, 0.6, 0.6, 0.45, 0.44, 0.55, 0.56])).toEqual(['5: crossed', '7: over']);
    });

    it('has nothing to say before there is enough to compare, nor of a week that is missing', () => {
      expect(play(rises, [0.2, 0.5, 0.5, 0.5])).toEqual([]);
      expect(play(rises, [0.2, 0.2, 0.2, 0.2, 0.2, null, 0.2, 0.5])).toEqual([
        '6: noData',
        '7: over',
        '8: crossed',
      ]);
    });
  });
});

describe('a rule', () => {
  it('that could never open, or never close, says so', () => {
    expect(uselessness(rule)).toBeNull();
    const never = (given: Partial<AlertRule>) => uselessness({ ...rule, ...given });
    expect(never({ threshold: 1 })).toMatchObject({ code: 'ruleNeverOpens', at: 'threshold' });
    expect(never({ threshold: 0.04 })).toMatchObject({ code: 'ruleNeverCloses', at: 'margin' });
    expect(never({ direction: 'below', threshold: 0 })).toMatchObject({ code: 'ruleNeverOpens' });
    // Always open.
    expect(never({ threshold: 0 })).toMatchObject({ code: 'ruleNeverCloses' });
    expect(never({ direction: 'below', threshold: 1 })).toMatchObject({ code: 'ruleNeverCloses' });
  });

  it('of a trend, too', () => {
    const trend: AlertRule = { ...rule, threshold: 0.1, earlier: 4 };
    expect(uselessness(trend)).toBeNull();
    expect(uselessness({ ...trend, threshold: 1 })).toMatchObject({
      code: 'ruleNeverMoves',
      at: 'threshold',
    });
    expect(uselessness({ ...trend, margin: 0.2 })).toMatchObject({ code: 'ruleOtherWay', at: 'margin' });
  });
});
