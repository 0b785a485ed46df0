import { hash } from '../../domain/hash.js';

/** The delivery lane of a person: always the same one, so that nobody is written to by two lanes at once. */
export const laneOf = (personId: string, lanes: number): number => hash(personId) % lanes;

/** How long before a slot a loop wakes (ms): spread by its id over the minutes before. */
export const leadOf = (enrolmentId: string, window: number): number =>
  window === 0 ? 0 : hash(enrolmentId) % window;
