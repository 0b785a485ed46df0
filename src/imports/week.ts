import type { LocalTime, Weekday } from '../domain/time.js';
import { CellProblem } from './problem.js';

const WEEK: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  MO: 'mo mon monday montag',
  TU: 'tu tue tues tuesday di die dienstag',
  WE: 'we wed wednesday mi mit mittwoch',
  TH: 'th thu thur thurs thursday do don donnerstag',
  FR: 'fr fri friday fre freitag',
  SA: 'sa sat saturday sam samstag',
  SU: 'su sun sunday so son sonntag',
};
const weekdays = new Map(
  WEEK.flatMap((day) => WEEKDAY_WORDS[day].split(' ').map((word) => [word, day] as const)),
);

function weekday(word: string): Weekday {
  const day = weekdays.get(word.toLowerCase().replace(/\.$/, ''));
  if (!day) throw notAWeek();
  return day;
}

const notAWeek = () => new CellProblem('notAWeek');

/** From and to are both inside; SU-TH runs over the end of the week. */
function range(from: Weekday, to: Weekday): Weekday[] {
  const start = WEEK.indexOf(from);
  const length = ((WEEK.indexOf(to) - start + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => WEEK[(start + i) % 7]!);
}

/** `MO-FR`, `SU-TH`, `MO TU WE TH`, in English or German, as the days of it from Monday on. */
export function workingWeek(cell: string): Weekday[] {
  const days = new Set<Weekday>();
  for (const part of cell
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;|+]+/)
    .filter((p) => p !== '')) {
    const [from, to = from, ...more] = part.split('-').map(weekday);
    if (!from || !to || more.length > 0) throw notAWeek();
    for (const day of range(from, to)) days.add(day);
  }
  if (days.size === 0) throw notAWeek();
  return WEEK.filter((day) => days.has(day));
}

/** A time of day, `HH:MM`; seconds are dropped, `am` and `pm` understood. */
export function timeOfDay(cell: string): LocalTime {
  const match = /^(\d{1,2}):(\d{2})(?::[0-5]\d(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?$/i.exec(cell);
  const half = match?.[3]?.toLowerCase();
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  const valid = match && minute < 60 && (half ? hour >= 1 && hour <= 12 : hour < 24);
  if (!valid) throw new CellProblem('notATime');
  const of24 = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour;
  return `${String(of24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

const NO_QUIET = new Set(['none', 'no', '-', 'keine', 'nein']);

/** `20:00-07:00`, over midnight or not; `none`: null. */
export function quietHours(cell: string): { from: LocalTime; to: LocalTime } | null {
  if (NO_QUIET.has(cell.toLowerCase())) return null;
  const parts = cell.split(/\s*[-–]\s*/);
  const [from, to] = parts.length === 2 ? parts.map(timeOfDay) : [];
  if (!from || !to || from === to) throw new CellProblem('notQuietHours');
  return { from, to };
}
