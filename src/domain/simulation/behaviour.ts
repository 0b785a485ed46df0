import type { Audience } from '../people.js';
import type { ObligationKind } from '../words.js';

/** Working days, the least and the most; each number between them is as likely. */
export type Days = readonly [least: number, most: number];

/**
 * How people are taken to behave, as data: chances from 0 to 1. What each means for a cadence stands in
 * docs/simulation.md. Some are fitted to an organisation's own history where there is enough of it (`fitting/`).
 */
export interface Behaviour {
  /** That whoever owes something does it unasked, by what is owed. */
  unasked: Readonly<Record<ObligationKind, number>>;
  /** Working days from when it is owed to the deed that nobody asked for; of a visit to its planning. */
  unaskedAfter: Readonly<Record<ObligationKind, Days>>;
  /** That what is owed is done because of the first message to such a reader. */
  responds: Readonly<Record<Audience, number>>;
  /** Working days from a message to the deed. */
  respondsAfter: Days;
  /** By this share the chance falls with each further message to the same person about the same thing. */
  repeated: number;
  /** Of the messages to one person within so many days, each beyond `free` lowers the chance by a share of `less`. */
  load: { days: number; free: number; less: number };
  /** People differ: from `1 - differs` to `1 + differs` times these chances. */
  differs: number;
  visits: {
    /** Working days from the planning to the first day that would do. */
    ahead: Days;
    /** That a visit is moved, once. */
    moved: number;
    /** That a capability of the rep has its occasion in the visit. */
    seen: number;
    /** That a visit is held remotely. */
    remote: number;
    /** That the rep does not know what is looked at. */
    unprompted: number;
    /** That the report of the visit holds the feedback already. */
    report: number;
  };
  feedback: {
    /** That an action is agreed. */
    action: number;
    /** That the rep sees it differently. */
    disputed: number;
  };
  /** That an action that is looked at again works. */
  works: number;
  level: {
    /** Below the level that counts as adopted, at the first observation. */
    below: readonly [least: number, most: number];
    /** That it has risen by one at each further observation. */
    rises: number;
    /** That what counts as adopted is below that level when it is looked at again. */
    lapses: number;
  };
}

/**
 * Taken where nothing better is known. `repeated` follows Ancker et al. 2017 (doi:10.1186/s12911-017-0430-8): clinicians
 * were 30% less likely to act for each further reminder in one encounter. The others are our estimates.
 */
export const ASSUMED: Behaviour = {
  unasked: {
    observe: 0.35,
    feedback: 0.5,
    action: 0.45,
    followUp: 0.3,
    acknowledge: 0.5,
    regroup: 0.5,
    checkIn: 0.2,
    cover: 0.1,
  },
  unaskedAfter: {
    observe: [0, 5],
    feedback: [0, 2],
    action: [3, 9],
    followUp: [4, 10],
    acknowledge: [0, 3],
    regroup: [1, 4],
    checkIn: [0, 4],
    cover: [1, 4],
  },
  responds: {
    manager: 0.45,
    rep: 0.5,
    coCoach: 0.3,
    secondLine: 0.4,
    programOwner: 0.1,
    sponsor: 0.05,
  },
  respondsAfter: [0, 3],
  repeated: 0.3,
  load: { days: 7, free: 2, less: 0.1 },
  differs: 0.6,
  visits: { ahead: [2, 8], moved: 0.1, seen: 0.8, remote: 0.3, unprompted: 0.3, report: 0.5 },
  feedback: { action: 0.7, disputed: 0.04 },
  works: 0.75,
  level: { below: [0, 2], rises: 0.4, lapses: 0.05 },
};

/** What stands behind one message when somebody decides whether to act. */
export interface Asked {
  audience: Audience;
  /** Earlier messages to the same person about the same thing. */
  before: number;
  /** Messages to them within the last days, this one aside. */
  lately: number;
}

/** The chance that a message is acted on. */
export const chanceToAct = (behaviour: Behaviour, { audience, ...asked }: Asked): number =>
  behaviour.responds[audience] * patience(behaviour, asked);

/** What is left of the chance that a first message to somebody with an empty inbox is acted on: from 0 to 1. */
export function patience(
  { repeated, load }: Behaviour,
  { before, lately }: Pick<Asked, 'before' | 'lately'>,
): number {
  const tired = (1 - repeated) ** before;
  const busy = (1 - load.less) ** Math.max(0, lately - load.free);
  return tired * busy;
}
