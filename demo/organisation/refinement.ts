import { OBJECTIONS } from './capabilities.js';
import type { ApiClient } from './client.js';

const DAY_MS = 86_400_000;
/** Germany was trained with the version before; the sample has two of this content. */
const BEFORE_LAUNCH_MS = 4 * DAY_MS;

/** What the training team changed after the first trainings. Done again, nothing happens twice. */
export async function recordRefinement(
  api: ApiClient,
  programCode: string,
  launchedAt: number,
): Promise<void> {
  const programs = await api.all<{ id: string; code: string }>('/programs');
  const { id } = programs.find(({ code }) => code === programCode)!;
  await api.post(`/programs/${id}/refinements`, {
    body: {
      capability: OBJECTIONS.code,
      anchor: 'checks',
      contentVersion: '2.1',
      liveOn: new Date(launchedAt - BEFORE_LAUNCH_MS).toISOString().slice(0, 10),
      note: 'Checking whether the concern is settled is now practised in pairs.',
    },
    key: 'refinement/checks',
  });
}
