import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import {
  linesDelegateMutation,
  peopleGetOptions,
  peopleGetQueryKey,
  peopleListOptions,
} from '#api/@tanstack/react-query.gen';
import { messageOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { Loaded } from '../../shared/states';

/** Who stands in while one is away, among those whom one may see. */
export function Delegate() {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const { person } = useSession();
  const path = { id: person.id };
  const me = useQuery(peopleGetOptions({ path }));
  const others = useQuery(peopleListOptions({ query: { limit: '200' } }));
  const name = useMutation({
    ...linesDelegateMutation(),
    onSuccess: (saved) => client.setQueryData(peopleGetQueryKey({ path }), saved),
  });
  return (
    <Loaded query={me} lines={1}>
      {({ delegateId }) => (
        <NativeSelect
          mt="lg"
          maw={400}
          label={t('delegate')}
          description={t('delegateText')}
          disabled={name.isPending}
          error={name.isError && messageOf(name.error)}
          value={delegateId ?? ''}
          data={[
            { value: '', label: t('nobody') },
            ...choices(others.data?.items ?? [], person.id, delegateId, t('somebody')),
          ]}
          onChange={({ currentTarget: { value } }) =>
            name.mutate({ path, body: { delegateId: value || null } })
          }
        />
      )}
    </Loaded>
  );
}

function choices(
  people: readonly { id: string; name: string }[],
  self: string,
  chosen: string | null,
  somebody: string,
): { value: string; label: string }[] {
  const others = people.filter(({ id }) => id !== self).map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = chosen === null || others.some(({ value }) => value === chosen);
  return isKnown ? others : [...others, { value: chosen, label: somebody }];
}
