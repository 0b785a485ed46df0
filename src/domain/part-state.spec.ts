import { partState } from './part-state.js';
import { MINUTE, SECOND } from './time.js';

const now = Date.parse('2026-03-02T08:00:00Z');
const patience = { watch: MINUTE, wrong: 15 * MINUTE };

describe('a part of the running system', () => {
  it.each([
    ['well, looked at a minute ago', null, now - MINUTE, 'well'],
    ['not well any more a second later', null, now - MINUTE - SECOND, 'unchecked'],
    ['not well before anybody has looked', null, null, 'unchecked'],
    ['well while what waits is young', now - 59 * SECOND, now, 'well'],
    ['to be watched from its first patience on', now - MINUTE, now, 'watch'],
    ['wrong from its second on, however long ago that was seen', now - 15 * MINUTE, null, 'wrong'],
  ])('is %s', (_, since, checkedAt, state) => {
    expect(partState({ since, patience, checkedAt }, now)).toBe(state);
  });
});
