import { queryOptions } from '@tanstack/react-query';
import { cadencesList, cadencesVersions } from '#api/sdk.gen';
import type { Cadence, CadenceVersion, Program } from '#api/types.gen';

export interface CadenceWithVersions extends Cadence {
  /** The newest first; empty: nothing was published yet. */
  versions: readonly CadenceVersion[];
}

export const cadencesQueryKey = [{ _id: 'cadencesWithVersions' }] as const;

/** All cadences with what was published of them: a program names only the version that it goes by. */
export const cadencesOptions = () =>
  queryOptions({
    queryKey: cadencesQueryKey,
    queryFn: async ({ signal }): Promise<CadenceWithVersions[]> => {
      const { data } = await cadencesList({ query: { limit: '200' }, signal, throwOnError: true });
      return Promise.all(
        data.items.map(async (cadence) => {
          const versions = await cadencesVersions({ path: { id: cadence.id }, signal, throwOnError: true });
          return { ...cadence, versions: versions.data.items };
        }),
      );
    },
  });

export interface InForce {
  cadence: CadenceWithVersions;
  version: CadenceVersion;
}

/** What a program goes by; null: nothing is chosen yet. */
export function inForceFor(
  { cadenceVersionId }: Program,
  cadences: readonly CadenceWithVersions[],
): InForce | null {
  for (const cadence of cadences) {
    const version = cadence.versions.find(({ id }) => id === cadenceVersionId);
    if (version) return { cadence, version };
  }
  return null;
}
