import { localeOf, type Words } from '../channels/wording/locale.js';

/**
 * What can be wrong with a file or a line of it, and the values that say so. Each has words in every language:
 * what is wrong, and what would be right. Reports are kept by these codes, so none is taken away or renamed.
 */
export const IMPORT_FAULTS = {
  // Of the file as a whole.
  bigEndian: [],
  workbook: [],
  unmarked: [],
  notUtf8: [],
  fileEmpty: [],
  lineTooLong: ['most'],
  tooManyColumns: ['most'],
  quoteOpen: [],
  textAfterQuote: [],
  mappedFieldUnknown: ['field', 'fields'],
  mappedColumnUnknown: ['column', 'columns'],
  columnsAlike: ['one', 'other', 'field'],
  columnMissing: ['field', 'columns', 'also'],
  // Of any line.
  width: ['cells', 'columns'],
  cellEmpty: ['meaning'],
  cellTooLong: ['length', 'meaning'],
  // Of one cell.
  unprintable: [],
  textTooLong: ['length', 'most'],
  notAnEmail: [],
  nobodyNamed: [],
  wordUnknown: ['words'],
  notACountry: [],
  otherCountryCode: ['meant'],
  notASubdivision: [],
  notAZone: [],
  notALanguage: [],
  notDaysPerWeek: [],
  notAWeek: [],
  notATime: [],
  notQuietHours: [],
  notADate: [],
  timeGiven: [],
  twoReadings: ['one', 'other'],
  noSuchDay: [],
  yearOutOfReach: [],
  noSuchOffset: [],
  // Of people.
  ownManager: [],
  otherCountry: ['country'],
  leavesFirst: ['from'],
  personRepeated: ['line', 'field'],
  circle: ['chain', 'count', 'lines'],
  addressTaken: ['owner'],
  managerUnknown: [],
  managerRefused: ['line'],
  daysTurned: ['from', 'until'],
  personUnknown: [],
  // Of completions and visits.
  completionAhead: [],
  trainingUnknown: ['codes'],
  noTrainings: [],
  timeTwice: [],
  visitRepeated: ['line'],
  ownVisit: [],
  heldAhead: [],
  otherRep: [],
  // Of holidays.
  endsFirst: ['from'],
  noDay: [],
  tooManyDays: ['most'],
  tooOften: ['most'],
  noCalendar: [],
  eventOnNoDay: ['title', 'day'],
  eventTimed: ['title'],
} as const satisfies Record<string, readonly string[]>;

export type ImportFaultCode = keyof typeof IMPORT_FAULTS;
export const IMPORT_FAULT_CODES = Object.keys(IMPORT_FAULTS) as [ImportFaultCode, ...ImportFaultCode[]];

type Values = Readonly<Record<string, string | number>>;
type NamesOf<C extends ImportFaultCode> = (typeof IMPORT_FAULTS)[C][number];

/** A code, with the values that its words need. */
export type Said = {
  [C in ImportFaultCode]: NamesOf<C> extends never
    ? [code: C]
    : [code: C, values: Readonly<Record<NamesOf<C>, string | number>>];
}[ImportFaultCode];

/** What is wrong, and what would be right: by its code, and in English for whoever reads no other language. */
export interface ImportFault {
  code: ImportFaultCode;
  params?: Values;
  problem: string;
  expected: string;
}

/** For logs, keys that ask for no language, and the command line. */
const ENGLISH = 'en';

export function faultOf(...[code, params]: Said): ImportFault {
  const fault = { code, ...(params && { params }) };
  return { ...fault, ...faultIn(fault, ENGLISH) };
}

/** What a fault says in a language. */
export function faultIn(
  { code, params = {} }: Pick<ImportFault, 'code' | 'params'>,
  language: string,
): Pick<ImportFault, 'problem' | 'expected'> {
  const { words, say } = localeOf(language);
  const texts: Words['imports']['faults'] & Record<ImportFaultCode, { problem: string; expected: string }> =
    words.imports.faults;
  const { problem, expected } = texts[code];
  return { problem: say(problem, visible(params)), expected: say(expected, visible(params)) };
}

/** A fault as one text, with the line where it is one of a line. */
export function faultText(fault: ImportFault, language: string, line?: number): string {
  const { words, say } = localeOf(language);
  const said = faultIn(fault, language);
  return line === undefined
    ? say(words.imports.fault, said)
    : say(words.imports.faultInLine, { ...said, line });
}

/** A name may be empty in a file. */
const visible = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? '–' : value]));
