import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  alertsChangeMutation,
  alertsEndMutation,
  alertsListQueryKey,
  alertsRulesOptions,
  alertsRulesQueryKey,
} from '#api/@tanstack/react-query.gen';
import { isSaidAt, messageOf, statusOf } from '../../../api/problem';
import { FormFoot } from '../../../shared/form-foot';
import { Meanwhile } from '../../../shared/meanwhile';
import classes from '../adoption.module.css';
import { LimitFields } from './limits';
import { read, useRuleSaying, written, type Limits, type Rule, type Told } from './saying';

type Values = Pick<Rule, keyof Limits>;

const changesIn = (wanted: Values, before: Values): Partial<Values> =>
  Object.fromEntries(
    (['threshold', 'margin', 'periods'] as const)
      .filter((field) => wanted[field] !== before[field])
      .map((field) => [field, wanted[field]]),
  );

/** A rule in a sentence, and what its owners can do about it. */
export function OneRule({
  program,
  rule,
  told,
  mayChange,
}: {
  program: string;
  rule: Rule;
  told: Told;
  mayChange: boolean;
}) {
  const t = useTranslations('adoption.rules');
  const say = useRuleSaying();
  const [open, setOpen] = useState<'change' | 'off' | null>(null);
  const sentence = say.tells(told);
  const close = (): void => setOpen(null);
  return (
    <li>
      <strong>{sentence}</strong>
      <p className="soft">{say.closes(told)}</p>
      {mayChange && open === null && (
        <Group gap="xs">
          <Button
            variant="default"
            aria-label={t('changeOf', { rule: sentence })}
            onClick={() => setOpen('change')}
          >
            {t('change')}
          </Button>
          <Button variant="subtle" aria-label={t('offOf', { rule: sentence })} onClick={() => setOpen('off')}>
            {t('off')}
          </Button>
        </Group>
      )}
      {open === 'change' && <Change program={program} rule={rule} told={told} close={close} />}
      {open === 'off' && <Off program={program} rule={rule.id} close={close} />}
    </li>
  );
}

/** From when on it tells; what was changed elsewhere since it was read is shown, to choose. */
function Change({
  program,
  rule,
  told,
  close,
}: {
  program: string;
  rule: Rule;
  told: Told;
  close: () => void;
}) {
  const t = useTranslations('adoption.rules');
  const say = useRuleSaying();
  const client = useQueryClient();
  const path = { id: program };
  const [before, setBefore] = useState(rule);
  const [since, setSince] = useState<Rule | null>(null);
  const [values, setValues] = useState(written(rule));
  const mine = changesIn(read(values), before);
  const facts = (changed: Partial<Values>): string[] => say.facts(changed, told);
  const change = useMutation({
    ...alertsChangeMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: alertsRulesQueryKey({ path }) });
      close();
    },
    onError: async (error) => {
      if (statusOf(error) !== 412) return;
      const { rules } = await client.fetchQuery({ ...alertsRulesOptions({ path }), staleTime: 0 });
      const now = rules.find(({ id }) => id === rule.id);
      if (!now) return;
      // What both want alike is nothing to choose.
      if (Object.keys(changesIn(read(values), now)).length > 0) setSince(now);
      else close();
    },
  });
  const saveOn = ({ revision }: Rule): void =>
    change.mutate({
      path: { ...path, rule: rule.id },
      body: mine,
      headers: { 'If-Match': `"${revision}"` },
    });
  const isAtFields = isSaidAt(change.error, ['threshold', 'margin', 'periods']);
  if (since)
    return (
      <Meanwhile
        then={facts(changesIn(before, since))}
        since={facts(changesIn(since, before))}
        mine={facts(mine)}
        keep={t('keepMine')}
        onKeep={() => {
          setSince(null);
          setBefore(since);
          setValues(written({ ...since, ...mine }));
          saveOn(since);
        }}
        leave={t('leaveIt')}
        onLeave={close}
      />
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(mine).length === 0) close();
        else saveOn(before);
      }}
    >
      <LimitFields
        values={values}
        onChange={(changed) => setValues({ ...values, ...changed })}
        error={change.error}
        of={told}
      />
      <FormFoot
        error={isAtFields || statusOf(change.error) === 412 ? null : change.error}
        isSending={change.isPending}
        send={t('save')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}

function Off({ program, rule, close }: { program: string; rule: string; close: () => void }) {
  const t = useTranslations('adoption.rules');
  const client = useQueryClient();
  const path = { id: program };
  const end = useMutation({
    ...alertsEndMutation(),
    onSettled: async () => {
      // What it had open is closed.
      await client.invalidateQueries({ queryKey: alertsListQueryKey({ path }) });
      await client.invalidateQueries({ queryKey: alertsRulesQueryKey({ path }) });
    },
  });
  return (
    <div role="group" aria-label={t('off')}>
      <p>{t('sure')}</p>
      {end.isError && (
        <Text role="alert" size="sm" className={classes.wrong}>
          {messageOf(end.error)}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        <Button autoFocus loading={end.isPending} onClick={() => end.mutate({ path: { ...path, rule } })}>
          {t('yes')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
      </Group>
    </div>
  );
}
