import { sideBySide } from './side-by-side.js';

const [MONDAY, TUESDAY] = [1, 2];
const first = { at: MONDAY, what: 'message observe/first manager', text: 'writes' };

describe('two cadences for one person, side by side', () => {
  it('say what happens at another time, what is said otherwise, what goes and what comes', () => {
    const due = { at: MONDAY, what: 'owed observe/first', text: 'until Friday' };
    const told = { at: TUESDAY, what: 'message observe/first secondLine', text: 'tells' };
    expect(
      sideBySide(
        [first, due, told],
        [
          { ...due, text: 'until Wednesday' },
          { ...first, at: TUESDAY },
          { ...told, what: 'message observe/first programOwner' },
        ],
      ),
    ).toEqual({
      before: [
        { mark: 'moved', otherwise: TUESDAY },
        { mark: 'changed', otherwise: MONDAY },
        { mark: 'gone', otherwise: null },
      ],
      after: [
        { mark: 'changed', otherwise: MONDAY },
        { mark: 'moved', otherwise: MONDAY },
        { mark: 'came', otherwise: null },
      ],
    });
  });

  it('hold the first of several alike against the first, so that one more is the last', () => {
    const again = { ...first, at: TUESDAY };
    const { before, after } = sideBySide([first], [first, again]);
    expect([before, after].map((side) => side.map(({ mark }) => mark))).toEqual([['same'], ['same', 'came']]);
  });
});
