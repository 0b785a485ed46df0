import type { ApiClient } from './client.js';

/**
 * About which figures of a program somebody wants to be told. Done again, nothing happens twice. How much of the played
 * past stalls moves with the holidays behind the day on which the demo begins: the limit lies well below what was seen of it.
 */
export async function watchFigures(api: ApiClient, programCode: string): Promise<void> {
  const programs = await api.all<{ id: string; code: string }>('/programs');
  const { id } = programs.find(({ code }) => code === programCode)!;
  await api.post(`/programs/${id}/alert-rules`, {
    body: { kpi: 'stalled', direction: 'above', threshold: 0.4, margin: 0.1, periods: 2 },
    key: 'alert-rule/stalled',
  });
}
