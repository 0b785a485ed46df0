import { NumberInput, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  peopleChangeMutation,
  peopleGetOptions,
  unreachableListQueryKey,
} from '#api/@tanstack/react-query.gen';
import { isSaidAt, problemAt } from '../../api/problem';
import { FormFoot } from '../../shared/form-foot';
import { useListAgain } from '../../shared/list-again';
import { Loaded } from '../../shared/states';
import classes from './unreachable.module.css';

const LOOKS_EACH = 1_000;
const LOOKS_FOR = 6_000;

/** How many days a week somebody goes along with reps. */
export function VisitDays({ person: { id }, close }: { person: { id: string }; close: () => void }) {
  const person = useQuery(peopleGetOptions({ path: { id } }));
  return (
    <Loaded query={person} lines={2}>
      {({ visitDaysPerWeek }) => <VisitDaysForm id={id} had={visitDaysPerWeek} close={close} />}
    </Loaded>
  );
}

/** Whoever pressed the button that is gone goes on from here. */
const focused = (element: HTMLElement | null): void => element?.focus();

function VisitDaysForm({ id, had, close }: { id: string; had: number; close: () => void }) {
  const t = useTranslations('unreachable');
  const [days, setDays] = useState<number | string>(had);
  const listAgain = useListAgain(unreachableListQueryKey({ path: { id: '' } }));
  const change = useMutation(peopleChangeMutation());
  const isSaved = change.isSuccess;
  const look = useEffectEvent(() => void listAgain());
  const stop = useEffectEvent(close);
  useEffect(() => {
    if (!isSaved) return;
    // The loops look whether the days suffice now. Where they do not, more can be entered.
    const looking = window.setInterval(() => look(), LOOKS_EACH);
    const closing = window.setTimeout(() => stop(), LOOKS_FOR);
    return () => {
      window.clearInterval(looking);
      window.clearTimeout(closing);
    };
  }, [isSaved]);
  if (isSaved)
    return (
      <Text role="status" tabIndex={-1} ref={focused}>
        {t('judged')}
      </Text>
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ path: { id }, body: { visitDaysPerWeek: Number(days) } });
      }}
    >
      <NumberInput
        autoFocus
        required
        min={0.1}
        max={7}
        step={0.5}
        maw={160}
        label={t('days')}
        value={days}
        error={problemAt(change.error, 'visitDaysPerWeek')}
        onChange={setDays}
      />
      <FormFoot
        error={isSaidAt(change.error, ['visitDaysPerWeek']) ? null : change.error}
        isSending={change.isPending}
        send={t('save')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}
