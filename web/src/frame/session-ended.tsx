import { Button, Modal, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useIsEnded } from './session';

/**
 * Says that the session has ended, over what is shown: nothing of it is lost. Signing in happens beside it, and this
 * page goes on as soon as it is looked at again.
 */
export default function SessionEnded() {
  const t = useTranslations('frame.ended');
  return (
    <Modal
      opened={useIsEnded()}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      // Also above a form that somebody writes in.
      zIndex={1000}
      title={t('title')}
      centered
    >
      <Text mb="md">{t('text')}</Text>
      <Button component="a" href="/sign-in?to=/signed-in" target="_blank" rel="opener">
        {t('signIn')}
      </Button>
    </Modal>
  );
}
