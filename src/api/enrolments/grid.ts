import { isEnded } from '../../domain/loop/phases.js';
import { glanceOf, isResting } from '../../domain/loop/glance.js';
import type { Instant } from '../../domain/time.js';
import type { GridRow } from '../../store/loops/enrolments.js';
import type { Grid } from './enrolments.dto.js';

/** Rows of one enrolment each, reps by name, as a grid; of more than `most` the last rep, who may be cut, is left out. */
export function gridOf(found: readonly GridRow[], most: number, now: Instant): Grid {
  const complete = found.length <= most;
  const cut = complete ? null : found.at(-1)!.repId;
  const shown = found.filter(({ repId }) => repId !== cut);
  const capabilities = [...new Map(shown.map((row) => [row.capabilityId, row])).values()]
    .map((row) => ({ id: row.capabilityId, code: row.capability, name: row.capabilityName }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const column = new Map(capabilities.map(({ id }, index) => [id, index]));
  const rows = new Map<string, Grid['rows'][number]>();
  for (const row of shown) {
    const { repId, rep, region } = row;
    const line = rows.get(repId) ?? {
      rep: { id: repId, name: rep, region },
      cells: capabilities.map(() => null),
    };
    rows.set(repId, line);
    line.cells[column.get(row.capabilityId)!] = {
      enrolment: row.id,
      glance: glanceOf(row),
      stall: row.stallReason,
      // Nothing is late while nothing is expected.
      overdue: !isResting(row.phase) && !isEnded(row.phase) && row.nextDueAt !== null && row.nextDueAt < now,
    };
  }
  return { capabilities, rows: [...rows.values()], complete };
}
