import { languages, localeOf } from '../channels/wording/locale.js';
import {
  faultIn,
  faultOf,
  faultText,
  IMPORT_FAULTS,
  IMPORT_FAULT_CODES,
  type ImportFaultCode,
} from './faults.js';

describe.each(languages())('the faults of an import in %s', (language) => {
  const { faults } = localeOf(language).words.imports;

  it('are those that there are', () => {
    expect(Object.keys(faults).sort()).toEqual([...IMPORT_FAULT_CODES].sort());
  });

  it.each(IMPORT_FAULT_CODES)('say of %s what is wrong and what would be right', (code) => {
    const { problem, expected } = faultIn({ code, params: paramsOf(code, '77') }, language);
    expect(problem).toMatch(/^[^{}]{12,}\.$/);
    // What a cell means is a sentence of the table of fields, in English.
    if (expected !== '77') expect(expected).toMatch(/^[^{}]{8,}\.$/);
  });

  it.each(IMPORT_FAULT_CODES)('say %s also of what is empty in the file', (code) => {
    expect(faultIn({ code, params: paramsOf(code, '') }, language).problem).toMatch(/^[^{}]{12,}\.$/);
  });
});

const COUNTED = new Set(['count', 'cells', 'columns']);

const paramsOf = (code: ImportFaultCode, value: string): Record<string, string | number> =>
  Object.fromEntries(
    IMPORT_FAULTS[code].map((name) => [name, code !== 'columnMissing' && COUNTED.has(name) ? 2 : value]),
  );

it('a fault keeps its code and values beside the English sentence, and is one text with its line', () => {
  const fault = faultOf('textTooLong', { length: 201, most: 200 });
  expect(fault).toEqual({
    code: 'textTooLong',
    params: { length: 201, most: 200 },
    problem: 'The text has 201 characters.',
    expected: 'at most 200 characters.',
  });
  expect(faultText(fault, 'en', 7)).toBe(
    'Line 7: The text has 201 characters. Expected: at most 200 characters.',
  );
  expect(faultText(fault, 'de-AT')).toBe('Der Text hat 201 Zeichen. Richtig wäre: höchstens 200 Zeichen.');
});
