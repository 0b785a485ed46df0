import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import {
  absencesAddMutation,
  absencesCancelMutation,
  absencesListOptions,
  absencesListQueryKey,
  visitsListOptions,
} from '#api/@tanstack/react-query.gen';
import { messageOf } from '../api/problem';
import { useSession } from '../frame/session';
import classes from './absences.module.css';
import { beginOf, endOf } from './days';
import { Loaded } from './states';

/** The days on which somebody is away: entered, and cancelled. Why is nobody's business. */
export function Absences({ personId: id }: { personId: string }) {
  const t = useTranslations('settings');
  const format = useFormatter();
  const client = useQueryClient();
  const path = { id };
  const absences = useQuery(absencesListOptions({ path }));
  const onSuccess = () => client.invalidateQueries({ queryKey: absencesListQueryKey({ path }) });
  const cancel = useMutation({ ...absencesCancelMutation(), onSuccess });
  const add = useMutation({ ...absencesAddMutation(), onSuccess });
  const form = useForm({
    initialValues: { from: '', to: '' },
    validate: { to: (to, { from }) => (to < from ? t('endsBefore') : null) },
  });
  const visits = useVisitsThen(id, [...(absences.data?.items ?? []), form.values]);
  // A day has no zone: it is shown as the day that it is.
  const day = (iso: string): string =>
    format.dateTime(new Date(`${iso}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <>
      <Loaded query={absences} lines={2}>
        {({ items }) => (
          <ul className={classes.absences}>
            {items.map(({ id: absenceId, from, to }) => (
              <li key={absenceId}>
                <span>
                  {from === to ? day(from) : `${day(from)} – ${day(to)}`}
                  <VisitsThen visits={visits} from={from} to={to} />
                </span>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('cancelOf', { day: day(from) })}
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate({ path: { id, absenceId } })}
                >
                  {t('cancel')}
                </Button>
              </li>
            ))}
            {items.length === 0 && <li className="soft">{t('neverAway')}</li>}
          </ul>
        )}
      </Loaded>
      <form onSubmit={form.onSubmit((body) => add.mutate({ path, body }, { onSuccess: () => form.reset() }))}>
        <Group align="flex-start" maw={560}>
          <TextInput type="date" required label={t('firstDay')} {...form.getInputProps('from')} />
          <TextInput type="date" required label={t('lastDay')} {...form.getInputProps('to')} />
          <Button type="submit" variant="default" mt={{ base: 0, xs: 24 }} loading={add.isPending}>
            {t('add')}
          </Button>
        </Group>
        <div aria-live="polite">
          <VisitsThen visits={visits} {...form.values} />
        </div>
        {add.isError && (
          <Text role="alert" size="sm" className={classes.wrong}>
            {t('notSaved', { why: messageOf(add.error) })}
          </Text>
        )}
      </form>
    </>
  );
}

interface Days {
  from: string;
  to: string;
}

const isSpan = ({ from, to }: Days): boolean => from !== '' && from <= to;

/** When this person has visits planned on these days or between them, along with somebody and their own. */
function useVisitsThen(personId: string, days: readonly Days[]): number[] {
  const { zone } = useSession().person;
  const spans = days.filter(isSpan);
  const enabled = spans.length > 0;
  const [first = ''] = spans.map(({ from }) => from).sort();
  const last =
    spans
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '';
  const planned = {
    state: 'planned',
    from: beginOf(first, zone),
    to: endOf(last, zone),
    limit: '200',
  } as const;
  const along = useQuery({ ...visitsListOptions({ query: { ...planned, observer: personId } }), enabled });
  const own = useQuery({ ...visitsListOptions({ query: { ...planned, rep: personId } }), enabled });
  return [...(along.data?.items ?? []), ...(own.data?.items ?? [])].map(({ at }) => Date.parse(at));
}

/** The visits of these that are on these days, which nobody moves by being away. */
function VisitsThen({ visits, from, to }: Days & { visits: readonly number[] }) {
  const t = useTranslations('settings');
  const format = useFormatter();
  const { zone } = useSession().person;
  if (!isSpan({ from, to })) return null;
  const [begin, end] = [Date.parse(beginOf(from, zone)), Date.parse(endOf(to, zone))];
  const then = visits.filter((at) => at >= begin && at <= end);
  if (then.length === 0) return null;
  const on = new Set(then.map((at) => format.dateTime(new Date(at), { dateStyle: 'medium' })));
  return (
    <Text size="sm" className={classes.wrong}>
      {t('visitsThen', { count: then.length, days: [...on].join(' · ') })}
    </Text>
  );
}
