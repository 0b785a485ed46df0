import {
  Button,
  Divider,
  NavLink,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { IconBell, IconLogout } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { signInAsMutation, signInPersonasOptions } from '#api/@tanstack/react-query.gen';
import { signInOut } from '#api/sdk.gen';
import { tellSignedOut } from '../api/live';
import { messageOf, statusOf } from '../api/problem';
import { dropDraftsOf, useDrafts } from '../shared/acts/draft';
import { Loading } from '../shared/states';
import { forgetSession } from './remembered';
import { useSession } from './session';

/** What unfolds below who is signed in. Loaded when it is first asked for. */
export default function AccountMenu({
  open,
  close,
  children,
}: {
  open: boolean;
  close: () => void;
  children: ReactElement;
}) {
  const t = useTranslations('frame.account');
  const { person, way } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const forget = (): void => {
    dropDraftsOf(person.id);
    forgetSession();
  };
  const leave = (continueAt: string | null): void => {
    // Once more: whoever was asked meanwhile who is signed in has remembered it.
    forget();
    tellSignedOut();
    window.location.assign(continueAt ?? '/sign-in');
  };
  const out = useMutation({
    mutationFn: async () => (await signInOut({ body: {}, throwOnError: true })).data,
    // Before anybody answers, since without a line nobody does.
    onMutate: forget,
    onSuccess: ({ continueAt }) => leave(continueAt),
    onError: (error) => {
      if (statusOf(error) === 401) leave(null);
    },
  });
  const drafts = useDrafts(person.id).length;
  return (
    <Popover opened={open} onDismiss={close} width={304} position="bottom-end" trapFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown mah="calc(100dvh - 80px)" style={{ overflowY: 'auto' }} aria-label={t('title')}>
        <Stack gap="sm">
          <Text fw={600}>{person.name}</Text>
          <SegmentedControl
            aria-label={t('theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`themes.${value}`),
            }))}
          />
          <NavLink
            component={Link}
            to="/settings/notifications"
            onClick={close}
            label={t('notifications')}
            leftSection={<IconBell size={20} stroke={1.5} aria-hidden />}
          />
          <Divider />
          {way === 'demo' && <Personas now={person.id} />}
          {drafts > 0 && (
            <Text size="sm" className="soft">
              {t('forgets', { count: drafts })}
            </Text>
          )}
          {out.isError && (
            <Text size="sm" role="alert">
              {statusOf(out.error) === 0 ? t('stillIn') : messageOf(out.error)}
            </Text>
          )}
          <Button
            variant="default"
            leftSection={<IconLogout size={20} stroke={1.5} aria-hidden />}
            onClick={() => out.mutate()}
            loading={out.isPending}
          >
            {t('signOut')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Personas({ now }: { now: string }) {
  const t = useTranslations('frame.account');
  const { data } = useQuery(signInPersonasOptions());
  const as = useMutation({ ...signInAsMutation(), onSuccess: () => window.location.assign('/') });
  return (
    <div>
      <Text size="sm" className="soft" mb={4}>
        {t('otherEyes')}
      </Text>
      {data === undefined && <Loading lines={3} />}
      {data?.items
        .filter(({ id }) => id !== now)
        .map(({ id, name, is }) => (
          <NavLink
            key={id}
            component="button"
            label={name}
            description={is}
            disabled={as.isPending}
            onClick={() => as.mutate({ path: { person: id }, body: {} })}
          />
        ))}
    </div>
  );
}
