import { aMessage, anItem, berlin, lena } from '../../../test/support/messages.js';
import { AUDIENCES } from '../../domain/people.js';
import { MESSAGE_KINDS, STALL_REASONS } from '../../domain/words.js';
import { compose } from './compose.js';
import { en } from './en.js';

const cardOf = (...items: Parameters<typeof anItem>[0][]) =>
  compose(aMessage({ items: items.map((item) => anItem(item)) })).cards[0]!;

const visit = { at: berlin('2026-03-19T10:00'), institution: 'Clinic B' };

describe('what a message says to the manager', () => {
  it('says whom it is about, by when, that no visit is planned, and offers the honest ways out', () => {
    const card = cardOf({});

    expect(card.headline).toBe('See Ana Roth with a customer');
    expect(card.lines).toEqual(['Objection handling · by Mon 23 March', 'No visit is planned.']);
    expect(card.links.map(({ label }) => label)).toEqual([
      'Plan a visit',
      'I saw it already',
      'Not possible',
      'No opportunity yet',
      'Not my rep',
    ]);
    expect(card.links[0]!.href).toBe('https://coach.acme.example/enrolments/e-1?do=planVisit');
  });

  it('leads with a rep who asks to be seen, the visit in the diary and what was agreed', () => {
    const letter = compose(
      aMessage({ items: [anItem({ ready: true, visit, action: 'open with a question' })] }),
    );

    expect(letter.subject).toBe('Thursday with Ana Roth');
    expect(letter.cards[0]!.headline).toBe('Ana Roth is ready to be seen');
    expect(letter.cards[0]!.lines).toEqual([
      'Objection handling · by Mon 23 March',
      'You are together tomorrow at 10:00, Clinic B.',
      'Last time you agreed: “open with a question”',
    ]);
  });

  it('puts the capabilities of one rep into one card, and keeps two reps of one name apart', () => {
    const letter = compose(
      aMessage({
        items: [
          anItem(),
          anItem({ enrolmentId: 'e-2', capability: 'Evidence exchange' }),
          anItem({ enrolmentId: 'e-3', repId: 'p-other-ana' }),
        ],
      }),
    );

    expect(letter.cards.map(({ lines }) => lines[0])).toEqual([
      'Objection handling, Evidence exchange · by Mon 23 March',
      'Objection handling · by Mon 23 March',
    ]);
    expect(letter.subject).toBe('See Ana Roth with a customer, and 1 more');
  });

  it('offers help and names the weekday before feedback goes on', () => {
    const card = cardOf({
      kind: 'feedback',
      observedAt: berlin('2026-03-17T14:10'),
      goesOn: { to: 'secondLine', name: 'Marco Rossi', at: berlin('2026-03-23T08:30') },
    });

    expect(card.headline).toBe('Short of time for Ana Roth’s feedback?');
    expect(card.lines).toContain('You were together yesterday.');
    expect(card.lines).toContain('Otherwise Marco Rossi sees on Monday that it is open. Not what was seen.');
    expect(card.links.map(({ label }) => label)).toEqual(['Write it', 'Extend…', 'Ask for help']);
  });

  it('tells three things in full, what else there is in a line each, and counts who waits', () => {
    const items = Array.from({ length: 5 }, (_, n) =>
      anItem({ enrolmentId: `e-${n}`, repId: `p-${n}`, rep: `Rep ${n}` }),
    );
    const letter = compose(aMessage({ items, waiting: 4 }));

    expect(letter.cards).toHaveLength(3);
    expect(letter.others).toHaveLength(2);
    expect(letter.others[0]).toEqual({
      text: 'See Rep 3 with a customer · Objection handling · by Mon 23 March',
      href: 'https://coach.acme.example/enrolments/e-3?do=planVisit',
    });
    items[3]!.done = { by: 'Lena Vogt', at: berlin('2026-03-18T08:10') };
    expect(compose(aMessage({ items })).others[0]!.text).toBe(
      'See Rep 3 with a customer · Done · Lena Vogt · Wed 18 March 08:10',
    );
    expect(letter.rest).toBe('4 more can wait; they are in your queue.');
    expect(compose(aMessage({ items })).rest).toBeNull();
    expect(letter.why[0]).toBe('Why you: you are the line manager of Rep 0, Rep 1 and 3 more.');
  });

  it.each(['observe', 'feedback', 'followUp', 'regroup', 'checkIn'] as const)(
    'never says that %s goes on without a way out',
    (kind) => {
      const goesOn = { to: 'secondLine' as const, name: null, at: berlin('2026-03-19T08:30') };
      for (const planned of [null, visit]) {
        const { links } = cardOf({ kind, goesOn, visit: planned });
        const ways = ['extend', 'anotherDay', 'notPossible', 'askForHelp'];
        expect(links.filter(({ code }) => ways.includes(code))).not.toEqual([]);
      }
    },
  );

  it('helps on a visit’s morning: where, what was agreed, what to watch for, how to begin', () => {
    const at = berlin('2026-03-18T10:00');
    const card = cardOf({
      kind: 'visitMorning',
      visit: { at, institution: 'Clinic B' },
      action: 'ask first',
      anchor: 'Asks before presenting data',
    });
    expect(card.headline).toBe('Today with Ana Roth');
    expect(card.lines).toEqual([
      'Objection handling',
      'You are together today at 10:00, Clinic B.',
      'Last time you agreed: “ask first”',
      'Watch for one thing: “Asks before presenting data”',
      'To begin with: “What would you like me to look at today?”',
    ]);
  });

  it('asks afterwards what became of a visit, with the ways it can have gone', () => {
    const at = berlin('2026-03-17T10:00');
    const card = cardOf({ kind: 'visitAfterwards', visit: { at, institution: null } });
    expect(card.headline).toBe('How was it with Ana Roth?');
    expect(card.lines).toContain('You were together yesterday.');
    expect(card.links.map(({ label }) => label)).toEqual(['Write it', 'It moved', 'Did not happen']);
  });

  it('says of what is somebody else’s by now whose it is, and asks for nothing', () => {
    const card = cardOf({ passedOn: { to: 'Jonas Weber' } });
    expect(card).toMatchObject({ done: true, links: [] });
    expect(card.lines).toContain('Passed on to Jonas Weber.');
  });

  it('says in place by whom and when a thing was done, and leaves the order as it was', () => {
    const done = { by: 'Lena Vogt', at: berlin('2026-03-30T11:02') };
    const letter = compose(
      aMessage({ items: [anItem({ done }), anItem({ repId: 'p-ben', rep: 'Ben Kühn' })] }),
    );

    expect(letter.cards.map(({ done }) => done)).toEqual([true, false]);
    expect(letter.cards[0]).toMatchObject({
      headline: 'See Ana Roth with a customer',
      lines: ['Objection handling', 'Done · Lena Vogt · Mon 30 March 11:02'],
      links: [],
    });
    expect(letter.opening).toBe('Hello Lena Vogt, one thing that would help.');
    expect(letter.subject).toBe('See Ben Kühn with a customer');
  });

  it('says what is done beside what is not where one rep has both', () => {
    const card = cardOf(
      { done: { by: null, at: berlin('2026-03-18T11:02') } },
      { capability: 'Evidence exchange' },
    );

    expect(card.done).toBe(false);
    expect(card.lines[0]).toBe('Evidence exchange · by Mon 23 March');
    expect(card.lines.at(-1)).toBe('Objection handling: Done · Wed 18 March 11:02');
  });
});

describe('what others may know', () => {
  it('does not tell a rep which capability a planned visit is about', () => {
    const said = JSON.stringify(compose(aMessage({ items: [anItem({ audience: 'rep', visit })] })).cards);

    expect(said).toContain('By Mon 23 March');
    expect(said).not.toContain('Objection handling');
  });

  it('gives the second line status and dates, never what was agreed', () => {
    const said = JSON.stringify(
      compose(aMessage({ items: [anItem({ audience: 'secondLine', visit, action: 'a private sentence' })] })),
    );

    expect(said).toContain('The next visit is tomorrow at 10:00, Clinic B.');
    expect(said).not.toContain('a private sentence');
  });

  it.each([
    ['Lena Vogt', 'Lena Vogt is away.'],
    [null, 'There is no manager on record.'],
  ])('tells the second line why somebody is needed (manager: %s)', (manager, why) => {
    expect(cardOf({ audience: 'secondLine', kind: 'cover', manager }).lines).toEqual([
      'Objection handling',
      why,
      'Take the loop yourself or name somebody else.',
    ]);
  });

  it.each(['programOwner', 'sponsor'] as const)('gives the %s counts, and no names', (audience) => {
    const letter = compose(
      aMessage({
        to: { ...lena, name: 'Ines Faro' },
        items: [
          anItem({ audience, stall: 'noVisitPlanned' }),
          anItem({
            audience,
            stall: 'observedNoFeedback',
            enrolmentId: 'e-2',
            repId: 'p-2',
            rep: 'Ben Kühn',
          }),
          anItem({ audience, stall: 'noVisitPlanned', enrolmentId: 'e-3', repId: 'p-3', rep: 'Cem Ak' }),
          anItem({ audience, enrolmentId: 'e-4', done: { by: 'Lena Vogt', at: berlin('2026-03-17T11:00') } }),
        ],
      }),
    );

    expect(letter.cards).toHaveLength(1);
    expect(letter.cards[0]).toMatchObject({
      headline: '3 loops in Spring launch could use a hand',
      lines: ['Objection handling: no visit planned 2, feedback open 1', '1 is done since.'],
    });
    expect(JSON.stringify(letter)).not.toMatch(/Ana Roth|Ben Kühn|Cem Ak|Lena Vogt/);
  });

  it.each([
    ['noManager', 'Ana Roth has no manager on record', 'Assign a manager'],
    ['unreachable', 'Messages about Ana Roth reach nobody', 'Mend the contact'],
    ['overCapacity', 'More loops than visit days: Lena Vogt', 'Free visit days'],
  ] as const)('tells the program owner what to mend: %s', (stall, headline, label) => {
    const card = cardOf({ audience: 'programOwner', stall });

    expect(card.headline).toBe(headline);
    expect(card.links.map((link) => link.label)).toEqual([label]);
  });
});

describe('the words themselves', () => {
  const everything = AUDIENCES.flatMap((audience) =>
    [...MESSAGE_KINDS, 'visitMorning' as const, 'visitAfterwards' as const].flatMap((kind) =>
      [null, ...STALL_REASONS].flatMap((stall) =>
        [true, false].flatMap((full) => [
          anItem({
            audience,
            kind,
            stall,
            manager: full ? 'Lena Vogt' : null,
            ready: full,
            visit: full ? visit : null,
            observedAt: full ? berlin('2026-03-02T10:00') : null,
            dueAt: full ? berlin('2026-03-02T18:00') : null,
            action: full ? 'ask first' : null,
            anchor: full ? 'Asks before presenting data' : null,
            goesOn: full ? { to: audience, name: null, at: berlin('2026-03-24T08:30') } : null,
          }),
          anItem({
            audience,
            kind,
            stall,
            done: { by: full ? 'Lena Vogt' : null, at: berlin('2026-03-17T10:00') },
          }),
          // Only what a manager had can be somebody else's.
          anItem({ audience: 'manager', kind, stall, passedOn: { to: full ? 'Jonas Weber' : null } }),
        ]),
      ),
    ),
  );

  it('leave no gap and scold nobody, whatever is known and whoever reads', () => {
    for (const item of everything) {
      const said = JSON.stringify({ ...compose(aMessage({ items: [item] })), rest: '' });
      expect(said).not.toMatch(/reminder|overdue|failed|must |null|undefined|\{\w+\}|NaN|Invalid Date/i);
    }
  });

  it('call an action the same everywhere, in four words at most', () => {
    for (const label of Object.values(en.actions)) expect(label.split(' ').length).toBeLessThanOrEqual(4);
    expect(new Set(Object.values(en.actions)).size).toBe(Object.keys(en.actions).length);
  });

  it('come in English where a language is not there yet, dates included', () => {
    expect(cardOf({}).lines[0]).toBe(
      compose(aMessage({ to: { ...lena, language: 'ja-JP' } })).cards[0]!.lines[0],
    );
  });

  it('read dates in the reader’s zone and country', () => {
    const to = { ...lena, language: 'en-US', zone: 'America/Los_Angeles' };
    const item = anItem({
      dueAt: berlin('2026-03-23T08:00'),
      visit: { at: berlin('2026-03-21T23:30'), institution: null },
    });

    expect(compose(aMessage({ to, items: [item] })).cards[0]!.lines).toEqual([
      'Objection handling · by Mon March 23',
      'You are together on Saturday at 3:30 PM.',
    ]);
  });
});
