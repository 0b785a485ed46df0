import { readHolidayFile } from './holiday-file.js';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const read = (text: string) => readHolidayFile(new TextEncoder().encode(text), NOW, 'en');
const calendar = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//EN',
    ...events.flatMap((lines, index) => ['BEGIN:VEVENT', `UID:${index}`, ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('an iCalendar of holidays', () => {
  it('gives whole days, and every day of what lasts for some', async () => {
    const file = calendar(
      ['DTSTART;VALUE=DATE:20261224', 'SUMMARY:Christmas Eve'],
      ['DTSTART;VALUE=DATE:20260803', 'DTEND;VALUE=DATE:20260806', 'SUMMARY:Works holiday'],
    );
    expect(await read(file)).toEqual({ days: ['2026-08-03', '2026-08-04', '2026-08-05', '2026-12-24'] });
  });

  it('writes down for ten years what comes back every year, from last year on', async () => {
    const file = calendar(['DTSTART;VALUE=DATE:20200815', 'RRULE:FREQ=YEARLY', 'SUMMARY:Patron saint']);
    const { days } = (await read(file)) as { days: string[] };
    expect(days).toHaveLength(12);
    expect([days[0], days.at(-1)]).toEqual(['2025-08-15', '2036-08-15']);
  });

  it('leaves out what is cancelled, excepted or moved', async () => {
    const file = calendar(
      ['DTSTART;VALUE=DATE:20260501', 'STATUS:CANCELLED'],
      ['DTSTART;VALUE=DATE:20260601', 'RRULE:FREQ=YEARLY;COUNT=3', 'EXDATE;VALUE=DATE:20270601'],
    ).replace(
      'END:VCALENDAR',
      'BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;VALUE=DATE:20280601\r\nDTSTART;VALUE=DATE:20280602\r\nEND:VEVENT\r\nEND:VCALENDAR',
    );
    expect(await read(file)).toEqual({ days: ['2026-06-01', '2028-06-02'] });
  });

  it('counts the first day also where the others are listed', async () => {
    const file = calendar(['DTSTART;VALUE=DATE:20260101', 'RDATE;VALUE=DATE:20260606,20270707']);
    expect(await read(file)).toEqual({ days: ['2026-01-01', '2026-06-06', '2027-07-07'] });
  });

  it.each([
    [
      'a time of day',
      calendar(['DTSTART:20261224T140000Z', 'SUMMARY:Half day']),
      '“Half day” has a time of day',
    ],
    ['no date', calendar(['SUMMARY:Some day']), '“Some day” has a time of day or no date'],
    ...['20260231', '00000000', '20261301'].map((day) => [
      `the day ${day}`,
      calendar([`DTSTART;VALUE=DATE:${day}`, 'SUMMARY:Carnival']),
      `“Carnival” is on ${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}, which is no day.`,
    ]),
    [
      'a further day that is none',
      calendar(['DTSTART;VALUE=DATE:20260101', 'RDATE;VALUE=DATE:20260606,20260931', 'SUMMARY:Fair']),
      '“Fair” is on 2026-09-31, which is no day.',
    ],
    ['no end', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', 'The file is no iCalendar.'],
    ['no event', calendar(), 'The file names no day.'],
    [
      'every day of the year',
      calendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY']),
      'The file names more than 3000 days.',
    ],
    [
      'days without end that nobody asked about',
      calendar(['DTSTART;VALUE=DATE:10000101', 'RRULE:FREQ=DAILY']),
      'The file has more than 10000 events',
    ],
    [
      'a thousand such, which nobody waits for',
      calendar(
        ...Array<string[]>(1_000).fill(['DTSTART;VALUE=DATE:19900101', 'RRULE:FREQ=DAILY;COUNT=9000']),
      ),
      'The file has more than 10000 events',
    ],
  ])('with %s is refused in words', async (_, file, problem) => {
    expect(await read(file)).toEqual({ problems: [expect.stringContaining(problem)] });
  });
});

describe('a list of holidays', () => {
  it('is CSV with a date, and the last day where it lasts for some', async () => {
    expect(
      await read('Datum;Bis;Name\n24.12.2026;;Heiligabend\n2026-08-03;2026-08-04;Betriebsferien\n'),
    ).toEqual({
      days: ['2026-08-03', '2026-08-04', '2026-12-24'],
    });
  });

  it('says what is wrong with a line', async () => {
    expect(await read('date,to\n2026-12-26,2026-12-25\nsoon,\n')).toEqual({
      problems: [
        expect.stringMatching(/^Line 2: It ends before it begins/),
        expect.stringMatching(/^Line 3: /),
      ],
    });
  });
});
