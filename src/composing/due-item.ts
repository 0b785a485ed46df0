import { aboutFigures, aboutOf } from '../domain/message/about.js';
import type { DueItem } from '../domain/message/rank.js';
import { dueKindOf, manyKindIn } from '../domain/message/subject.js';
import type { DueRow } from '../store/messages/due.js';

/** What is stored of a nudge, as it is ranked among others. */
export const dueItemOf = (row: DueRow): DueItem => ({
  id: row.id,
  kind: dueKindOf(row.subject, row.rung),
  audience: row.audience,
  about: manyKindIn(row.subject) ? aboutFigures(row.subject) : aboutOf(row),
  dueAt: row.dueAt,
  talkAskedAt: row.audience === 'manager' ? row.talkAskedAt : null,
  readyAt: row.readyAt,
  visitAt: row.visitAt,
  oneMore: row.oneMore,
  stalledAt: row.stalledAt,
  notice: row.notice,
  waitsSince: row.waitsSince,
});
