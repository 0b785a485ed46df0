import type { Invitation, Message, ObligationItem, Recipient } from '../../src/channels/message.js';

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
  seen: { evidence: null, suggestion: null },
  ready: false,
  stall: null,
  goesOn: null,
  heardBy: null,
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

export const anInvitation = (given: Partial<Invitation> = {}): Invitation => ({
  key: '3c5a7e90-1b2c-4d3e-8f40-5a6b7c8d9e0f.0',
  to: lena,
  visitId: '7d1f0c2e-3b4a-4c5d-9e6f-a7b8c9d0e1f2',
  sequence: 0,
  news: 'planned',
  visit: { at: berlin('2026-03-24T14:10'), institution: 'University Hospital, Ward 3' },
  company: ['Ana Roth'],
  appUrl: 'https://coach.acme.example',
  at: berlin('2026-03-18T08:41'),
  ...given,
});
