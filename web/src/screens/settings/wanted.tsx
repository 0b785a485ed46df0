import { Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import {
  subscriptionsChooseMutation,
  subscriptionsReadOptions,
  subscriptionsReadQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { Subscriptions } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { actsOnAlerts, isCoached, leadsReps, ownsOrSponsors, type Place } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Loaded } from '../../shared/states';
import classes from './settings.module.css';

/** Messages that nobody waits for, and who gets them at all. */
const IS_FOR: Readonly<Record<keyof Subscriptions, (places: readonly Place[]) => boolean>> = {
  pulse: isCoached,
  counts: ownsOrSponsors,
  alert: actsOnAlerts,
  digest: (places) => actsOnAlerts(places) || leadsReps(places),
};
const KINDS = Object.keys(IS_FOR) as (keyof Subscriptions)[];

/** Which of the messages that nobody waits for one gets. */
export function Wanted() {
  const t = useTranslations('settings.wanted');
  const client = useQueryClient();
  const { places } = useSession();
  const query = useQuery(subscriptionsReadOptions());
  const choose = useMutation({
    ...subscriptionsChooseMutation(),
    onSuccess: (chosen) => client.setQueryData(subscriptionsReadQueryKey(), chosen),
  });
  const kinds = KINDS.filter((kind) => IS_FOR[kind](places));
  if (kinds.length === 0) return null;
  return (
    <fieldset className={classes.wanted}>
      <legend>{t('title')}</legend>
      <Loaded query={query} lines={kinds.length}>
        {(wanted) => (
          <>
            {kinds.map((kind) => (
              <Switch
                key={kind}
                label={t(kind)}
                disabled={choose.isPending}
                checked={wanted[kind]}
                onChange={({ currentTarget: { checked } }) => choose.mutate({ body: { [kind]: checked } })}
              />
            ))}
          </>
        )}
      </Loaded>
      {choose.isError && (
        <Text role="alert" size="sm" className={classes.wrong}>
          {messageOf(choose.error)}
        </Text>
      )}
    </fieldset>
  );
}
