import type { Message, ObligationItem, Recipient } from '../../src/channels/message.js';

/** Instants of the story read as Berlin wall-clock times of spring 2026. */
export const berlin = (text: string): number =>
  Date.parse(`${text}:00${text >= '2026-03-29T03' ? '+02:00' : '+01:00'}`);

export const lena: Recipient = {
  personId: 'p-lena',
  name: 'Lena Vogt',
  email: 'lena.vogt@acme.example',
  language: 'en',
  zone: 'Europe/Berlin',
};

export const anItem = (given: Partial<ObligationItem> = {}): ObligationItem => ({
  because: 'inTurn',
  enrolmentId: 'e-1',
  subject: 'observe/first',
  kind: 'observe',
  audience: 'manager',
  repId: 'p-ana',
  rep: 'Ana Roth',
  manager: 'Lena Vogt',
  capability: 'Objection handling',
  program: 'Spring launch',
  dueAt: berlin('2026-03-23T18:00'),
  visit: null,
  asksForHelp: false,
  wantsTalk: false,
  hourFreed: null,
  tried: null,
  observedAt: null,
  action: null,
  ready: false,
  stall: null,
  goesOn: null,
  why: { cadence: 'Launch wave', version: 3 },
  passedOn: null,
  done: null,
  ...given,
});

export const aMessage = (given: Partial<Message> = {}): Message => ({
  key: '0b1e7c9a-5f7e-4e1c-9c59-1f3a1c2b3d4e',
  to: lena,
  items: [anItem()],
  waiting: 0,
  appUrl: 'https://coach.acme.example',
  at: berlin('2026-03-18T08:30'),
  ...given,
});
