import type { z } from 'zod';
import { cadenceSchema, type Cadence } from './cadence.js';

const template = (document: z.input<typeof cadenceSchema>): Cadence => cadenceSchema.parse(document);

/**
 * For the weeks after a launch: the manager hears first and again before it goes on, the second line gets a
 * proposal once help would be needed, the program owner a count when nothing moved for eight working days.
 */
export const LAUNCH_WAVE: Cadence = template({
  schema: 1,
  clock: 'working',
  firstObservation: { within: 'P10D' },
  nextObservation: { within: 'P15D' },
  feedback: { within: 'P2D' },
  action: { within: 'P10D' },
  followUp: { within: 'P10D' },
  acknowledge: { within: 'P5D' },
  regroup: { within: 'P5D' },
  adoption: { observations: 3, level: 'proficient', channels: 2, confirmed: 1 },
  sustain: { checkIns: ['P7D', 'P21D', 'P45D', 'P90D'] },
  tolerance: { plan: 'P5D', absence: 'P10D', unreachable: 'P2D', snooze: 'P20D' },
  opening: { quietAboveManager: 'P10D', spreadOver: 'P30D' },
  ladders: {
    observe: [
      { at: '-P3D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P0D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P2D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P4D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P8D', to: 'programOwner', via: ['email'] },
    ],
    feedback: [
      { at: 'P0D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P1D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P2D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P6D', to: 'programOwner', via: ['email'] },
    ],
    action: [
      { at: '-P1D', to: 'rep', via: ['slack', 'email'] },
      { at: 'P2D', to: 'rep', via: ['slack', 'email'] },
      { at: 'P4D', to: 'manager', via: ['slack', 'email'], stall: true },
    ],
    followUp: [
      { at: 'P0D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P2D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P4D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P8D', to: 'programOwner', via: ['email'] },
    ],
    acknowledge: [{ at: '-P3D', to: 'rep', via: ['slack', 'email'] }],
    regroup: [
      { at: '-P2D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P1D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P3D', to: 'secondLine', via: ['slack', 'email'], stall: true },
    ],
    checkIn: [
      { at: '-P3D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P2D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P5D', to: 'secondLine', via: ['slack', 'email'], stall: true },
    ],
    cover: [
      { at: 'P0D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P1D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P5D', to: 'programOwner', via: ['email'] },
    ],
  },
});

/** For capabilities that are to last rather than to start: more time, fewer messages, help later. */
export const SLOW_BURN: Cadence = template({
  ...LAUNCH_WAVE,
  firstObservation: { within: 'P20D' },
  nextObservation: { within: 'P30D', apart: 'P10D' },
  feedback: { within: 'P3D' },
  action: { within: 'P15D' },
  followUp: { within: 'P20D' },
  adoption: { observations: 2, level: 'proficient', customers: 2, days: 2, confirmed: 1 },
  sustain: { checkIns: ['P30D', 'P90D', 'P180D'] },
  ladders: {
    ...LAUNCH_WAVE.ladders,
    observe: [
      { at: '-P5D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P3D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P10D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P20D', to: 'programOwner', via: ['email'] },
    ],
    followUp: [
      { at: 'P0D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P5D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P10D', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'P20D', to: 'programOwner', via: ['email'] },
    ],
    checkIn: [
      { at: '-P5D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P5D', to: 'manager', via: ['slack', 'email'] },
      { at: 'P10D', to: 'secondLine', via: ['slack', 'email'], stall: true },
    ],
  },
});

/**
 * For MSLs: talks with experts are rare and differ, so that each counts more: two with different people, one of them
 * unprompted, and time to find the occasion.
 */
export const SCIENTIFIC_EXCHANGE: Cadence = template({
  ...SLOW_BURN,
  firstObservation: { within: 'P15D' },
  nextObservation: { within: 'P25D' },
  feedback: { within: 'P2D' },
  adoption: {
    observations: 2,
    level: 'proficient',
    channels: 2,
    customers: 2,
    unprompted: 1,
    confirmed: 1,
  },
  tolerance: { plan: 'P10D', absence: 'P10D', unreachable: 'P2D', snooze: 'P30D' },
});

/** For key accounts: a quarter between two looks, since their meetings are far apart; what was agreed is tried in between. */
export const KEY_ACCOUNT_QUARTERLY: Cadence = template({
  ...SLOW_BURN,
  firstObservation: { within: 'P30D' },
  nextObservation: { within: 'P40D', apart: 'P30D' },
  action: { within: 'P20D' },
  followUp: { within: 'P25D' },
  adoption: { observations: 2, level: 'proficient', customers: 2, confirmed: 1 },
  sustain: { checkIns: ['P90D', 'P180D'] },
  tolerance: { plan: 'P15D', absence: 'P15D', unreachable: 'P3D', snooze: 'P30D' },
});

/** One good observation soon after training, then looks at growing distances: what is recalled late lasts longest. */
export const EXPANDING_INTERVALS: Cadence = template({
  ...LAUNCH_WAVE,
  firstObservation: { within: 'P7D' },
  nextObservation: { within: 'P10D' },
  adoption: { observations: 1, level: 'proficient', confirmed: 1 },
  sustain: { checkIns: ['P7D', 'P21D', 'P45D', 'P90D'] },
});

/** From which a cadence can be begun, by the names under which their reasons are told. */
export const TEMPLATES = {
  launchWave: LAUNCH_WAVE,
  slowBurn: SLOW_BURN,
  scientificExchange: SCIENTIFIC_EXCHANGE,
  keyAccountQuarterly: KEY_ACCOUNT_QUARTERLY,
  expandingIntervals: EXPANDING_INTERVALS,
} as const satisfies Readonly<Record<string, Cadence>>;

/**
 * A launch wave in seconds, so that somebody watching sees a whole loop: left alone it climbs to the program owner
 * within about twenty seconds, by Slack and by mail; driven by hand or script there is time to act between two rungs.
 */
export const DEMO_SECONDS: Cadence = template({
  schema: 1,
  clock: 'calendar',
  firstObservation: { within: 'PT6S' },
  nextObservation: { within: 'PT20S' },
  feedback: { within: 'PT10S', heldFor: 'PT5S' },
  action: { within: 'PT20S' },
  followUp: { within: 'PT30S' },
  acknowledge: { within: 'PT30S' },
  regroup: { within: 'PT20S' },
  adoption: { observations: 3, level: 'proficient', channels: 2, confirmed: 1 },
  sustain: { checkIns: ['PT60S', 'PT120S', 'PT240S', 'PT480S'] },
  tolerance: { plan: 'PT30S', absence: 'PT10S', unreachable: 'PT10S', snooze: 'PT60S' },
  opening: { quietAboveManager: 'PT1S', spreadOver: 'PT0S' },
  ladders: {
    observe: [
      { at: '-PT3S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT1S', to: 'manager', via: ['email', 'slack'] },
      { at: 'PT5S', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'PT9S', to: 'programOwner', via: ['email'] },
    ],
    feedback: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT10S', to: 'secondLine', via: ['email', 'slack'], stall: true },
      { at: 'PT20S', to: 'programOwner', via: ['email'] },
    ],
    action: [
      { at: 'PT0S', to: 'rep', via: ['email', 'slack'] },
      { at: 'PT20S', to: 'manager', via: ['slack', 'email'], stall: true },
    ],
    followUp: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT15S', to: 'secondLine', via: ['email', 'slack'], stall: true },
      { at: 'PT30S', to: 'programOwner', via: ['email'] },
    ],
    acknowledge: [{ at: '-PT20S', to: 'rep', via: ['email', 'slack'] }],
    regroup: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT15S', to: 'secondLine', via: ['email', 'slack'], stall: true },
    ],
    checkIn: [
      { at: '-PT15S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT30S', to: 'secondLine', via: ['email', 'slack'], stall: true },
    ],
    cover: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT5S', to: 'secondLine', via: ['slack', 'email'], stall: true },
      { at: 'PT10S', to: 'programOwner', via: ['email'] },
    ],
  },
});
