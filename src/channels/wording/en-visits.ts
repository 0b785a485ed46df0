import type { Locale } from './words.js';

/** What rides in a message around a visit. */
export const visits: Pick<Locale['items'], 'visitMorning' | 'visitAfterwards'> = {
  visitMorning: {
    manager: {
      headline: 'Today with {rep}',
      help: 'To begin with: “What would you like me to look at today?”',
    },
    rep: { headline: 'Together today' },
    secondLine: { headline: '{rep}: the visit is today' },
  },
  visitAfterwards: {
    manager: {
      headline: 'How was it with {rep}?',
      help: 'Two minutes while it is fresh: one thing you saw, one thing to try. Or say that it moved.',
    },
    rep: { headline: 'Did the visit take place?' },
    secondLine: { headline: '{rep}: the visit is not written down' },
  },
};

export const watchFor = 'Watch for one thing: “{anchor}”';

/** Somebody else looks after it by now. */
export const passedOn = { to: 'Passed on to {name}.', nobody: 'Passed on.' };

/** In place of the headline on the working day before something goes on above the manager. */
export const beforeItGoesOn = {
  observe: 'No day for {rep} yet?',
  followUp: 'Short of time to follow up with {rep}?',
  regroup: 'Short of time for the talk with {rep}?',
  checkIn: 'No day for {rep} yet?',
};
