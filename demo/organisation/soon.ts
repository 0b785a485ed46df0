import { pulseDay } from '../../src/domain/pulse.js';
import type { ApiClient } from './client.js';
import type { Enrolment } from './enrolments.js';
import { personId } from './people.js';

/** Whoever hears of figures here: program owner, leadership and training team. */
const READERS = ['P002', 'P003', 'P004'] as const;
/** Until then the sample is in, and its figures are out. */
const SOON_MS = 3 * 60_000;

/** At whatever hour the demo is started. */
const ALWAYS = {
  workingWeek: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
  hours: { from: '00:00', to: '23:59' },
  quietHours: null,
} as const;

/** What is told once a day at somebody's morning comes to these while whoever started the demo looks. */
export async function bringMorning(api: ApiClient): Promise<void> {
  for (const reader of READERS) await wakeSoon(api, await personId(api, reader));
}

/**
 * The same to a rep who has adopted something and whose day of the month is over, so that the next round asks them the
 * monthly question. Nothing happens where this month has asked nobody yet.
 */
export async function bringMonthlyQuestion(api: ApiClient, loops: readonly Enrolment[]): Promise<void> {
  const today = new Date();
  const month = today.toISOString().slice(0, 7);
  const asked = loops.find(
    ({ rep, capability, adoptedAt }) =>
      adoptedAt !== null && pulseDay(rep.id, capability.id, month) <= today.getUTCDate(),
  );
  if (asked) await wakeSoon(api, asked.rep.id);
}

async function wakeSoon(api: ApiClient, id: string): Promise<void> {
  const { zone } = await api.get<{ zone: string }>(`/people/${id}`);
  const slot = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.now() + SOON_MS);
  await api.patch(`/people/${id}`, { ...ALWAYS, slot });
}
