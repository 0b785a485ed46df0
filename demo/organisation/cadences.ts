import type { z } from 'zod';
import type { cadenceSchema } from '../../src/domain/cadence.js';

type CadenceDocument = z.input<typeof cadenceSchema>;

/** Months in minutes: the wall clock, at any hour of any day. Whoever tries out being the rep has time to answer. */
export const SECONDS: CadenceDocument = {
  schema: 1,
  clock: 'calendar',
  firstObservation: { within: 'PT20S' },
  nextObservation: { within: 'PT20S' },
  feedback: { within: 'PT15S' },
  action: { within: 'PT30S' },
  followUp: { within: 'PT30S' },
  acknowledge: { within: 'PT3M' },
  regroup: { within: 'PT20S' },
  adoption: { observations: 2, level: 'proficient', channels: 2, customers: 2, confirmed: 1 },
  sustain: { checkIns: ['PT1M', 'PT3M'] },
  tolerance: { plan: 'PT10S', absence: 'PT1M', unreachable: 'PT30S', snooze: 'PT5M' },
  opening: { quietAboveManager: 'PT1S', spreadOver: 'PT1S' },
  ladders: {
    observe: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT10S', to: 'secondLine', via: ['email', 'slack'], stall: true },
      { at: 'PT20S', to: 'programOwner', via: ['email', 'slack'] },
    ],
    feedback: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT10S', to: 'secondLine', via: ['email', 'slack'], stall: true },
      { at: 'PT20S', to: 'programOwner', via: ['email', 'slack'] },
    ],
    action: [{ at: 'PT0S', to: 'rep', via: ['slack', 'email'] }],
    followUp: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT10S', to: 'secondLine', via: ['email', 'slack'], stall: true },
    ],
    acknowledge: [{ at: '-PT175S', to: 'rep', via: ['slack', 'email'] }],
    regroup: [{ at: 'PT0S', to: 'manager', via: ['slack', 'email'], stall: true }],
    checkIn: [
      { at: 'PT0S', to: 'manager', via: ['slack', 'email'] },
      { at: 'PT20S', to: 'secondLine', via: ['email', 'slack'], stall: true },
    ],
    cover: [{ at: 'PT0S', to: 'secondLine', via: ['email', 'slack'], stall: true }],
  },
};

/**
 * The realistic one. Its ladders begin when something is late, so that the first rung says what is stalled: a past
 * that was played in has no messages behind it, and no ladder climbs past a message that nobody got.
 */
export const LAUNCH_WAVE: CadenceDocument = {
  schema: 1,
  firstObservation: { within: 'P10D' },
  nextObservation: { within: 'P15D', apart: 'P3D' },
  feedback: { within: 'P2D' },
  action: { within: 'P10D' },
  followUp: { within: 'P10D' },
  acknowledge: { within: 'P5D' },
  regroup: { within: 'P5D' },
  adoption: { observations: 3, level: 'proficient', channels: 2, days: 3, confirmed: 1 },
  ladders: {
    observe: [
      { at: 'P2D', to: 'manager', via: ['slack', 'email'], stall: true },
      { at: 'P4D', to: 'secondLine', via: ['email', 'slack'] },
      { at: 'P8D', to: 'programOwner', via: ['email'] },
    ],
    feedback: [
      { at: 'P1D', to: 'manager', via: ['slack', 'email'], stall: true },
      { at: 'P3D', to: 'secondLine', via: ['email', 'slack'] },
    ],
    action: [{ at: 'P1D', to: 'rep', via: ['slack', 'email'], stall: true }],
    followUp: [
      { at: 'P1D', to: 'manager', via: ['slack', 'email'], stall: true },
      { at: 'P4D', to: 'secondLine', via: ['email', 'slack'] },
    ],
    acknowledge: [{ at: '-P2D', to: 'rep', via: ['slack', 'email'] }],
    regroup: [
      { at: 'P0D', to: 'manager', via: ['slack', 'email'], stall: true },
      { at: 'P3D', to: 'secondLine', via: ['email', 'slack'] },
    ],
    checkIn: [
      { at: 'P2D', to: 'manager', via: ['slack', 'email'], stall: true },
      { at: 'P6D', to: 'secondLine', via: ['email', 'slack'] },
    ],
    cover: [
      { at: 'P0D', to: 'secondLine', via: ['email', 'slack'], stall: true },
      { at: 'P5D', to: 'programOwner', via: ['email'] },
    ],
  },
};
