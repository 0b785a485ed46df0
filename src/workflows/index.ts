export { coachingLoop } from './coaching-loop.js';
export { deliveryLane } from './delivery-lane.js';
export { reconcile, rolloutLaunch, rosterChange } from './jobs.js';
