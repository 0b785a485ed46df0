import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  peopleListOptions,
  roleGrantsEndMutation,
  roleGrantsGrantMutation,
  roleGrantsListInfiniteOptions,
  roleGrantsListQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { NewRoleGrant, RoleGrantPage } from '#api/types.gen';
import { useSession } from '../../frame/session';
import { endOf } from '../../shared/days';
import { FormFoot } from '../../shared/form-foot';
import { useListAgain } from '../../shared/list-again';
import { Moment } from '../../shared/moment';
import { Failed, Loading } from '../../shared/states';
import { Sure } from '../../shared/sure';
import classes from '../operations/operations.module.css';

type Role = NewRoleGrant['role'];
type Grant = RoleGrantPage['items'][number];

const ROLES = ['leadership', 'training', 'operator', 'auditor', 'legal'] as const satisfies readonly Role[];
const MOST = { limit: '100' };

/** Roles that people hold by name: granted with a reason, and ended. */
export function Grants() {
  const t = useTranslations('access');
  const { data, dataUpdatedAt, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      ...roleGrantsListInfiniteOptions({ query: MOST }),
      initialPageParam: {},
      getNextPageParam: ({ next }) => (next === null ? undefined : { query: { ...MOST, cursor: next } }),
      refetchOnWindowFocus: false,
    });
  if (data === undefined)
    return error === null ? <Loading lines={4} /> : <Failed error={error} again={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      <NewGrant />
      {items.length === 0 && <p>{t('noGrants')}</p>}
      <ul className={classes.list}>
        {items.map((grant) => (
          <OneGrant key={grant.id} grant={grant} answeredAt={dataUpdatedAt} />
        ))}
      </ul>
      {hasNextPage && (
        <Button mih={44} variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

function OneGrant({
  grant: { id, name, role, reason, from, until },
  answeredAt,
}: {
  grant: Grant;
  /** When the list came. */
  answeredAt: number;
}) {
  const t = useTranslations('access');
  const again = useListAgain(roleGrantsListQueryKey());
  const end = useMutation({ ...roleGrantsEndMutation(), onSuccess: () => void again() });
  const of = { name: name ?? t('gone'), role: t(`role.${role}`) };
  const isOver = until !== null && Date.parse(until) <= answeredAt;
  return (
    <li>
      <p>
        <strong dir="auto">{of.name}</strong> · {of.role}
      </p>
      <p dir="auto">{reason}</p>
      <p className="soft">
        {t('from')} <Moment at={from} as="minute" />
        {until !== null && (
          <>
            {' · '}
            {t('ended')} <Moment at={until} as="minute" />
          </>
        )}
      </p>
      {!isOver && (
        <Sure
          word={t('end')}
          label={t('endOf', of)}
          question={t('sureEnd', of)}
          no={t('cancel')}
          isSending={end.isPending}
          error={end.error}
          onSure={() => end.mutate({ path: { id } })}
        />
      )}
    </li>
  );
}

function NewGrant() {
  const t = useTranslations('access');
  const cache = useQueryClient();
  const { person } = useSession();
  const again = useListAgain(roleGrantsListQueryKey());
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [subject, setSubject] = useState('');
  const [role, setRole] = useState<Role>('leadership');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const grant = useMutation(roleGrantsGrantMutation());
  const idOf = async (address: string): Promise<string> => {
    const query = { email: address.trim(), limit: '1' };
    const { items } = await cache.fetchQuery({ ...peopleListOptions({ query }), staleTime: 0 });
    if (items[0] === undefined) throw new Error(t('nobody'));
    return items[0].id;
  };
  const send = useMutation({
    mutationFn: async () => {
      const personId = await idOf(email);
      const subjectId = role === 'legal' ? await idOf(subject) : null;
      const end = until === '' ? null : endOf(until, person.zone);
      await grant.mutateAsync({ body: { personId, role, reason, subjectId, until: end } });
    },
    onSuccess: () => {
      void again();
      close();
    },
  });
  const close = (): void => {
    setOpen(false);
    setReason('');
    setEmail('');
    setSubject('');
    setUntil('');
    send.reset();
  };
  if (!open)
    return (
      <Button mih={44} variant="default" onClick={() => setOpen(true)}>
        {t('grant')}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Stack gap="md" maw={400}>
        <TextInput
          type="email"
          label={t('email')}
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <NativeSelect
          label={t('roleIs')}
          value={role}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}
        />
        {role === 'legal' && (
          <TextInput
            type="email"
            label={t('subject')}
            required
            value={subject}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          />
        )}
        <TextInput
          label={t('reason')}
          required
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('until')}
          description={t('untilText')}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <FormFoot
          error={send.error}
          isSending={send.isPending}
          send={t('granting')}
          cancel={t('cancel')}
          close={close}
        />
      </Stack>
    </form>
  );
}
