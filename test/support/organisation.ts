import type { TestApi } from './api.js';

let counted = 0;

/** A person as the API takes them; each has an identity of their own. */
export function aPerson(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  counted += 1;
  return {
    externalId: `X${counted}`,
    name: `Person ${counted}`,
    email: `person${counted}@example.com`,
    role: 'rep',
    function: 'commercial',
    country: 'DE',
    zone: 'Europe/Berlin',
    ...fields,
  };
}

export const addPerson = async (api: TestApi, fields?: Readonly<Record<string, unknown>>): Promise<string> =>
  (await api.made('/people', aPerson(fields))).id;

export const aRubric = {
  levels: [
    { code: 'beginning', label: 'Beginning' },
    { code: 'proficient', label: 'Proficient' },
    { code: 'leading', label: 'Leading' },
  ],
  anchors: [
    { code: 'asksFirst', text: 'Asks before presenting data' },
    { code: 'closes', text: 'Closes with a next step' },
  ],
};

const rung = { at: 'P0D', to: 'manager', via: ['email'] };

/** A cadence document with everything that must be there. */
export const aCadence = {
  schema: 1,
  firstObservation: { within: 'P10D' },
  nextObservation: { within: 'P10D' },
  feedback: { within: 'P2D' },
  action: { within: 'P10D' },
  followUp: { within: 'P10D' },
  acknowledge: { within: 'P5D' },
  regroup: { within: 'P5D' },
  adoption: { observations: 3, level: 'proficient' },
  ladders: { observe: [rung], feedback: [rung], followUp: [rung], checkIn: [rung], cover: [rung] },
};

/** Publishes a cadence document and hands back the id of the version. */
export async function publishCadence(api: TestApi, name: string, draft: unknown = aCadence): Promise<string> {
  const { id } = await api.made('/cadences', { name, draft });
  const reply = await api.post<{ id: string }>(`/cadences/${id}/versions`, {}, { 'if-match': '"1"' });
  return reply.body.id;
}
