import { createAdvance } from './advance.js';
import { createDrain, type DeliveryDependencies } from './drain.js';
import { createFigures } from './figures.js';
import { createJobs } from './jobs.js';
import { createPromiseKeeping } from './promises.js';
import { createSimulation } from './simulation.js';
import type { LoopDependencies } from './looking.js';
import type { TimeShift } from './shift.js';

/** What workflows may do to the world. */
export function createActivities(deps: LoopDependencies & DeliveryDependencies & { shift: TimeShift }) {
  return {
    ...createAdvance(deps),
    ...createDrain(deps),
    ...createFigures(deps),
    ...createJobs(deps),
    ...createPromiseKeeping(deps),
    ...createSimulation(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
