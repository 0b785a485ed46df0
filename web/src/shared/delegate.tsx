import { NativeSelect, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  linesDelegateMutation,
  linesStandInsOptions,
  peopleGetOptions,
  peopleGetQueryKey,
} from '#api/@tanstack/react-query.gen';
import { messageOf, statusOf } from '../api/problem';
import { Meanwhile } from './meanwhile';
import { Loaded } from './states';

/** Who stands in while somebody is away: a peer, or whoever leads both. */
export function Delegate({
  personId: id,
  label,
  description,
}: {
  personId: string;
  label: string;
  description: string;
}) {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const path = { id };
  const me = useQuery(peopleGetOptions({ path }));
  const others = useQuery(linesStandInsOptions({ path }));
  // Somebody else was named since it was read: who stood in by then, and who was to.
  const [stale, setStale] = useState<{ read: string | null; wanted: string | null } | null>(null);
  const name = useMutation({
    ...linesDelegateMutation(),
    onSuccess: (saved) => client.setQueryData(peopleGetQueryKey({ path }), saved),
    onError: async (error, { body: { delegateId: wanted } }) => {
      if (statusOf(error) !== 412) return;
      const read = me.data?.delegateId ?? null;
      const { delegateId } = await client.fetchQuery({ ...peopleGetOptions({ path }), staleTime: 0 });
      // What both want alike is nothing to choose.
      if (delegateId !== wanted) setStale({ read, wanted });
    },
  });
  const choose = (wanted: string | null, read: string | null): void => {
    setStale(null);
    name.mutate({ path, body: { delegateId: wanted }, headers: { 'If-Match': `"${read ?? 'nobody'}"` } });
  };
  return (
    <Loaded query={me} lines={1}>
      {({ delegateId }) => {
        const known = choices(others.data?.items ?? [], delegateId, t('somebody'));
        const nameOf = (id: string | null): string =>
          id === null ? t('nobody') : (known.find(({ value }) => value === id)?.label ?? t('somebody'));
        return (
          <>
            <NativeSelect
              mt="lg"
              maw={400}
              label={label}
              description={description}
              disabled={name.isPending}
              error={name.isError && statusOf(name.error) !== 412 && messageOf(name.error)}
              value={delegateId ?? ''}
              data={[{ value: '', label: t('nobody') }, ...known]}
              onChange={({ currentTarget: { value } }) => choose(value || null, delegateId)}
            />
            <Text role="status" size="sm" mt={4} className="soft">
              {name.isSuccess ? t('saved') : ''}
            </Text>
            {stale && (
              <Meanwhile
                then={[nameOf(stale.read)]}
                since={[nameOf(delegateId)]}
                mine={[nameOf(stale.wanted)]}
                keep={t('keepMine')}
                onKeep={() => choose(stale.wanted, delegateId)}
                leave={t('leaveIt')}
                onLeave={() => setStale(null)}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function choices(
  people: readonly { id: string; name: string }[],
  chosen: string | null,
  somebody: string,
): { value: string; label: string }[] {
  const others = people.map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = chosen === null || others.some(({ value }) => value === chosen);
  return isKnown ? others : [...others, { value: chosen, label: somebody }];
}
