import { withCode } from './failure.js';
import { look, type LoopDependencies } from './looking.js';
import type { Next, TimeShift } from './shift.js';

export function createAdvance(deps: LoopDependencies & { shift: TimeShift }) {
  const advance = async (enrolmentId: string, now: number): Promise<Next> => {
    const { wakeAt, ...looked } = await look(enrolmentId, deps.shift.toDomain(now), deps);
    return { ...looked, wakeAt: wakeAt === null ? null : deps.shift.toTemporal(wakeAt) };
  };
  return {
    /** Brings one loop up to date and says when to look again. */
    advance: withCode('LOOP_NOT_STORED', deps.log, advance),
  };
}
