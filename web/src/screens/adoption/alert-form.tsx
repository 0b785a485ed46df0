import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  alertsAcknowledgeMutation,
  alertsListQueryKey,
  alertsResolveMutation,
  alertsSnoozeMutation,
  alertsTakersOptions,
} from '#api/@tanstack/react-query.gen';
import { isSaidAt, messageOf, problemAt } from '../../api/problem';
import { FormFoot } from '../../shared/form-foot';
import classes from './adoption.module.css';
import { useSaying } from './figure';

export type Act = 'acknowledge' | 'assign' | 'snooze' | 'resolve';

/** What is asked before something is done about an alert. */
export function AlertForm({
  program,
  id,
  act,
  latestRest,
  close,
}: {
  program: string;
  id: string;
  act: Act;
  latestRest: string;
  close: () => void;
}) {
  const t = useTranslations('adoption.alerts');
  const say = useSaying();
  const client = useQueryClient();
  const onSuccess = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: alertsListQueryKey({ path: { id: program } }) });
    close();
  };
  const acknowledge = useMutation({ ...alertsAcknowledgeMutation(), onSuccess });
  const snooze = useMutation({ ...alertsSnoozeMutation(), onSuccess });
  const resolve = useMutation({ ...alertsResolveMutation(), onSuccess });
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('');
  const [taker, setTaker] = useState('');
  const path = { id: program, alert: id };
  const said = note.trim() === '' ? {} : { note: note.trim() };
  const send = {
    acknowledge: () => acknowledge.mutate({ path, body: said }),
    assign: () => acknowledge.mutate({ path, body: { ...said, taker } }),
    snooze: () => snooze.mutate({ path, body: { ...said, until } }),
    resolve: () => resolve.mutate({ path, body: said }),
  }[act];
  const { error, isPending } = { acknowledge, assign: acknowledge, snooze, resolve }[act];
  const at = { taker: problemAt(error, 'taker'), until: problemAt(error, 'until') };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {act === 'assign' && (
        <TakerSelect program={program} value={taker} onChange={setTaker} error={at.taker} />
      )}
      {act === 'resolve' && <p className="soft">{t('resolveText')}</p>}
      {act === 'snooze' && (
        <TextInput
          type="date"
          required
          label={t('until')}
          description={t('untilText', { latest: say.day(latestRest) })}
          max={latestRest}
          value={until}
          error={at.until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t(act === 'assign' ? 'word' : 'what')}
        description={t('whatText')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormFoot
        error={isSaidAt(error, ['taker', 'until']) ? null : error}
        isSending={isPending}
        send={t(`act.${act}`)}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}

/** Those who may take an alert, by name. */
function TakerSelect({
  program,
  value,
  onChange,
  error,
}: {
  program: string;
  value: string;
  onChange: (taker: string) => void;
  error: string | undefined;
}) {
  const t = useTranslations('adoption.alerts');
  const query = useQuery(alertsTakersOptions({ path: { id: program } }));
  return (
    <NativeSelect
      autoFocus
      required
      label={t('taker')}
      description={t('takerText')}
      value={value}
      error={error ?? (query.isError && messageOf(query.error))}
      data={[
        { value: '', label: t('choose') },
        ...(query.data?.people ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
