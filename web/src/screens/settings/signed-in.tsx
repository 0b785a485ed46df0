import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../frame/title';

/** Where a sign-in ends that was begun beside another page of the app. */
export default function SignedIn() {
  const t = useTranslations('signedIn');
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Text mt="md">{t('text')}</Text>
    </>
  );
}
