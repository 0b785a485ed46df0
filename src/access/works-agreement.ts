import { profiledCountries, profileOf, type CountryProfile } from './country-profiles.js';
import { CATEGORIES, READERS, type CategoryName } from './field-categories.js';
import { FIELD_REGISTER, NOT_ABOUT_PEOPLE } from './field-register.js';
import { FLOOR } from './suppression.js';

const HEAD = `# Annex for a works agreement

Written from the tables that the code itself uses (\`src/access/\`) by
\`node dist/src/access/print-works-agreement.js > docs/works-agreement.md\`; a test fails where the two differ, and where a
stored field is missing here. [privacy.md](privacy.md) says what lies behind it, [security.md](security.md) how it is held.

## What it is for

Followthrough helps managers and reps to put into practice what was trained. It is no instrument for judging
performance or conduct: there is no ranking of people, no measure of anybody's time, no score of a person, and nothing
in it is a basis for pay, promotion or a warning. What a coach writes is read by published lists of words for that coach
alone, while they write and on their own page: nothing of it is stored, and nobody else can ask for it. Figures are over at least ${FLOOR.reps} reps, and figures about coaching
over at least ${FLOOR.managers} managers.
`;

/** The text of docs/works-agreement.md. */
export function worksAgreement(): string {
  return [HEAD, readersTable(), countriesTable(), ...categories(), unpersonal()].join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n') + '\n';

const VIEW_WORDS = {
  whole: 'everything',
  ownLine: 'what happened while they were in charge, and what is still open',
  status: 'status and dates, no text, no rating',
  counts: 'counts, suppressed where they would reveal somebody',
} as const;

const readersTable = (): string =>
  `## Who reads\n\n${table(
    ['group', 'sees'],
    Object.values(READERS).map(({ who, view }) => [who, VIEW_WORDS[view]]),
  )}`;

const ESCALATION_WORDS: Readonly<Record<CountryProfile['namedEscalation'], string>> = {
  allowed: 'yes',
  byAgreement: 'only once a works agreement is confirmed',
  never: 'no',
};

function countriesTable(): string {
  const row = (title: string, profile: CountryProfile): string[] => [
    title,
    `${profile.reps} reps, ${profile.managers} managers`,
    ESCALATION_WORDS[profile.namedEscalation],
    `${profile.retentionMonths} months`,
    [profile.freeText && 'texts', profile.ratings && 'ratings', profile.selfAssessment && 'self-assessments']
      .filter(Boolean)
      .join(', '),
  ];
  return `## What holds where

An organisation can make each of these stricter, and none less strict.

${table(
  [
    'country',
    'least behind a figure',
    'second line told by name',
    'texts and ratings kept after a loop has ended',
    'stored',
  ],
  [
    ...profiledCountries().map((country) => row(country, profileOf(country))),
    row('elsewhere', profileOf('')),
  ],
)}`;
}

function categories(): string[] {
  return (Object.keys(CATEGORIES) as CategoryName[]).map((name) => {
    const { title, readers, kept, consequences, never } = CATEGORIES[name];
    const rows = Object.entries(FIELD_REGISTER).flatMap(([from, all]) =>
      all
        .filter(({ category }) => category === name)
        .map(({ columns, purpose }) => [from, columns.split(' ').join(', '), purpose]),
    );
    return `## ${title}

- **Readers**: ${readers.map((reader) => READERS[reader].who).join('; ')}.
- **Kept**: ${kept}
- **What follows from it**: ${consequences}
- **Never**: ${never}

${table(['table', 'fields', 'purpose'], rows)}`;
  });
}

const unpersonal = (): string =>
  `## Tables that hold nothing about a person

${table(['table', 'holds'], Object.entries(NOT_ABOUT_PEOPLE))}`;
