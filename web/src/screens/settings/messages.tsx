import { Button, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  preferencesChangeMutation,
  preferencesGetOptions,
  preferencesGetQueryKey,
  sessionsCurrentQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { Preferences } from '#api/types.gen';
import { messageOf, statusOf } from '../../api/problem';
import { Meanwhile } from '../../shared/meanwhile';
import { LANGUAGES } from '../../words/languages';
import classes from './settings.module.css';

type Wanted = Omit<Preferences, 'revision'>;

const EVENING = { from: '18:00', to: '08:00' };

const valuesOf = ({ quietHours, preferredChannel, slot, language }: Wanted) => ({
  slot,
  language,
  preferredChannel: (preferredChannel ?? 'either') as 'either' | 'slack' | 'email',
  quiet: quietHours !== null,
  ...(quietHours ?? EVENING),
});

const wantedIn = ({
  slot,
  language,
  preferredChannel,
  quiet,
  from,
  to,
}: ReturnType<typeof valuesOf>): Wanted => ({
  slot,
  quietHours: quiet ? { from, to } : null,
  preferredChannel: preferredChannel === 'either' ? null : preferredChannel,
  language,
});

/** What of it is wanted otherwise than it was read. */
const changesIn = (wanted: Wanted, read: Wanted): Partial<Wanted> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(read[field as keyof Wanted]),
    ),
  );

/** How one is written to, as one form; what was changed elsewhere since it was read is shown, to choose. */
export function Messages({ preferences }: { preferences: Preferences }) {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const factsOf = useFacts();
  const [read, setRead] = useState(preferences);
  const [since, setSince] = useState<Preferences | null>(null);
  const form = useForm({ initialValues: valuesOf(read) });
  const mine = changesIn(wantedIn(form.values), read);
  const isChanged = Object.keys(mine).length > 0;
  const show = (now: Preferences, wanted: Partial<Wanted> = {}): void => {
    setSince(null);
    setRead(now);
    form.setValues(valuesOf({ ...now, ...wanted }));
  };
  const save = useMutation({
    ...preferencesChangeMutation(),
    onSuccess: (saved) => {
      client.setQueryData(preferencesGetQueryKey(), saved);
      // The language is of the whole app, and of what was read of cards and timelines.
      if (saved.language !== read.language) {
        client.removeQueries({ type: 'inactive' });
        void client.invalidateQueries();
      } else void client.invalidateQueries({ queryKey: sessionsCurrentQueryKey() });
      setRead(saved);
    },
    onError: async (error) => {
      if (statusOf(error) !== 412) return;
      const now = await client.fetchQuery({ ...preferencesGetOptions(), staleTime: 0 });
      // What both want alike is nothing to choose.
      if (Object.keys(changesIn(wantedIn(form.getValues()), now)).length > 0) setSince(now);
      else show(now);
    },
  });
  const saveOn = ({ revision }: Preferences): void =>
    save.mutate({ body: mine, headers: { 'If-Match': `"${revision}"` } });
  return (
    <form onSubmit={form.onSubmit(() => saveOn(read))}>
      <Stack gap="md" maw={400}>
        <TextInput
          type="time"
          required
          label={t('slot')}
          description={t('slotText')}
          {...form.getInputProps('slot')}
        />
        <Switch label={t('quiet')} {...form.getInputProps('quiet', { type: 'checkbox' })} />
        {form.values.quiet && (
          <Group grow>
            <TextInput type="time" required label={t('from')} {...form.getInputProps('from')} />
            <TextInput type="time" required label={t('to')} {...form.getInputProps('to')} />
          </Group>
        )}
        <NativeSelect
          label={t('channel')}
          data={(['either', 'slack', 'email'] as const).map((value) => ({
            value,
            label: t(`channels.${value}`),
          }))}
          {...form.getInputProps('preferredChannel')}
        />
        <NativeSelect
          label={t('language')}
          data={languagesWith(read.language).map((value) => ({ value, label: nameOf(value) }))}
          {...form.getInputProps('language')}
        />
        {since === null ? (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!isChanged}>
              {t('save')}
            </Button>
            <Text role="status" size="sm" className={save.isError ? classes.wrong : 'soft'}>
              {save.isError && isChanged
                ? t('notSaved', { why: messageOf(save.error) })
                : save.isSuccess && !isChanged
                  ? t('saved')
                  : ''}
            </Text>
          </Group>
        ) : (
          <Meanwhile
            then={factsOf(changesIn(read, since))}
            since={factsOf(changesIn(since, read))}
            mine={factsOf(mine)}
            keep={t('keepMine')}
            onKeep={() => {
              show(since, mine);
              saveOn(since);
            }}
            leave={t('leaveIt')}
            onLeave={() => {
              show(since);
              save.reset();
            }}
          />
        )}
      </Stack>
    </form>
  );
}

/** What somebody chose, each in a few words. */
function useFacts(): (chosen: Partial<Wanted>) => string[] {
  const t = useTranslations('settings');
  return ({ slot, quietHours, preferredChannel, language }) => [
    ...(slot === undefined ? [] : [`${t('slot')} ${slot}`]),
    ...(quietHours === undefined
      ? []
      : [`${t('quiet')}: ${quietHours === null ? t('noQuiet') : `${quietHours.from} – ${quietHours.to}`}`]),
    ...(preferredChannel === undefined
      ? []
      : [`${t('channel')} ${t(`channels.${preferredChannel ?? 'either'}`)}`]),
    ...(language === undefined ? [] : [`${t('language')}: ${nameOf(language)}`]),
  ];
}

/** Ours, and the one that was chosen elsewhere, if it is none of them. */
const languagesWith = (chosen: string): string[] => [...new Set([...Object.keys(LANGUAGES), chosen])];

/** A language in its own words. */
const nameOf = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
