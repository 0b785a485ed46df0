import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserCircle } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from './session';
import classes from './shell.module.css';

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
      <IconUserCircle size={32} stroke={1.25} aria-hidden className={classes.person} />
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
