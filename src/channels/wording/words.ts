import type { ObligationKind } from '../../domain/words.js';
import type { Told } from './told.js';
import type { Words } from './locale.js';

/** `{rep}` and `{manager}` are always there; `{Manager}` is `{manager}` at the start of a sentence. */
export interface ItemWording {
  headline: string;
  /** In place of `headline` when the rep asked to be seen. */
  ready?: string;
  /** In place of `headline` on the working day before it goes on to somebody else. */
  beforeItGoesOn?: string;
  /** What would help now. */
  help?: string;
  /** What happens if nothing does, where it is not what usually does. */
  otherwise?: string;
}

export const wordingOf = ({ items }: Words, kind: ObligationKind, told: Told): ItemWording =>
  items[kind][told];
