import { Anchor, Group } from '@mantine/core';
import { Navigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Empty } from '../shared/states';
import { SCREENS } from './places';
import { useSession } from './session';
import { PageTitle } from './title';

/** Where somebody begins for whom nothing can wait: the first screen that is for them. */
export function Landing() {
  const t = useTranslations('landing');
  const { places, person } = useSession();
  const first = SCREENS.find(({ isFor }) => isFor(places));
  // The same element each time: the router goes there again whenever it is another, also while it is on its way.
  const going = useMemo(() => first && <Navigate to={first.to} replace />, [first]);
  if (going) return going;
  return (
    <>
      <PageTitle>{t('title', { name: person.name })}</PageTitle>
      <Empty
        title={t('none')}
        action={
          <Group gap="lg">
            {places.includes('auditor') && <Anchor href="/api/v1/audit/export">{t('audit')}</Anchor>}
            <Anchor href="/api">{t('reference')}</Anchor>
          </Group>
        }
      >
        {t('text')}
      </Empty>
    </>
  );
}
