import { Alert, Anchor, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCloudOff,
  IconEyeOff,
  IconCircleDashed,
  IconSearchOff,
  type TablerIcon,
} from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { useDeferredValue, useEffect, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { type ApiProblem, messageOf, statusOf } from '../api/problem';

/** One calm page that says why nothing else is here, and what to do. */
function Notice({
  icon: Icon,
  title,
  children,
  action,
  alert = false,
  isPage = false,
}: {
  icon: TablerIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  alert?: boolean;
  /** Nothing else is on the page: this names it. */
  isPage?: boolean;
}) {
  return (
    <Stack align="flex-start" gap="sm" maw="56ch" py="xl" role={alert ? 'alert' : undefined}>
      <Icon size={32} stroke={1.5} aria-hidden className="soft" />
      <Title order={isPage ? 1 : 2} size="h2">
        {title}
      </Title>
      {children && <Text className="soft">{children}</Text>}
      {action}
    </Stack>
  );
}

/** There is nothing, and that is no fault. */
export function Empty({
  title,
  children,
  action,
  isPage = false,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  isPage?: boolean;
}) {
  return (
    <Notice icon={IconCircleDashed} title={title} action={action} isPage={isPage}>
      {children}
    </Notice>
  );
}

export function NotFound({ isPage = true }: { isPage?: boolean }) {
  const t = useTranslations('states.notFound');
  useEffect(() => {
    document.title = `${t('title')} · Followthrough`;
  }, [t]);
  return (
    <Notice
      icon={IconSearchOff}
      isPage={isPage}
      title={t('title')}
      action={
        <Anchor component={Link} to="/">
          {t('home')}
        </Anchor>
      }
    >
      {t('text')}
    </Notice>
  );
}

/** It is there, and for the eyes of others. */
export function NoPermission({ isPage = false }: { isPage?: boolean }) {
  const t = useTranslations('states.noPermission');
  return (
    <Notice icon={IconEyeOff} title={t('title')} isPage={isPage}>
      {t('text')}
    </Notice>
  );
}

/** A request that failed, by why it did. */
export function Failed({
  error,
  again,
  isPage = false,
}: {
  error: unknown;
  again: () => void;
  isPage?: boolean;
}) {
  const t = useTranslations('states');
  const retry = (
    <Button variant="default" onClick={again}>
      {t('again')}
    </Button>
  );
  switch (statusOf(error)) {
    case 404:
      return <NotFound isPage={isPage} />;
    case 403:
      return <NoPermission isPage={isPage} />;
    case 0:
      return (
        <Notice icon={IconCloudOff} title={t('offline.title')} action={retry} isPage={isPage} alert>
          {t('offline.text')}
        </Notice>
      );
    default:
      return (
        <Notice icon={IconAlertTriangle} title={t('error.title')} action={retry} isPage={isPage} alert>
          {t('error.text', { request: (error as ApiProblem).requestId ?? '–' })}
        </Notice>
      );
  }
}

/** Something in the app itself broke: the screen is drawn anew. */
export function Crash({ error }: ErrorComponentProps) {
  const t = useTranslations('states');
  return (
    <Notice
      icon={IconAlertTriangle}
      isPage
      title={t('crash.title')}
      action={<Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>}
      alert
    >
      {t('crash.text', { why: messageOf(error) })}
    </Notice>
  );
}

/** What a query answers: as it loads, as it failed, as it is; and above it where it could not be refreshed. */
export function Loaded<T>({
  query,
  lines = 6,
  isPage = false,
  isLarge = false,
  children,
}: {
  query: UseQueryResult<T, unknown>;
  /** How long it will be, roughly. */
  lines?: number;
  /** It is all that is on the page. */
  isPage?: boolean;
  /** Much is drawn of it: not at one go, but in pieces, between which a phone can answer. What stands below is pushed down later. */
  isLarge?: boolean;
  children: (data: T) => ReactNode;
}) {
  const t = useTranslations('states');
  const { data, error, refetch, dataUpdatedAt } = query;
  const isDrawn = useDeferredValue(data !== undefined);
  if (data === undefined || (isLarge && !isDrawn))
    return error === null || data !== undefined ? (
      <Loading lines={lines} />
    ) : (
      <Failed error={error} again={() => void refetch()} isPage={isPage} />
    );
  // Signing out elsewhere is told by the frame. What is no longer theirs is no longer shown.
  if (statusOf(error) === 403 || statusOf(error) === 404)
    return <Failed error={error} again={() => void refetch()} isPage={isPage} />;
  return (
    <>
      {error !== null && statusOf(error) !== 401 && (
        <Stale since={dataUpdatedAt} again={() => void refetch()} />
      )}
      {children(data)}
      <span hidden aria-live="polite">
        {t('loaded')}
      </span>
    </>
  );
}

function Stale({ since, again }: { since: number; again: () => void }) {
  const t = useTranslations('states');
  const format = useFormatter();
  return (
    <Alert color="orange" variant="light" icon={<IconCloudOff aria-hidden />} mb="md" role="status">
      {t('stale', { at: format.dateTime(since, { hour: 'numeric', minute: '2-digit' }) })}{' '}
      <Anchor component="button" inherit onClick={again}>
        {t('again')}
      </Anchor>
    </Alert>
  );
}

export function Loading({ lines = 6 }: { lines?: number }) {
  const t = useTranslations('states');
  return (
    <Stack gap="md" aria-busy="true" aria-label={t('loading')} role="status" mt="md">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={line === 0 ? 24 : 16} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}
