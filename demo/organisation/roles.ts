import type { ApiClient } from './client.js';
import { personId } from './people.js';

/** Who was granted which role, as HR knows them. What else people are is read from lines and programs. */
const GRANTED = [
  { person: 'P004', role: 'leadership', reason: 'Sits on the board of the launch' },
  { person: 'P003', role: 'training', reason: 'Made the trainings of the launch wave' },
  { person: 'P005', role: 'operator', reason: 'Keeps the master data' },
  { person: 'P006', role: 'auditor', reason: 'Looks after the works agreement, for the works council' },
] as const;

/** Reps who are coached by a colleague, too. */
const CO_COACHED = { coach: 'C001', reps: ['R001', 'R002', 'R007', 'R012'] } as const;

/** Gives the sample organisation the roles that do not follow from its lines. Done again, nothing happens twice. */
export async function bringRoles(api: ApiClient): Promise<void> {
  for (const { person, role, reason } of GRANTED) {
    const id = await personId(api, person);
    await api.post('/role-grants', { body: { personId: id, role, reason }, key: `role/${person}/${role}` });
  }
  const coachId = await personId(api, CO_COACHED.coach);
  for (const rep of CO_COACHED.reps)
    await api.post(`/people/${await personId(api, rep)}/co-coaches`, {
      body: { coachId },
      key: `co-coach/${rep}/${CO_COACHED.coach}`,
    });
}
