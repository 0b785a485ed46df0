import type { VisitChannel } from '../domain/facts.js';
import type { LocalTime } from '../domain/time.js';
import { faultOf } from './faults.js';
import { optional, required, type CellContext, type CellsOf } from './field.js';
import type { ImportProblem } from './item.js';
import type { ImportKind, Reading } from './kind.js';
import type { Line } from './line.js';
import { FirstLines } from './seen.js';
import { isFuture, moment, type Moment } from './moments.js';
import {
  id,
  LIMITS,
  name,
  oneOf,
  personRef,
  personRefs,
  refKey,
  type PersonRef,
  type Words,
} from './values.js';
import { timeOfDay } from './week.js';

export const VISIT_STATUSES = {
  planned: ['Scheduled', 'Open', 'Geplant'],
  moved: ['Rescheduled', 'Postponed', 'Verschoben'],
  cancelled: ['Canceled', 'Abgesagt', 'Storniert'],
  held: ['Done', 'Completed', 'Submitted', 'Durchgeführt', 'Stattgefunden'],
} as const;
export type VisitStatus = keyof typeof VISIT_STATUSES;

const CHANNEL_WORDS: Words<VisitChannel> = {
  faceToFace: ['F2F', 'In person', 'On site', 'Vor Ort', 'Persönlich'],
  remote: ['Video', 'Virtual', 'Online', 'Videocall'],
  phone: ['Call', 'Telephone', 'Telefon'],
  event: ['Congress', 'Meeting', 'Veranstaltung', 'Kongress'],
};

export interface VisitRow {
  /** The visit's id in the CRM. */
  externalId: string;
  rep: PersonRef;
  observers: PersonRef[];
  /** The caller resolves what is not an instant in the rep's zone. */
  when: Moment;
  institution?: string;
  channel: VisitChannel;
  status: VisitStatus;
}

const fields = {
  externalId: required({
    aliases: ['Visit ID', 'Call ID', 'CRM ID', 'Activity ID', 'Besuchs-ID', 'Termin-ID'],
    meaning: 'The id of the visit in the CRM, unique in the file.',
    read: id,
  }),
  rep: required({
    aliases: ['Rep ID', 'Owner', 'Assigned to', 'Representative', 'Außendienst', 'Mitarbeiter'],
    meaning: 'Whose visit it is: externalId or email address.',
    read: personRef,
  }),
  observers: required({
    aliases: ['Observer', 'Coach', 'Accompanied by', 'Joint visit with', 'Begleitung', 'Begleitet von'],
    meaning: 'Who comes along: externalId or email address, several separated by |.',
    read: personRefs,
  }),
  date: required({
    aliases: ['Visit date', 'Call date', 'Start', 'Datum', 'Besuchsdatum', 'Termin'],
    meaning: 'The day, e.g. 2026-03-24, or day and time, e.g. 2026-03-24T14:10+01:00.',
    read: (cell, { zone }) => moment(cell, zone),
  }),
  time: optional({
    aliases: ['Visit time', 'Start time', 'Uhrzeit', 'Beginn'],
    meaning: 'The local time, e.g. 14:10, where the date has none.',
    read: timeOfDay,
  }),
  institution: optional({
    aliases: ['Account', 'Account name', 'Customer', 'Organisation', 'Einrichtung', 'Institution name'],
    meaning: `The institution’s name or its CRM id, at most ${LIMITS.name} characters. Never the name of a person.`,
    read: name,
  }),
  channel: required({
    aliases: ['Visit channel', 'Call channel', 'Visit type', 'Kanal', 'Besuchsart'],
    meaning: `How it takes place: ${Object.keys(CHANNEL_WORDS).join(', ')}.`,
    read: oneOf(CHANNEL_WORDS),
  }),
  status: required({
    aliases: ['Visit status', 'Call status', 'State', 'Besuchsstatus'],
    meaning: `${Object.keys(VISIT_STATUSES).join(', ')}.`,
    read: oneOf(VISIT_STATUSES),
  }),
};

export const visits: ImportKind<typeof fields, VisitRow> = {
  title: 'Joint visits',
  about: 'Joint visits of reps and their coaches, as the CRM has them.',
  rules: [
    'A visit that stands in two lines is refused in the second; the answer names the first. Nobody observes ' +
      'their own visit. A visit in the future was not held yet.',
    'A time without an offset is meant in the zone given with the import, else in the rep’s.',
  ],
  fields,
  begin: (context) => new VisitReading(context),
};

class VisitReading implements Reading<typeof fields, VisitRow> {
  private readonly lineOfId = new FirstLines();

  constructor(private readonly context: CellContext) {}

  take(line: Line, { date, time, ...cells }: CellsOf<typeof fields>) {
    const when = time ? withTime(date, time, this.context.zone) : date;
    if (!when) return { problems: [line.problem('time', faultOf('timeTwice'))] };
    const row: VisitRow = { ...cells, when };
    const problems = this.judge(line, row);
    return problems.length > 0 ? { problems } : { row };
  }

  private judge(line: Line, row: VisitRow): ImportProblem[] {
    const problems: ImportProblem[] = [];
    const first = this.lineOfId.take(row.externalId, line.number);
    if (first !== undefined)
      problems.push(line.problem('externalId', faultOf('visitRepeated', { line: first })));
    if (row.observers.some((observer) => refKey(observer) === refKey(row.rep)))
      problems.push(line.problem('observers', faultOf('ownVisit')));
    if (row.status === 'held' && isFuture(row.when, this.context.now, this.context.zone))
      problems.push(line.problem('status', faultOf('heldAhead')));
    return problems;
  }
}

/** Null: the date has a time of its own. */
function withTime(date: Moment, time: LocalTime, zone?: string): Moment | null {
  if ('instant' in date || 'time' in date) return null;
  return moment(`${date.date}T${time}`, zone);
}
