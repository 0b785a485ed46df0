import { createContext, use } from 'react';
import type { CadenceReview } from '#api/types.gen';
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
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (editing === null) throw new Error('only what stands inside the editor can be edited');
  return editing;
}
