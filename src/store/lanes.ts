/** FNV-1a: spreads ids evenly and needs no library. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** The delivery lane of a person: always the same one, so that nobody is written to by two lanes at once. */
export const laneOf = (personId: string, lanes: number): number => hash(personId) % lanes;

/** How long before a slot a loop wakes (ms): spread by its id over the minutes before. */
export const leadOf = (enrolmentId: string, window: number): number =>
  window === 0 ? 0 : hash(enrolmentId) % window;
