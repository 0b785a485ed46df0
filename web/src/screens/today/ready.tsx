import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { enrolmentsGetQueryKey } from '#api/@tanstack/react-query.gen';
import { answersReady, courseCorrect } from '#api/sdk.gen';
import type { Enrolment } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { messageOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import classes from './mine.module.css';

/** Ready to be seen, as one switch. Who said it takes it back; it is over by itself once somebody has seen it. */
export function Ready({ enrolment: { id, ready } }: { enrolment: Enrolment }) {
  const t = useTranslations('mine.ready');
  const format = useFormatter();
  const client = useQueryClient();
  const { person } = useSession();
  const say = useMutation({
    mutationFn: (on: boolean): Promise<unknown> =>
      on
        ? answersReady({ path: { id }, body: {}, throwOnError: true })
        : courseCorrect({
            path: { id },
            body: { fact: ready!.fact, takeBack: true, reason: t('takenBack') },
            throwOnError: true,
          }),
    // Not over before what is shown says so: else the switch would go back for a moment.
    onSuccess: () => client.invalidateQueries({ queryKey: enrolmentsGetQueryKey({ path: { id } }) }),
    onSettled: () => void readAnew(client),
  });
  const saidOn =
    ready && format.dateTime(new Date(ready.at), { weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <Switch
      className={classes.ready}
      size="md"
      label={t('label')}
      description={saidOn ? t('said', { day: saidOn }) : t('what')}
      aria-busy={say.isPending}
      checked={say.isPending ? say.variables : ready !== null}
      disabled={ready !== null && ready.by !== person.id}
      error={say.isError && messageOf(say.error)}
      onChange={({ currentTarget }) => !say.isPending && say.mutate(currentTarget.checked)}
    />
  );
}
