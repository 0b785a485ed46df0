import type { ApiClient } from './client.js';

/** The id of somebody of the sample organisation. */
export async function personId(api: ApiClient, externalId: string): Promise<string> {
  const [person] = await api.all<{ id: string }>(`/people?externalId=${externalId}`);
  if (!person) throw new Error(`The sample organisation has nobody with the externalId ${externalId}.`);
  return person.id;
}
