export * from './access.js';
export * from './bell.js';
export * from './coaching.js';
export * from './enrolment.js';
export * from './job.js';
export * from './nudge.js';
export * from './people.js';
export * from './program.js';
