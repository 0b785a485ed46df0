import { oneLine, quoted, shortened } from './plain.js';

describe('what people typed, on one line', () => {
  it('loses line breaks, controls, direction marks and halves of letters', () => {
    expect(oneLine('Ana\r\nBcc: all@x.example\u0000\u202e\ud800 Roth\u2028', 80)).toBe(
      'Ana Bcc: all@x.example Roth',
    );
  });

  it('is cut between letters, never inside an emoji', () => {
    expect(shortened('👩‍⚕️👩‍⚕️👩‍⚕️', 12)).toBe('👩‍⚕️👩‍⚕️…');
    expect(oneLine('é'.repeat(10_000), 80)).toHaveLength(80);
    expect(oneLine(`a${'\u0301'.repeat(10_000)}`, 80).length).toBeLessThanOrEqual(80);
  });

  it('does not turn round the words beside a name written from right to left', () => {
    expect(quoted('نور حداد', 80)).toBe('\u2068نور حداد\u2069');
    expect(quoted('Nour Haddad', 80)).toBe('Nour Haddad');
  });
});
