import type { Channel } from '../domain/cadence.js';
import { mayBeEmpty, optional, required } from './field.js';
import { day } from './moments.js';
import {
  country,
  daysPerWeek,
  email,
  id,
  language,
  LIMITS,
  name,
  oneOf,
  subdivision,
  zone,
  type Words,
} from './values.js';
import { quietHours, timeOfDay, workingWeek } from './week.js';

export const PERSON_ROLES = {
  rep: ['Field rep', 'Sales rep', 'Representative', 'Pharmareferent', 'Pharmareferentin', 'Außendienst'],
  msl: ['Medical science liaison'],
  kam: ['Key account manager', 'Key Account'],
  manager: [
    'FLM',
    'First-line manager',
    'Area manager',
    'Gebietsleiter',
    'Gebietsleiterin',
    'Gebietsleitung',
  ],
  secondLine: [
    'SLM',
    'Second-line manager',
    'Regional director',
    'Regionalleiter',
    'Regionalleiterin',
    'Regionalleitung',
  ],
  programOwner: ['Program manager', 'Programme owner', 'Programmverantwortung'],
  sponsor: ['Executive sponsor', 'Sponsorin'],
  trainer: ['Training', 'L&D', 'Trainerin'],
  other: ['Sonstige', 'Andere'],
} as const;
export type PersonRole = keyof typeof PERSON_ROLES;

export const FUNCTIONS = {
  commercial: ['Sales', 'Vertrieb'],
  medical: ['Medical affairs', 'Medizin'],
} as const;
export type LineFunction = keyof typeof FUNCTIONS;

const CHANNEL_WORDS: Words<Channel> = { slack: [], email: ['E-Mail', 'Mail'] };

const place = (aliases: readonly string[], meaning: string) => optional({ aliases, meaning, read: name });

/** What a people file can say. */
export const personFields = {
  externalId: required({
    aliases: [
      'Employee ID',
      'Person ID',
      'Personnel number',
      'Worker ID',
      'Personalnummer',
      'Mitarbeiter-ID',
    ],
    meaning: `The id of the person in the HR system, at most ${LIMITS.id} characters; unique in the file.`,
    read: id,
  }),
  name: required({
    aliases: ['Full name', 'Display name', 'Employee name', 'Vollständiger Name', 'Mitarbeiter'],
    meaning: `As colleagues write it, at most ${LIMITS.name} characters.`,
    read: name,
  }),
  email: required({
    aliases: ['E-Mail', 'Email address', 'Mail', 'Work email', 'E-Mail-Adresse'],
    meaning: 'The work address, unique in the file whatever its case.',
    read: email,
  }),
  role: required({
    aliases: ['Job role', 'Position', 'Rolle', 'Funktion im Team'],
    meaning: `What the person is called: ${Object.keys(PERSON_ROLES).join(', ')}. It grants nothing.`,
    read: oneOf(PERSON_ROLES),
  }),
  function: required({
    aliases: ['Line', 'Division', 'Business function', 'Bereich'],
    meaning: 'The line of the organisation: commercial or medical. Neither sees the other’s loops.',
    read: oneOf(FUNCTIONS),
  }),
  managerExternalId: mayBeEmpty({
    aliases: [
      'Manager',
      'Manager ID',
      'Reports to',
      'Supervisor ID',
      'Vorgesetzter',
      'Vorgesetzte',
      'Vorgesetzten-ID',
    ],
    meaning: 'The externalId of the manager; empty at the top of a line.',
    read: id,
  }),
  country: required({
    aliases: ['Country code', 'Land', 'Ländercode'],
    meaning: 'ISO 3166-1, two letters, e.g. DE, IT, US.',
    read: country,
  }),
  subdivision: optional({
    aliases: [
      'State',
      'Province',
      'State or province',
      'ISO 3166-2',
      'Holiday region',
      'Bundesland',
      'Kanton',
      'Feiertagsregion',
    ],
    meaning: 'ISO 3166-2, e.g. DE-BY: whose regional holidays count. Default: those of the country.',
    read: subdivision,
  }),
  zone: required({
    aliases: ['Time zone', 'TZ', 'Zeitzone'],
    meaning: 'IANA time zone, e.g. Europe/Berlin.',
    read: zone,
  }),
  territory: place(['Sales territory', 'Brick', 'Gebiet'], 'The territory, by its name.'),
  region: place(['Sales region', 'Area'], 'The region, by its name.'),
  market: place(['Cluster', 'Markt'], 'The market, by its name.'),
  language: optional({
    aliases: ['Locale', 'Preferred language', 'Sprache'],
    meaning: 'BCP 47, e.g. de, en-US. Default: en.',
    read: language,
  }),
  workingWeek: optional({
    aliases: ['Working days', 'Work week', 'Arbeitswoche', 'Arbeitstage'],
    meaning: 'Weekdays: MO-FR, SU-TH or MO TU WE TH, in English or German. Default: MO-FR.',
    read: workingWeek,
  }),
  visitDaysPerWeek: optional({
    aliases: ['Coaching days', 'Joint visit days', 'Field days', 'Besuchstage', 'Mitreisetage'],
    meaning: 'For managers: days a week for joint visits, above 0, at most 7. Default: 1.',
    read: daysPerWeek,
  }),
  slot: optional({
    aliases: ['Message time', 'Nachrichtenzeit'],
    meaning: 'Local time of the one daily message. Default: 08:30.',
    read: timeOfDay,
  }),
  quietHours: optional({
    aliases: ['Do not disturb', 'Ruhezeit', 'Ruhezeiten'],
    meaning: 'Local hours without any message, e.g. 20:00-07:00, or none. Default: 20:00-07:00.',
    read: quietHours,
  }),
  preferredChannel: optional({
    aliases: ['Channel', 'Notify by', 'Kanal'],
    meaning: `${Object.keys(CHANNEL_WORDS).join(' or ')}. Default: as the cadence says.`,
    read: oneOf(CHANNEL_WORDS),
  }),
  activeFrom: optional({
    aliases: ['Start date', 'Hire date', 'Eintritt', 'Eintrittsdatum'],
    meaning: 'First day, e.g. 2026-03-02.',
    read: day,
  }),
  activeUntil: optional({
    aliases: ['End date', 'Termination date', 'Austritt', 'Austrittsdatum'],
    meaning: 'Last day, e.g. 2026-12-31.',
    read: day,
  }),
};
