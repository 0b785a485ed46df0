import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  keysIssueMutation,
  keysListInfiniteOptions,
  keysListQueryKey,
  keysRevokeMutation,
} from '#api/@tanstack/react-query.gen';
import type { KeyPage, NewKey } from '#api/types.gen';
import { useSession } from '../../frame/session';
import { endOf } from '../../shared/days';
import { FormFoot } from '../../shared/form-foot';
import { useListAgain } from '../../shared/list-again';
import { Moment } from '../../shared/moment';
import { Failed, Loading } from '../../shared/states';
import { Sure } from '../../shared/sure';
import classes from '../operations/operations.module.css';

type Scope = NewKey['scopes'][number];
type Key = KeyPage['items'][number];

const SCOPES = [
  'keys',
  'people',
  'configure',
  'import',
  'mail',
  'facts',
  'status',
  'records',
  'insights',
  'operate',
  'audit',
] as const satisfies readonly Scope[];
const MOST = { limit: '100' };

/** Keys of machines: made, shown once, revoked for good. */
export function Keys() {
  const t = useTranslations('access');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...keysListInfiniteOptions({ query: MOST }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next === null ? undefined : { query: { ...MOST, cursor: next } }),
  });
  if (data === undefined)
    return error === null ? <Loading lines={4} /> : <Failed error={error} again={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      <Issue />
      {items.length === 0 && <p>{t('noKeys')}</p>}
      <ul className={classes.list}>
        {items.map((key) => (
          <OneKey key={key.id} of={key} />
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

function OneKey({ of: { id, name, scopes, createdAt, lastUsedAt, expiresAt, revokedAt } }: { of: Key }) {
  const t = useTranslations('access');
  const again = useListAgain(keysListQueryKey());
  const revoke = useMutation({ ...keysRevokeMutation(), onSuccess: () => void again() });
  return (
    <li>
      <p>
        <strong dir="auto">{name}</strong>
      </p>
      <p>{scopes.map((scope) => t(`scope.${scope}`)).join(' · ')}</p>
      <p className="soft">
        {t('created')} <Moment at={createdAt} as="minute" />
        {' · '}
        {lastUsedAt === null ? (
          t('neverUsed')
        ) : (
          <>
            {t('used')} <Moment at={lastUsedAt} as="minute" />
          </>
        )}
        {expiresAt !== null && (
          <>
            {' · '}
            {t('ends')} <Moment at={expiresAt} as="minute" />
          </>
        )}
        {revokedAt !== null && (
          <>
            {' · '}
            {t('revoked')} <Moment at={revokedAt} as="minute" />
          </>
        )}
      </p>
      {revokedAt === null && (
        <Sure
          word={t('revoke')}
          label={t('revokeOf', { name })}
          question={t('sure', { name })}
          no={t('cancel')}
          isSending={revoke.isPending}
          error={revoke.error}
          onSure={() => revoke.mutate({ path: { id } })}
        />
      )}
    </li>
  );
}

/** Makes a key. Its secret stands here until whoever made it has kept it, and nowhere else. */
function Issue() {
  const t = useTranslations('access');
  const { person } = useSession();
  const again = useListAgain(keysListQueryKey());
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [until, setUntil] = useState('');
  const issue = useMutation({ ...keysIssueMutation(), onSuccess: () => void again(), gcTime: 0 });
  const close = (): void => {
    setOpen(false);
    setName('');
    setScopes([]);
    setUntil('');
    issue.reset();
  };
  if (!open)
    return (
      <Button mih={44} variant="default" onClick={() => setOpen(true)}>
        {t('make')}
      </Button>
    );
  if (issue.data)
    return (
      <div role="status">
        <p>{t('secret')}</p>
        <p>
          <code>{issue.data.key}</code>
        </p>
        <Button mih={44} onClick={close}>
          {t('noted')}
        </Button>
      </div>
    );
  const expiresAt = until === '' ? null : endOf(until, person.zone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        issue.mutate({ body: { name, scopes: scopes as Scope[], expiresAt } });
      }}
    >
      <Stack gap="md" maw={400}>
        <TextInput
          label={t('name')}
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Checkbox.Group label={t('scopes')} value={[...scopes]} onChange={setScopes}>
          <Stack gap="xs" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          type="date"
          label={t('until')}
          description={t('untilText')}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <FormFoot
          error={issue.error}
          isSending={issue.isPending}
          send={t('making')}
          cancel={t('cancel')}
          close={close}
        />
      </Stack>
    </form>
  );
}
