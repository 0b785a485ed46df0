/** A manager's joint-visit days and the reps who wait for a first observation. */
export interface Load {
  /** Working days a week that this manager spends with reps, for all programs together. */
  visitDaysPerWeek: number;
  /** Working days of a week in their calendar. */
  workingDaysPerWeek: number;
  /** Reps of this manager already waiting for a first observation. */
  waiting: number;
}

export interface Place {
  /** Working days to add to the first due date. */
  spreadDays: number;
  /** False: even spread as far as the cadence allows, the days do not suffice. */
  fits: boolean;
}

/**
 * Gives the n-th waiting rep a place on the manager's visit days. One visit day serves one rep, whatever the
 * number of capabilities looked at. Whoever fits before the first due date keeps it; the others follow one visit
 * day apart, for at most `spreadOver` working days; what lies beyond does not fit.
 * @param withinDays working days from start to the cadence's first due date
 * @param spreadOver working days by which the last may be later
 */
export function placeFirstVisit(load: Load, withinDays: number, spreadOver: number): Place {
  const { visitDaysPerWeek, workingDaysPerWeek, waiting } = load;
  if (visitDaysPerWeek <= 0) return { spreadDays: spreadOver, fits: false };
  const daysPerVisit = workingDaysPerWeek / visitDaysPerWeek;
  const needed = Math.ceil((waiting + 1) * daysPerVisit);
  const late = Math.max(0, needed - Math.max(withinDays, Math.ceil(daysPerVisit)));
  return late <= spreadOver ? { spreadDays: late, fits: true } : { spreadDays: spreadOver, fits: false };
}
