import { Avatar, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from './session';

const AccountMenu = lazy(() => import('./account-menu'));

/** Who is signed in, how it looks, and the way out; in the demo also whose eyes one looks through. */
export function Account() {
  const t = useTranslations('frame.account');
  const { person } = useSession();
  const [open, { toggle, close }] = useDisclosure(false);
  const [wasAsked, setAsked] = useState(false);
  const button = (
    <UnstyledButton
      p={4}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => {
        setAsked(true);
        toggle();
      }}
    >
      <Avatar name={person.name} color="accent" size={36} aria-hidden />
      <VisuallyHidden>{t('open', { name: person.name })}</VisuallyHidden>
    </UnstyledButton>
  );
  if (!wasAsked) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu open={open} close={close}>
        {button}
      </AccountMenu>
    </Suspense>
  );
}
