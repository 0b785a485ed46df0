import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../api/live';
import { keepAppHere } from '../offline/register';
import { Outbox } from '../shared/acts/outbox';
import { Account } from './account';
import { SCREENS } from './places';
import { useSession } from './session';
import classes from './shell.module.css';

/** Where it does not come, since there is no line, the page goes on without it. */
const SessionEnded = lazy(() => import('./session-ended').catch(() => ({ default: () => <></> })));

/** What stands around every screen. */
export function Shell() {
  const t = useTranslations('frame');
  const { places } = useSession();
  const [open, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useLive();
  // Whoever cannot see that the screen has changed is brought to its beginning.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
    close();
  }, [path, close]);
  const screens = SCREENS.filter(({ isFor }) => isFor(places));
  const router = useRouter();
  // The line may be bad by the time that somebody goes there. What this page itself needs goes first, and is drawn.
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const settling = window.setTimeout(() => setSettled(true), 1_000);
    // One after the other: all at once would hold up whoever presses something meanwhile.
    const loading = window.setTimeout(async () => {
      for (const { to, isFor } of SCREENS) if (isFor(places)) await router.preloadRoute({ to });
    }, 4_000);
    const keeping = window.setTimeout(keepAppHere, 5_000);
    return () => [settling, loading, keeping].forEach((timer) => window.clearTimeout(timer));
  }, [router, places]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'md', sm: 'xl' }}
      layout="alt"
    >
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px={{ base: 'md', sm: 'xl' }} justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" hiddenFrom="sm">
            <Burger opened={open} onClick={toggle} size="sm" aria-label={t('menu')} aria-expanded={open} />
            <Brand />
          </Group>
          <span />
          <Account />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        className={classes.navbar}
        p="sm"
        aria-label={t('navigation')}
        data-closed={open ? undefined : true}
      >
        <Group h={40} px="sm" mb="md" gap="sm">
          <Burger hiddenFrom="sm" opened={open} onClick={close} size="sm" aria-label={t('close')} />
          <Brand />
        </Group>
        <AppShell.Section grow className={classes.places}>
          {screens.map(({ to, word, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              active={isAt(path, to)}
              aria-current={isAt(path, to) ? 'page' : undefined}
              label={t(`screens.${word}`)}
              leftSection={<Icon size={20} stroke={1.5} aria-hidden />}
              className={classes.link}
            />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outbox />
        <Outlet />
      </AppShell.Main>
      <Suspense fallback={null}>{isSettled && <SessionEnded />}</Suspense>
    </AppShell>
  );
}

/** Whether an address is a screen's, or below it; everything is below the first. */
const isAt = (path: string, to: string): boolean => (to === '/' ? path === to : path.startsWith(to));

function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <img src="/icon.svg" alt="" width={24} height={24} />
      <Text span fw={600}>
        Followthrough
      </Text>
    </Link>
  );
}
