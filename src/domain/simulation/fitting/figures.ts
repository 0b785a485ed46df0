import { AUDIENCES, type PersonId } from '../../people.js';
import { OBLIGATION_KINDS } from '../../words.js';
import type { Behaviour } from '../behaviour.js';

/** The chances that something is done unasked, or because of a message. What is done shows them only together. */
export const CHANCES = [
  ...OBLIGATION_KINDS.map((kind) => `unasked.${kind}` as const),
  ...AUDIENCES.map((audience) => `responds.${audience}` as const),
] as const;
export type Chance = (typeof CHANCES)[number];

/** Shares of what is in the logs as it is. */
export const SHARES = [
  'visits.moved',
  'visits.remote',
  'visits.unprompted',
  'visits.report',
  'feedback.action',
  'feedback.disputed',
  'works',
] as const;
export type Share = (typeof SHARES)[number];

/** The figures of a behaviour that can be fitted, in the order in which they are told. */
export const FITTED = [...CHANCES, ...SHARES] as const;
export type FittedName = (typeof FITTED)[number];

/** So many cases make a figure: by then it is known to about 14 percentage points. */
export const ENOUGH_CASES = 50;
/** Of so many people: they differ, and a figure of a few would be about them. */
export const ENOUGH_PEOPLE = 10;

/** Of how many cases and people something is known. */
export class Known {
  cases = 0;
  private readonly people = new Set<PersonId>();

  note(person: PersonId): void {
    this.cases += 1;
    this.people.add(person);
  }

  get lacks(): 'cases' | 'people' | null {
    if (this.cases < ENOUGH_CASES) return 'cases';
    return this.people.size < ENOUGH_PEOPLE ? 'people' : null;
  }
}

/** A figure of a behaviour by its name. */
export const figureIn = (behaviour: Behaviour, name: FittedName): number =>
  name
    .split('.')
    .reduce<unknown>((within, part) => (within as Record<string, unknown>)[part], behaviour) as number;

/** The behaviour with some of its figures put right. */
export function withFigures(behaviour: Behaviour, figures: ReadonlyMap<FittedName, number>): Behaviour {
  const copy = structuredClone(behaviour);
  for (const [name, value] of figures) {
    const parts = name.split('.');
    const last = parts.pop()!;
    const within = parts.reduce<Record<string, unknown>>(
      (at, part) => at[part] as Record<string, unknown>,
      copy as never,
    );
    within[last] = value;
  }
  return copy;
}
