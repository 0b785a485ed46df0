import { Button, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import {
  preferencesChangeMutation,
  preferencesGetOptions,
  preferencesGetQueryKey,
  sessionsCurrentQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { Preferences } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { PageTitle } from '../../frame/title';
import { LANGUAGES } from '../../words/languages';
import { Loaded } from '../../shared/states';
import { Absences } from './absences';
import { Delegate } from './delegate';
import classes from './settings.module.css';

/** When, by what and in which language one is written to, and who stands in while one is away. */
export default function Notifications() {
  const t = useTranslations('settings');
  const preferences = useQuery({ ...preferencesGetOptions(), staleTime: Infinity });
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.sections}>
        <section aria-labelledby="messages">
          <h2 id="messages">{t('messages')}</h2>
          <Loaded query={preferences}>{(data) => <Form preferences={data} />}</Loaded>
        </section>
        <section aria-labelledby="away">
          <h2 id="away">{t('away')}</h2>
          <Absences />
          <Delegate />
        </section>
      </div>
    </>
  );
}

const EVENING = { from: '18:00', to: '08:00' };

function Form({ preferences }: { preferences: Preferences }) {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const { quietHours, preferredChannel, ...same } = preferences;
  const form = useForm({
    initialValues: {
      ...same,
      preferredChannel: (preferredChannel ?? 'either') as 'either' | 'slack' | 'email',
      quiet: quietHours !== null,
      ...(quietHours ?? EVENING),
    },
  });
  const save = useMutation({
    ...preferencesChangeMutation(),
    onSuccess: (saved) => {
      client.setQueryData(preferencesGetQueryKey(), saved);
      // The language is of the whole app.
      void client.invalidateQueries({ queryKey: sessionsCurrentQueryKey() });
      form.resetDirty();
    },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ quiet, from, to, preferredChannel: channel, ...rest }) =>
        save.mutate({
          body: {
            ...rest,
            quietHours: quiet ? { from, to } : null,
            preferredChannel: channel === 'either' ? null : channel,
          },
        }),
      )}
    >
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
          data={languagesWith(same.language).map((value) => ({ value, label: nameOf(value) }))}
          {...form.getInputProps('language')}
        />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('save')}
          </Button>
          <Text role="status" size="sm" className={save.isError ? classes.wrong : 'soft'}>
            {save.isError
              ? t('notSaved', { why: messageOf(save.error) })
              : save.isSuccess && !form.isDirty()
                ? t('saved')
                : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

/** Ours, and the one that was chosen elsewhere, if it is none of them. */
const languagesWith = (chosen: string): string[] => [...new Set([...Object.keys(LANGUAGES), chosen])];

/** A language in its own words. */
const nameOf = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
