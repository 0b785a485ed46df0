import { COUNTRIES } from './countries.js';
import { plain } from './field.js';
import { CellProblem, UNPRINTABLE } from './problem.js';

/** Longest texts, in characters as people count them (code points). */
export const LIMITS = { id: 100, name: 200, email: 254 } as const;

/** Text of one line. */
export const text =
  (limit: number) =>
  (cell: string): string => {
    if (UNPRINTABLE.test(cell)) throw new CellProblem('unprintable');
    const length = Array.from(cell).length;
    if (length > limit) throw new CellProblem('textTooLong', { length, most: limit });
    return cell.normalize('NFC');
  };

export const id = text(LIMITS.id);
export const name = text(LIMITS.name);

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(\.[^\s@<>(),;:"[\]\\.]+)+$/u;

/** An address in lower case, since it also serves to recognise a person. */
export function email(cell: string): string {
  const address = text(LIMITS.email)(cell);
  if (!EMAIL.test(address)) throw new CellProblem('notAnEmail');
  return address.toLowerCase();
}

/** A person as a file names them. */
export type PersonRef = { externalId: string } | { email: string };

export const personRef = (cell: string): PersonRef =>
  cell.includes('@') ? { email: email(cell) } : { externalId: id(cell) };

/** Equal for references that are written alike, whatever the case of the address. */
export const refKey = (ref: PersonRef): string => ('email' in ref ? ref.email : ref.externalId);

/** People separated by `|`, at least one. */
export function personRefs(cell: string): PersonRef[] {
  const refs = cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(personRef);
  if (refs.length === 0) throw new CellProblem('nobodyNamed');
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** A closed list: the canonical word, and other words read as it. */
export type Words<T extends string> = Readonly<Record<T, readonly string[]>>;

export function oneOf<T extends string>(words: Words<T>): (cell: string) => T {
  const canonical = Object.keys(words) as T[];
  const meant = new Map(
    canonical.flatMap((word) => [word, ...words[word]].map((w) => [plain(w), word] as const)),
  );
  return (cell) => {
    const word = meant.get(plain(cell));
    if (word === undefined) throw new CellProblem('wordUnknown', { words: canonical.join(', ') });
    return word;
  };
}

const NOT_ISO: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** ISO 3166-1 alpha-2, in upper case. */
export function country(cell: string): string {
  const code = cell.toUpperCase();
  if (COUNTRIES.has(code)) return code;
  const meant = NOT_ISO[code];
  throw meant ? new CellProblem('otherCountryCode', { meant }) : new CellProblem('notACountry');
}

/** ISO 3166-2, in upper case; the country before the hyphen is one. */
export function subdivision(cell: string): string {
  const code = cell.toUpperCase();
  const [land] = code.split('-');
  if (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) && COUNTRIES.has(land!)) return code;
  throw new CellProblem('notASubdivision');
}

const zones = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));

/** An IANA zone. Fixed offsets and abbreviations are refused: they know no clock change. */
export function zone(cell: string): string {
  const known = zones.get(cell.toLowerCase()) ?? (isLinkedZone(cell) ? cell : undefined);
  if (known === undefined) throw new CellProblem('notAZone');
  return known;
}

/** Older and newer names of a zone, which Intl takes but does not list. */
function isLinkedZone(cell: string): boolean {
  if (cell !== 'UTC' && !/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(cell)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: cell });
  } catch {
    return false;
  }
  zones.set(cell.toLowerCase(), cell);
  return true;
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** BCP 47 in its canonical form; `de_DE` is read as `de-DE`. */
export function language(cell: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(cell.replaceAll('_', '-'));
    if (tag && languageNames.of(new Intl.Locale(tag).language)) return tag;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new CellProblem('notALanguage');
}

/** More than 0, at most 7; with a point or a comma. */
export function daysPerWeek(cell: string): number {
  const days = /^\d{1,2}([.,]\d{1,2})?$/.test(cell) ? Number(cell.replace(',', '.')) : NaN;
  if (!(days > 0 && days <= 7)) throw new CellProblem('notDaysPerWeek');
  return days;
}
