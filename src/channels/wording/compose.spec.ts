import { aMessage, anItem, berlin, lena } from '../../../test/support/messages.js';
import { aHandover, aMorning, anAfter, aPulse } from '../../../demo/messages/scenes.js';
import { whoseOf } from '../../domain/message/subject.js';
import type { MessageItem } from '../message.js';
import { emailHtml } from '../mail/html.js';
import { slackBlocks } from '../slack-blocks.js';
import { compose } from './compose.js';
import { composeQueue } from './queue.js';

const cardOf = (...items: Parameters<typeof anItem>[0][]) =>
  compose(aMessage({ items: items.map((item) => anItem(item)) })).cards[0]!;

const visit = { at: berlin('2026-03-19T10:00'), institution: 'Clinic B' };

describe('what a message says to the manager', () => {
  it('says whom it is about, by when, that no visit is planned, and offers the honest ways out', () => {
    const card = cardOf({});

    expect(card.headline).toBe('See Ana Roth with a customer');
    expect(card.about).toBe('Objection handling');
    expect(card.lines).toEqual(['No visit is planned.', 'By Mon 23 March']);
    expect(card.small).toEqual([
      'Why you: you are the line manager of Ana Roth.',
      'It stays with you: it goes no further by itself.',
    ]);
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
      'You are together tomorrow at 10:00, Clinic B.',
      'Last time you agreed: “open with a question”',
      'By Mon 23 March',
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

    expect(letter.cards.map(({ about }) => about)).toEqual([
      'Objection handling, Evidence exchange',
      'Objection handling',
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
    expect(card.small).toContain('Otherwise Marco Rossi sees on Monday that it is open. Not what was seen.');
    expect(card.links.map(({ label }) => label)).toEqual(['Write it', 'Extend…', 'Ask for help']);
  });

  it('tells three things in full, what else there is in a line each, and counts who waits', () => {
    const items = Array.from({ length: 5 }, (_, n) =>
      anItem({ enrolmentId: `e-${n}`, repId: `p-${n}`, rep: `Rep ${n}` }),
    );
    const letter = compose(aMessage({ items, waiting: 4 }));

    expect(letter.cards).toHaveLength(3);
    expect(letter.others).toHaveLength(2);
    expect(letter.others[0]).toMatchObject({
      text: 'See Rep 3 with a customer · Objection handling',
      href: 'https://coach.acme.example/enrolments/e-3?do=planVisit',
    });
    items[3]!.done = { by: 'Lena Vogt', at: berlin('2026-03-18T08:10') };
    expect(compose(aMessage({ items })).others[0]!.text).toBe(
      'See Rep 3 with a customer · Done · Lena Vogt · Wed 18 March 08:10',
    );
    expect(letter.rest).toBe('4 more can wait; they are in your queue.');
    expect(compose(aMessage({ items })).rest).toBeNull();
    expect(letter.subject).toBe('See Rep 0 with a customer, and 2 more');
    expect(letter.small[0]).toBe('Why you: you are the line manager of Rep 0, Rep 1 and 3 more.');
  });

  it.each(['observe', 'feedback', 'followUp', 'regroup', 'checkIn'] as const)(
    'never says that %s goes on without a way out, in either language',
    (kind) => {
      const goesOn = { to: 'secondLine' as const, name: null, at: berlin('2026-03-19T08:30') };
      const visit = { at: berlin('2026-03-20T10:00'), institution: null };
      for (const planned of [null, visit]) {
        const { links } = cardOf({ kind, goesOn, visit: planned });
        const ways = ['extend', 'anotherDay', 'notPossible', 'askForHelp'];
        expect(links.filter(({ code }) => ways.includes(code))).not.toEqual([]);
      }
      const said = compose(aMessage({ to: { ...lena, language: 'de' }, items: [anItem({ kind, goesOn })] }));
      expect(said.cards[0]!.headline).toMatch(/^(Noch kein Tag|Gerade wenig Zeit)/);
    },
  );

  it('does not offer help that is asked for, nor says then that it stays with whoever asked', () => {
    const card = cardOf({ kind: 'regroup', asksForHelp: true });
    expect(card.lines).toContain('Help with this is asked for.');
    expect(card.links.map(({ code }) => code)).toEqual(['settled', 'talk']);
    expect(card.small).toEqual(['Why you: you are the line manager of Ana Roth.']);
    expect(cardOf({ kind: 'regroup' }).small.at(-1)).toMatch(/^It stays with you/);
  });

  it('names the day of a visit in its subject only where it asks for one', () => {
    const subjectOf = (item: Parameters<typeof anItem>[0]) =>
      compose(aMessage({ items: [anItem({ visit, ...item })] })).subject;
    expect(subjectOf({})).toBe('Thursday with Ana Roth');
    expect(subjectOf({ kind: 'acknowledge', wantsTalk: true })).toBe('Ana Roth would like to talk about it');
    expect(subjectOf({ kind: 'followUp' })).not.toContain('Thursday');
  });

  it('names what was within the week before by its date: a weekday alone is one to come', () => {
    const of = (day: string) => cardOf({ kind: 'feedback', observedAt: berlin(`${day}T14:10`) }).lines.join();
    expect(of('2026-03-16')).toContain('on Mon 16 March');
    expect(of('2026-03-17')).toContain('yesterday');
  });

  it('says who has been told since, and offers no more to go before that', () => {
    const card = cardOf({ kind: 'feedback', heardBy: { to: 'secondLine', name: 'Marco Rossi' } });
    expect(card.small.at(-1)).toBe('Marco Rossi has been told that it is open. Not what was seen.');
    expect(card.links.map(({ code }) => code)).not.toContain('askForHelp');
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
      about: 'Objection handling',
      lines: ['Done · Lena Vogt · Mon 30 March 11:02'],
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
    expect(card.about).toBe('Evidence exchange');
    expect(card.lines.at(-1)).toBe('Objection handling: Done · Wed 18 March 11:02');
  });
});

describe('what somebody said to it', () => {
  it('leads the manager’s card where the rep would like to talk, though nothing else is owed', () => {
    const card = cardOf({ kind: 'acknowledge', wantsTalk: true, observedAt: berlin('2026-03-17T14:10') });

    expect(card.headline).toBe('Ana Roth would like to talk about it');
    expect(card.lines[0]).toBe('You were together yesterday.');
    expect(card.links.map(({ label }) => label)).toEqual(['We have talked', 'Talk on…']);
  });

  it('tells the rep that they asked to talk, and does not offer it once more', () => {
    const asked = cardOf({ kind: 'acknowledge', audience: 'rep', wantsTalk: true });

    expect(asked.lines).toContain('You would like to talk about it. Lena Vogt hears of it.');
    expect(asked.links.map(({ label }) => label)).toEqual(['That matches', 'I see it differently']);
    expect(cardOf({ kind: 'acknowledge', audience: 'rep' }).links.map(({ label }) => label)).toContain(
      'Talk about it',
    );
  });

  it('tells the second line that the manager asks for help', () => {
    const asked = { audience: 'secondLine', asksForHelp: true } as const;

    expect(cardOf(asked).lines).toContain('Lena Vogt asks for help with this.');
    expect(cardOf({ ...asked, manager: null }).lines).toContain('A coach asks for help with this.');
    expect(cardOf({ audience: 'secondLine' }).lines.join()).not.toContain('asks for help');
  });

  it('tells the manager who frees an hour, and the second line’s own card that they did', () => {
    const by = 'Marco Rossi';
    expect(cardOf({ hourFreed: { by } }).lines).toContain('Marco Rossi frees an hour for this.');
    expect(cardOf({ hourFreed: { by: null } }).lines).toContain('An hour is freed for this.');
    const done = { by, at: berlin('2026-03-18T11:02') };
    const freed = cardOf({ audience: 'secondLine', done: { ...done, how: 'freeHour' } });
    expect(freed).toMatchObject({ done: true, links: [] });
    expect(freed.lines).toEqual(['Free an hour · Marco Rossi · Wed 18 March 11:02']);
    const left = cardOf({ audience: 'secondLine', done: { ...done, how: 'leaveIt' } });
    expect(left.lines).toEqual(['Leave it · Marco Rossi · Wed 18 March 11:02']);
  });

  it('tells the manager how it went, in the rep’s own word', () => {
    expect(cardOf({ kind: 'followUp', tried: 'didNotHelp' }).lines).toContain(
      'Ana Roth says that it did not help yet.',
    );
    expect(
      JSON.stringify(cardOf({ kind: 'followUp', audience: 'secondLine', tried: 'helped' })),
    ).not.toContain('helped');
  });

  it('asks nobody whether they are ready who has said so', () => {
    const codes = (ready: boolean) => cardOf({ audience: 'rep', ready }).links.map(({ code }) => code);

    expect(codes(false)).toEqual(['sayReady', 'noOpportunity']);
    expect(codes(true)).toEqual(['noOpportunity']);
  });

  it('proposes days to the manager where no visit is planned', () => {
    const proposals = ['2026-03-19T10:00', '2026-03-20T10:00', '2026-03-23T10:00'].map(berlin);

    expect(cardOf({ proposals }).lines).toContain(
      'You are both at work on Thu 19 March, Fri 20 March and Mon 23 March.',
    );
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

  it('tells the second line why somebody is needed', () => {
    expect(cardOf({ audience: 'secondLine', kind: 'cover' }).lines).toEqual([
      'Lena Vogt is away.',
      'Take the loop yourself or name somebody else.',
    ]);
  });

  it('asks the second line once who takes the reps of somebody who left', () => {
    const left = { audience: 'secondLine', kind: 'cover', manager: null } as const;
    const letter = compose(
      aMessage({
        items: [anItem(left), anItem({ ...left, enrolmentId: 'e-2', repId: 'p-ben', rep: 'Ben Kühn' })],
      }),
    );

    expect(letter.opening).toContain('2 coaching loops');
    expect(letter.cards).toHaveLength(1);
    expect(letter.cards[0]).toMatchObject({
      headline: 'Who takes these 2 reps?',
      lines: [
        'Ana Roth · Objection handling',
        'Ben Kühn · Objection handling',
        'There is no manager at the moment.',
        'Take them yourself or name somebody else.',
      ],
    });
  });

  it('says of what was put off until when, and keeps the buttons that bring it on, none of which stands out', () => {
    const held = { because: 'snoozed', until: berlin('2026-03-24T08:30') } as const;
    const letter = compose(aMessage({ items: [anItem({ kind: 'regroup', held })] }));
    const [card] = letter.cards;
    expect(card!.lines[0]).toBe('Nobody is asked about this until Tue 24 March · More time');
    expect(card!.links.map(({ code }) => code)).toEqual(['settled']);
    expect(JSON.stringify(slackBlocks(letter, { pressable: true }))).not.toContain('primary');
    expect(emailHtml(letter)).toContain(`>${card!.links[0]!.label}</a>`);
    const above = compose(aMessage({ items: [anItem({ kind: 'regroup', audience: 'secondLine', held })] }));
    expect(above.cards[0]!.links).toEqual([]);
  });

  it('lets the second line choose for each of them in the queue, to which that message leads', () => {
    const left = { audience: 'secondLine', kind: 'cover', manager: null } as const;
    const message = aMessage({
      items: [anItem(left), anItem({ ...left, enrolmentId: 'e-2', repId: 'p-ben', rep: 'Ben Kühn' })],
    });

    expect(
      composeQueue(message, null).cards.map(({ headline, links }) => [
        headline,
        links.map(({ code }) => code),
      ]),
    ).toEqual([
      ['Who takes Ana Roth?', ['takeIt', 'nameSomeone', 'leaveIt']],
      ['Who takes Ben Kühn?', ['takeIt', 'nameSomeone', 'leaveIt']],
    ]);
  });

  it('offers whoever owns the program to name somebody, where a rep has no manager', () => {
    const card = cardOf({ audience: 'programOwner', kind: 'cover', manager: null, stall: 'noManager' });

    expect(card.links.map(({ code }) => code)).toEqual(['assignManager', 'nameSomeone']);
  });

  it('tells a co-coach what a manager is told, and beside whom they coach', () => {
    const card = cardOf({ audience: 'coCoach' });

    expect(card.headline).toBe('See Ana Roth with a customer');
    expect(card.small[0]).toBe('Why you: you coach Ana Roth beside Lena Vogt.');
  });

  it('says to a stand-in for whom they read this', () => {
    expect(cardOf({ manager: 'Sofia Lindqvist' }).small[0]).toBe(
      'Why you: you stand in for Sofia Lindqvist with Ana Roth.',
    );
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
      lines: [
        'Objection handling: no visit planned 2, feedback open 1',
        'A visit day freed or a co-coach named helps most of these.',
        '1 is done since.',
      ],
    });
    expect(JSON.stringify(letter)).not.toMatch(/Ana Roth|Ben Kühn|Cem Ak|Lena Vogt/);
  });

  it.each([
    ['noManager', 'Ana Roth has no manager at the moment', 'Assign a manager'],
    ['unreachable', 'Messages about Ana Roth reach nobody', 'Mend the contact'],
    ['overCapacity', 'More loops than visit days: Lena Vogt', 'Free visit days'],
  ] as const)('tells the program owner what to mend: %s', (stall, headline, label) => {
    const card = cardOf({ audience: 'programOwner', stall });

    expect(card.headline).toBe(headline);
    expect(card.links.map((link) => link.label)).toEqual([label]);
  });

  it('asks the program owner whose rep it is, by name and beside what they are told in numbers', () => {
    const whose = anItem({ audience: 'programOwner', subject: whoseOf('observe/first', 'f-1', 'p-owner') });
    const { cards, stops } = compose(
      aMessage({
        items: [whose, anItem({ audience: 'programOwner', enrolmentId: 'e-2', stall: 'noVisitPlanned' })],
      }),
    );
    expect(cards.map(({ headline }) => headline)).toEqual([
      'Whose rep is Ana Roth?',
      '1 loop in Spring launch could use a hand',
    ]);
    expect(cards[0]!.lines[0]).toContain('The manager entered is Lena Vogt.');
    expect(compose(aMessage({ items: [whose] })).stops).toEqual([]);
    expect(stops).toHaveLength(1);
  });
});

describe('the visit, the month and the hand-over', () => {
  const cardsOf = (...items: MessageItem[]) => compose(aMessage({ items })).cards;

  it('brings to the morning of a visit what was agreed, one thing to watch for and a way to open', () => {
    const [card] = cardsOf(aMorning());

    expect(card!.headline).toBe('Today with Ana Roth');
    expect(card!.about).toBe('Objection handling');
    expect(card!.lines).toEqual([
      'You are together today at 10:00, Hospital A.',
      'Last time you agreed: “open with a question before the data”',
      'One thing to watch for: “Asks what matters most to this patient before the data”',
      'To open with: “What would you like to try today?”',
    ]);
  });

  it('has words of its own for what is not known about a visit', () => {
    const [card] = cardsOf(aMorning({ action: null, anchor: null, question: ' ' }));

    expect(card!.lines.slice(1)).toEqual([
      'Nothing is agreed yet, so simply see what is there.',
      'One thing to watch for: what Ana Roth already does well.',
      'To open with: “What would you like me to watch for?”',
    ]);
  });

  it('asks after a visit whether it took place at all', () => {
    const [card] = cardsOf(anAfter());

    expect(card!.lines).toContain('In your diary: today at 10:00, Hospital A.');
    expect(card!.links.map(({ label }) => label)).toEqual(['Write the report', 'It moved', 'Did not happen']);
  });

  it('tells a new manager of all their reps in one card', () => {
    const reps = ['Ana Roth', 'Ben Kühn'].map((rep) => aHandover({ rep, repId: rep, enrolmentId: rep }));
    const cards = cardsOf(...reps);

    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({
      headline: 'These 2 reps are with you now',
      lines: [
        'Ana Roth · Objection handling · by Mon 23 March',
        'Ben Kühn · Objection handling · by Mon 23 March',
        'Until now with Piet de Boer.',
        'Nothing starts over: what was seen and agreed comes along.',
      ],
    });
  });

  it('tells a new manager of the visit that is planned with their rep, and asks for no other', () => {
    const [card] = cardsOf(aHandover({ visit: anAfter().visit }));

    expect(card!.lines).toContain('You are together today at 10:00, Hospital A.');
    expect(card!.links.map(({ label }) => label)).toEqual(['Open the visit', 'Another day…', 'Not my rep']);
  });

  it('tells whoever took a loop that it is theirs for the time being', () => {
    const [card] = cardsOf(aHandover({ meanwhile: true }));

    expect(card!.small[0]).toBe('Why you: you coach Ana Roth meanwhile.');
    expect(card!.lines.at(-1)).toContain('what was agreed before stays with those who agreed it');
    expect(cardOf({ manager: null }).small[0]).toBe('Why you: you coach Ana Roth.');
  });

  it('asks a rep once a month about one capability, and says who sees the answer', () => {
    const [card] = cardsOf(aPulse());

    expect(card!.lines).toEqual([
      'In the last 4 weeks, did someone see you use Objection handling with a customer? Did it help?',
    ]);
    expect(card!.small.at(-1)).toMatch(/^Answers are only ever shown added up/);
  });
});

describe('beside what people write', () => {
  it('stands that it names no patient, and where a side effect is reported, in every message that leads to writing', () => {
    const feedback = aMessage({ items: [anItem({ kind: 'feedback' })] });

    expect(compose(feedback, 'https://acme.example/report').beside).toEqual({
      noNames: 'When you write: no HCP or patient names, please.',
      sideEffect: {
        text: 'Heard of a side effect? Report it now.',
        link: {
          press: null,
          code: 'reportSideEffect',
          label: 'Report a side effect',
          href: 'https://acme.example/report',
        },
      },
    });
    expect(compose(feedback).beside).toMatchObject({ sideEffect: null });
    expect(compose(aMessage({ items: [aPulse()] }), 'https://acme.example/report').beside).toBeNull();
  });
});

describe('the reader’s language', () => {
  it('is theirs where we have it, in their country’s way; English where we have not', () => {
    const said = (language: string) => compose(aMessage({ to: { ...lena, language } })).cards[0]!;

    expect(said('de').headline).toBe('Ana Roth beim Kunden erleben');
    expect(said('de-AT').lines.at(-1)).toBe('Bis Mo., 23. März');
    expect(said('pt-BR').headline).toBe('See Ana Roth with a customer');
  });

  it('reads dates in the reader’s zone and country', () => {
    const to = { ...lena, language: 'en-US', zone: 'America/Los_Angeles' };
    const item = anItem({
      dueAt: berlin('2026-03-23T08:00'),
      visit: { at: berlin('2026-03-21T23:30'), institution: null },
    });

    expect(compose(aMessage({ to, items: [item] })).cards[0]!.lines).toEqual([
      'You are together on Saturday at 3:30 PM.',
      'By Mon March 23',
    ]);
  });
});
