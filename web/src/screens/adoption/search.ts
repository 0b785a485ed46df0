/** What the page is about, as it stands in the address: codes, and the Monday of a closed week. */
export interface AdoptionSearch {
  program?: string;
  capability?: string;
  week?: string;
  kpi?: MapKpi;
}

/** What the map can show, all released by the week. */
export const MAP_KPIS = ['stalled', 'adopted', 'firstSeen'] as const;
export type MapKpi = (typeof MAP_KPIS)[number];

export const readAdoptionSearch = ({
  program,
  capability,
  week,
  kpi,
}: Record<string, unknown>): AdoptionSearch => ({
  ...(typeof program === 'string' && { program }),
  ...(typeof capability === 'string' && { capability }),
  ...(typeof week === 'string' && /^\d{4}-\d\d-\d\d$/.test(week) && { week }),
  ...(MAP_KPIS.some((known) => known === kpi) && { kpi: kpi as MapKpi }),
});
