import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../organisation/client.js';
import { OPENING } from '../organisation/capabilities.js';
import type { LoopWatch } from './loop-watch.js';

const VISIT_AHEAD_MS = 1_500;

const RATINGS = Object.fromEntries(OPENING.rubric.anchors.map(({ code }) => [code, 3]));

interface Place {
  channel: 'faceToFace' | 'remote';
  institution: string;
}

/**
 * Coaches one rep from the training to adoption, as people would: joint visit, observation, feedback,
 * acknowledgement, action and follow-up, twice, and somebody else who vouches for it.
 */
export async function driveToAdoption(api: ApiClient, watch: LoopWatch): Promise<void> {
  // The manager hears of it first, so that what was asked for is seen to be withdrawn once it is done.
  await watch.reaches('manager');
  const observation = await coach(api, watch, { channel: 'faceToFace', institution: 'Klinikum Isarauen' });
  await watch.enters('observe');
  await api.post(`/enrolments/${watch.loop.id}/confirmation`, { body: { observation, by: 'callRecord' } });
  await coach(api, watch, { channel: 'remote', institution: 'CRM-51907' });
  await watch.enters('sustain');
}

/** One cycle; returns its observation. */
async function coach(api: ApiClient, watch: LoopWatch, place: Place): Promise<string> {
  const { rep, manager, capability } = watch.loop;
  const as = manager!.id;
  const at = new Date(Date.now() + VISIT_AHEAD_MS);
  const visit = await api.post<{ id: string }>('/joint-visits', {
    as,
    body: { rep: rep.id, at: at.toISOString(), ...place },
  });
  await pause(at.getTime() - Date.now());
  const report = await api.post<{ observations: { observation: string }[] }>(
    `/joint-visits/${visit.id}/report`,
    {
      as,
      body: { customer: place.institution, capabilities: [{ capability: capability.code }] },
    },
  );
  const { observation } = report.observations[0]!;
  await watch.enters('feedback');
  const { action } = await tell<{ action: string }>(api, watch, 'feedback', {
    observation,
    ratings: RATINGS,
    evidence: 'Began with an open question and waited for the answer.',
    talked: true,
    action: { text: 'If the answer is short, then I ask for an example.' },
  });
  await watch.enters('develop');
  await tell(api, watch, 'acknowledgement', { observation, answer: 'accept' }, rep.id);
  await tell(api, watch, `actions/${action}/done`, {}, rep.id);
  await watch.enters('followUp');
  await tell(api, watch, `actions/${action}/verification`, { outcome: 'working' });
  return observation;
}

const tell = <T>(
  api: ApiClient,
  { loop }: LoopWatch,
  what: string,
  body: object,
  as = loop.manager!.id,
): Promise<T> => api.post<T>(`/enrolments/${loop.id}/${what}`, { body, as });
