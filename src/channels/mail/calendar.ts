import ICAL from 'ical.js';
import { HOUR } from '../../domain/time.js';
import type { Invitation } from '../message.js';
import { LONGEST_NAME, oneLine } from '../plain.js';

/**
 * How long a visit stands in a calendar. Of a visit only its beginning is known: an hour holds the call and the talk
 * right after it, and takes nobody's day, which would make the next one harder to agree on.
 */
const LENGTH = HOUR;

/** The mailbox that invites. */
export interface Organizer {
  name: string;
  address: string;
  /** Of UIDs: with it they stay what they are. */
  domain: string;
}

/**
 * A visit as calendars take it (RFC 5545 and 5546). One attendee, the reader: whom they go with stands in the title, so
 * nobody's address goes to others and no answer is counted. Times are UTC: a zone would be one more thing to get wrong.
 */
export function calendarOf(
  { to, visit, visitId, sequence, news, at }: Invitation,
  title: string,
  organizer: Organizer,
): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const method = news === 'cancelled' ? 'CANCEL' : 'REQUEST';
  const calendar = component('vcalendar', {
    version: '2.0',
    prodid: '-//Followthrough//Joint visits//EN',
    calscale: 'GREGORIAN',
    method,
  });
  const event = component('vevent', {
    uid: `${visitId}@${organizer.domain}`,
    sequence,
    dtstamp: utc(at),
    dtstart: utc(visit.at),
    dtend: utc(visit.at + LENGTH),
    summary: title,
    ...(visit.institution && { location: oneLine(visit.institution, LONGEST_NAME) }),
    status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
    transp: 'OPAQUE',
  });
  event.addProperty(mailbox('organizer', organizer, {}));
  const attendee = { name: oneLine(to.name, LONGEST_NAME), address: to.email };
  event.addProperty(
    mailbox('attendee', attendee, { role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION', rsvp: 'FALSE' }),
  );
  calendar.addSubcomponent(event);
  return { method, content: `${calendar.toString()}\r\n` };
}

function component(name: string, values: Record<string, unknown>): ICAL.Component {
  const made = new ICAL.Component(name);
  for (const [property, value] of Object.entries(values)) made.addPropertyWithValue(property, value);
  return made;
}

function mailbox(
  name: 'organizer' | 'attendee',
  who: { name: string; address: string },
  parameters: Record<string, string>,
): ICAL.Property {
  const property = new ICAL.Property(name);
  for (const [parameter, value] of Object.entries({ ...(who.name && { cn: who.name }), ...parameters }))
    property.setParameter(parameter, value);
  property.setValue(`mailto:${who.address}`);
  return property;
}

const utc = (at: number): ICAL.Time => ICAL.Time.fromJSDate(new Date(at), true);
