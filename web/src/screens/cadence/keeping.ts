import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cadencesGetQueryKey } from '#api/@tanstack/react-query.gen';
import { cadencesChange, cadencesGet, cadencesPublish, cadencesVersions } from '#api/sdk.gen';
import type { Cadence, CadenceVersion } from '#api/types.gen';
import { statusOf } from '../../api/problem';
import { cadencesQueryKey } from '../../shared/cadences';
import { differenceOptions } from './asked';
import { differing, isDraft, isSame, merged, type Draft } from './document';

/** What somebody else kept while one was at it, and what one wants oneself, in words. */
interface Since {
  now: Cadence;
  theirs: string[];
  mine: string[];
}

interface Wanted {
  name: string;
  draft: Draft;
}

const draftOf = ({ draft }: Cadence): Draft => (isDraft(draft) ? draft : {});

/**
 * A cadence as it is being written, kept as it was read; what was kept or published elsewhere meanwhile is shown, to choose.
 * @param newest the number of its newest version when it was read; 0: none was published
 */
export function useKeeping(first: Cadence, newest: number) {
  const t = useTranslations('cadence.keep');
  const client = useQueryClient();
  const factsOf = useFacts();
  const path = { id: first.id };
  const [read, setRead] = useState(first);
  const [wanted, setWanted] = useState<Wanted>({ name: first.name, draft: draftOf(first) });
  const [known, setKnown] = useState(newest);
  const [since, setSince] = useState<Since | null>(null);
  const isChanged = !isSame(wanted, { name: read.name, draft: draftOf(read) });

  const save = useMutation({
    mutationFn: async ({ on, want }: { on: Cadence; want: Wanted }): Promise<Cadence> => {
      const { data } = await cadencesChange({
        path,
        headers: { 'If-Match': `"${on.revision}"` },
        body: { name: want.name, draft: want.draft },
        throwOnError: true,
      });
      setRead(data);
      client.setQueryData(cadencesGetQueryKey({ path }), data);
      void client.invalidateQueries({ queryKey: cadencesQueryKey });
      return data;
    },
    onError: compareIfStale,
  });
  const publish = useMutation({
    mutationFn: async (key: string): Promise<CadenceVersion> => {
      // What is saved first compares by itself where it is stale.
      const { revision } = isChanged ? await save.mutateAsync({ on: read, want: wanted }) : read;
      const { data } = await cadencesPublish({
        path,
        headers: { 'If-Match': `"${revision}"`, 'Idempotency-Key': key },
        throwOnError: true,
      }).catch(async (error: unknown) => {
        await compareIfStale(error);
        throw error;
      });
      // What publishing counts as.
      setRead((before) => ({ ...before, revision: revision + 1 }));
      setKnown(data.version);
      await client.invalidateQueries({ queryKey: cadencesQueryKey });
      return data;
    },
  });

  async function compareIfStale(error: unknown): Promise<void> {
    if (statusOf(error) !== 412) return;
    // Asked for here and now: what the cache is still waiting for may have been asked before it changed.
    const [{ data: now }, { data: versions }] = await Promise.all([
      cadencesGet({ path, throwOnError: true }),
      cadencesVersions({ path, throwOnError: true }),
    ]);
    client.setQueryData(cadencesGetQueryKey({ path }), now);
    void client.invalidateQueries({ queryKey: cadencesQueryKey });
    const before = { name: read.name, draft: draftOf(read) };
    const here = { name: now.name, draft: draftOf(now) };
    const published = versions.items[0]?.version ?? 0;
    setKnown(published);
    // What both want alike is nothing to choose.
    if (isSame(wanted, here) && published === known) return leave(now);
    const [theirs, mine] = await Promise.all([factsOf(before, here), factsOf(before, wanted)]);
    if (published !== known) theirs.unshift(t('publishedMeanwhile', { version: published }));
    setSince({ now, theirs, mine });
  }
  function leave(now: Cadence): void {
    setSince(null);
    setRead(now);
    setWanted({ name: now.name, draft: draftOf(now) });
    save.reset();
    publish.reset();
  }
  function keepMine(now: Cadence): void {
    const want = merged({ name: read.name, draft: draftOf(read) }, wanted, {
      name: now.name,
      draft: draftOf(now),
    }) as Wanted;
    setSince(null);
    setRead(now);
    setWanted(want);
    publish.reset();
    save.mutate({ on: now, want });
  }
  return {
    ...wanted,
    setName: (name: string) => setWanted((before) => ({ ...before, name })),
    setDraft: (change: (before: Draft) => Draft) =>
      setWanted((before) => ({ ...before, draft: change(before.draft) })),
    isChanged,
    since,
    leave,
    keepMine,
    save,
    saveNow: () => save.mutate({ on: read, want: wanted }),
    publish,
  };
}

/** In what one differs from the other: in words, or by its places as long as it cannot be read as a cadence. */
function useFacts() {
  const t = useTranslations('cadence.keep');
  const client = useQueryClient();
  return async (before: Wanted, after: Wanted): Promise<string[]> => [
    ...(before.name === after.name ? [] : [t('named', { name: after.name })]),
    ...(await client.fetchQuery({ ...differenceOptions(before.draft, after.draft), retry: false }).then(
      ({ items }) => items.map(({ text }) => text),
      () => differing(before.draft, after.draft),
    )),
  ];
}
