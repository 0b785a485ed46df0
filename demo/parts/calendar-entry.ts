import ICAL from 'ical.js';
import { escapeHtml, shownTime } from './page.js';

const NEWS: Readonly<Record<string, string>> = {
  REQUEST: 'Stands in the calendar',
  CANCEL: 'Is taken out of the calendar',
};

/** What a calendar does with a mail, as a person reads it; empty where the mail brings no entry. */
export function calendarEntry(calendar: string): string {
  if (calendar === '') return '';
  const parsed = new ICAL.Component(ICAL.parse(calendar) as unknown[]);
  const event = new ICAL.Event(parsed.getFirstSubcomponent('vevent')!);
  const method = String(parsed.getFirstPropertyValue('method'));
  const time = (at: ICAL.Time): string => shownTime(at.toJSDate().toISOString());
  const lines: [string, string][] = [
    ['When', `${time(event.startDate)} to ${time(event.endDate)}`],
    ['Where', escapeHtml(event.location || 'not said')],
    ['Version', String(event.sequence)],
  ];
  return `<section class="card" aria-label="Calendar entry"><p class="soft">${NEWS[method] ?? escapeHtml(method)}</p>
    <h2>${escapeHtml(event.summary)}</h2><dl>${lines.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl></section>`;
}
