import type { AnchorsByVersion } from '#api/types.gen';

/** A capability that a program coaches, with what its training left behind. */
export type Taught = AnchorsByVersion['capabilities'][number];
/** Reps who were trained with some versions of its content. */
export type Cohort = Taught['adopted'][number];
