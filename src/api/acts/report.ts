import { LONGEST_TEXT, quoted } from '../../channels/plain.js';
import type { ActCard, Reportable } from './act-card.js';
import { check, choice, textField } from './fields.js';
import type { Field, Filled } from '../../channels/wording/form.js';
import { MOST_WRITTEN } from '../reports/written.js';

const MOST_ACTION = 2_000;

const byCapability = <T extends Reportable>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.loop.capability.id, item])).values(),
];

/** What was seen: of each capability what was agreed before, its anchors, two texts; one action. */
export function reportFields(
  items: readonly Reportable[],
  { locale: { words, say }, mostCapabilities }: Pick<ActCard, 'locale' | 'mostCapabilities'>,
): Field[] {
  const { fields, ratings, closed } = words.acts;
  const shown = byCapability(items).slice(0, mostCapabilities);
  return [
    ...shown.flatMap(({ loop, capability: section, rubric, toClose }) => {
      const { code } = loop.capability;
      const closings = OUTCOMES.map((value) => ({ value, label: closed[value] }));
      const options = [
        ...rubric.levels.map(({ label }, index) => ({ value: String(index + 1), label })),
        { value: 'notDone', label: ratings.notDone },
        { value: 'noOccasion', label: ratings.noOccasion },
      ];
      return [
        ...toClose.map(({ id, text }) =>
          choice({
            name: closingOf(id),
            label: say(fields.toClose, { action: quoted(text, LONGEST_TEXT) }),
            options: closings,
            section,
          }),
        ),
        ...rubric.anchors.map((anchor) =>
          choice({ name: ratingOf(code, anchor.code), label: anchor.text, options, section }),
        ),
        textField({
          name: `evidence/${code}`,
          label: fields.evidence,
          most: MOST_WRITTEN,
          section,
          writes: 'evidence',
        }),
        textField({
          name: `suggestion/${code}`,
          label: fields.suggestion,
          most: MOST_WRITTEN,
          section,
          writes: 'suggestion',
        }),
      ];
    }),
    textField({
      name: 'action',
      label: fields.action,
      most: MOST_ACTION,
      section: fields.agreedSection,
      writes: 'action',
    }),
    check({ name: 'talked', label: fields.talked, section: fields.agreedSection }),
  ];
}

/** Left alone it says nothing that a coach did not say: a rep was told what would be looked at. */
export const unpromptedField = ({ locale: { words } }: ActCard): Field =>
  check({
    name: 'unprompted',
    label: words.acts.fields.unprompted,
    section: words.acts.fields.occasion,
  });

const OUTCOMES = ['working', 'notYet'] as const;

export const closingOf = (action: string): string => `closing/${action}`;

/** What was said of what had been agreed before. */
export const closedIn = <T extends Reportable>(
  items: readonly T[],
  filled: Filled,
): { item: T; action: string; outcome: string }[] =>
  items.flatMap((item) =>
    item.toClose.flatMap(({ id }) => {
      const outcome = filled[closingOf(id)];
      return outcome ? [{ item, action: id, outcome }] : [];
    }),
  );

const ratingOf = (capability: string, anchor: string): string => `rating/${capability}/${anchor}`;

export interface WrittenOf<T extends Reportable> {
  item: T;
  written: {
    ratings?: Record<string, number | string>;
    evidence?: string;
    suggestion?: string;
    talked: boolean;
    action?: { text: string };
  };
}

/** What was written, capability by capability; those of which nothing was said are left out. */
export function readReport<T extends Reportable>(items: readonly T[], filled: Filled): WrittenOf<T>[] {
  const talked = filled.talked === 'yes';
  const reports = byCapability(items).flatMap((item): WrittenOf<T>[] => {
    const { code } = item.loop.capability;
    const rated = item.rubric.anchors.flatMap((anchor) => {
      const value = filled[ratingOf(code, anchor.code)];
      return value ? [[anchor.code, /^\d$/.test(value) ? Number(value) : value] as const] : [];
    });
    const [evidence, suggestion] = [filled[`evidence/${code}`], filled[`suggestion/${code}`]];
    if (rated.length === 0 && !evidence && !suggestion) return [];
    return [
      {
        item,
        written: {
          ...(rated.length > 0 && { ratings: Object.fromEntries(rated) }),
          ...(evidence && { evidence }),
          ...(suggestion && { suggestion }),
          talked,
        },
      },
    ];
  });
  // Agreed once, and followed up where it was seen first.
  const [first] = reports;
  if (first && filled.action) first.written.action = { text: filled.action };
  return reports;
}
