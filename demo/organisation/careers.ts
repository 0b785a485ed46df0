import type { PastLoop } from './past-loop.js';

/** What became of a loop since the launch. */
export type Career = (loop: PastLoop) => Promise<void>;

/** Nobody has gone along yet. */
const unseen: Career = async () => undefined;

const readyButUnseen: Career = (loop) => loop.ready(loop.today - loop.between(3, 8));

const seenAndForgotten: Career = async (loop) => {
  await loop.observed(loop.today - loop.between(6, 12));
};

const justSeen: Career = async (loop) => {
  await loop.cycle(loop.between(8, 20), 2);
  await loop.observed(loop.today - 1);
};

/** The action is not due yet. */
const developing: Career = async (loop) => {
  const day = loop.today - loop.between(3, 5);
  const { observation } = await loop.coached(day, 2);
  await loop.accepted(observation, day + 2);
};

const actionForgotten: Career = async (loop) => {
  const day = loop.today - loop.between(16, 22);
  const { observation } = await loop.coached(day, 2);
  await loop.accepted(observation, day + 2);
};

const notFollowedUp: Career = async (loop) => {
  const day = loop.today - loop.between(18, 24);
  const { observation, action } = await loop.coached(day, 2);
  await loop.accepted(observation, day + 2);
  await loop.done(action, day + 8);
};

const inTheSecondCycle: Career = async (loop) => {
  await loop.cycle(loop.between(6, 14), 2);
  const day = loop.today - loop.between(4, 6);
  const { observation } = await loop.coached(day, 3);
  await loop.accepted(observation, day + 1);
};

/** Seen once, and all that was agreed is done: the next time is not due yet, so that a shorter deadline moves it. */
const betweenCycles: Career = async (loop) => {
  await loop.cycle(loop.today - loop.between(12, 15), 2);
};

const disputed: Career = async (loop) => {
  const day = loop.today - loop.between(8, 14);
  const { observation } = await loop.coached(day, 2);
  await loop.disputed(observation, day + 3);
};

const adoptedEarly: Career = (loop) => loop.adopted(loop.between(4, 10));

const adoptedLately: Career = (loop) => loop.adopted(loop.today - loop.between(34, 38));

/** Adopted and seen again since: it holds. */
const holding: Career = async (loop) => {
  const day = loop.between(4, 8);
  await loop.adopted(day);
  await loop.coached(day + 38, 3);
};

/** The check-in found it below the level. */
const lapsed: Career = async (loop) => {
  const day = loop.between(4, 8);
  await loop.adopted(day);
  await loop.coached(day + 39, 2);
};

const noOpportunity: Career = (loop) => loop.noOpportunity(loop.today - loop.between(2, 5));

const excused: Career = async (loop) => {
  await loop.cycle(loop.between(5, 10), 2);
  await loop.excused(loop.today - loop.between(8, 15));
};

const paused: Career = (loop) => loop.paused(loop.today - loop.between(5, 12));

const withdrawn: Career = async (loop) => {
  await loop.cycle(loop.between(5, 10), 2);
  await loop.withdrawn(loop.today - loop.between(10, 20));
};

/** Dealt out in this order to the loops of the program; the more frequent ones stand more than once. */
export const CAREERS: readonly Career[] = [
  adoptedEarly,
  unseen,
  developing,
  holding,
  seenAndForgotten,
  adoptedLately,
  inTheSecondCycle,
  unseen,
  adoptedLately,
  notFollowedUp,
  justSeen,
  lapsed,
  adoptedEarly,
  readyButUnseen,
  developing,
  betweenCycles,
  actionForgotten,
  disputed,
  unseen,
  noOpportunity,
  betweenCycles,
  inTheSecondCycle,
  excused,
  seenAndForgotten,
  paused,
  adoptedLately,
  holding,
  withdrawn,
];

/** Of the second wave, whose loops wait for two reasons above all: enough of each to be told. */
export const SECOND_WAVE: readonly Career[] = [
  unseen,
  seenAndForgotten,
  developing,
  unseen,
  seenAndForgotten,
  adoptedLately,
  unseen,
  developing,
  seenAndForgotten,
  unseen,
];
