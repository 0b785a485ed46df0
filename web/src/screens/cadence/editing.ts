import { createContext, use } from 'react';
import type { CadenceReview, Capability } from '#api/types.gen';
import type { Draft } from './document';

/** What every field of the form reads and changes. */
export interface Editing {
  draft: Draft;
  /** Days are working days, unless the draft says otherwise. */
  clock: 'working' | 'calendar';
  problems: CadenceReview['problems'];
  /** Levels of the rubrics that the program goes by, the lowest first. */
  levels: readonly { code: string; label: string }[];
  write: (path: string, value: unknown) => void;
  /** For good: it is read as sentences without a field, and nothing is written. */
  isPublished: boolean;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (editing === null) throw new Error('only what stands inside the editor can be edited');
  return editing;
}

/** Levels by their codes, as the newest rubrics call them. */
export const levelsOf = (capabilities: readonly Capability[]): Editing['levels'] => [
  ...new Map(
    capabilities
      .flatMap(({ rubric }) => rubric?.rubric.levels ?? [])
      .map(({ code, label }) => [code, { code, label }] as const),
  ).values(),
];
