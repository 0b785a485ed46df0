import type { Change } from '../../domain/loop/changes.js';
import type { TimelineEntry } from './enrolments.dto.js';
import type { Voice } from './sentences.js';

/** What would change something that is to come, in sentences. */
export const changesIn = (changes: readonly Change[], voice: Voice): TimelineEntry['changes'] =>
  changes.map((kind) => ({ kind, text: voice.change(kind) }));
