export { coachingLoop } from './coaching-loop.js';
export { deliveryLane } from './delivery-lane.js';
export {
  cadenceMove,
  calendarChange,
  reconcile,
  rolloutLaunch,
  rolloutWaves,
  rosterChange,
  simulation,
} from './jobs.js';
export { releaseFigures } from './figures.js';
export { keepPromises } from './promises.js';
