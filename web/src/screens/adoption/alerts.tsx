import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  alertsAcknowledgeMutation,
  alertsListOptions,
  alertsListQueryKey,
  alertsResolveMutation,
  alertsSnoozeMutation,
} from '#api/@tanstack/react-query.gen';
import type { Alerts as AlertList } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { actsOnAlerts } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { useSaying } from './figure';
import { Why } from './reasons';
import { Evidence } from './rows';

type OneAlert = AlertList['alerts'][number];
const ACTS = ['acknowledge', 'snooze', 'resolve'] as const;
type Act = (typeof ACTS)[number];

const isOpen = ({ state }: OneAlert): boolean => state !== 'resolved' && state !== 'autoResolved';

/** Which figures call for somebody, and who takes it. */
export function Alerts({ program }: { program: string }) {
  const t = useTranslations('adoption.alerts');
  const query = useQuery(alertsListOptions({ path: { id: program } }));
  const list = (alerts: readonly OneAlert[]) => (
    <ul className={classes.alerts}>
      {alerts.map((alert) => (
        <Alert key={alert.id} program={program} alert={alert} />
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{t('title')}</h2>
      <Loaded query={query} lines={2}>
        {({ alerts }) => {
          const open = alerts.filter(isOpen);
          const closed = alerts.filter((alert) => !isOpen(alert));
          return (
            <>
              {open.length === 0 ? <p className="soft">{t('none')}</p> : list(open)}
              {closed.length > 0 && (
                <details>
                  <summary>{t('closed', { count: closed.length })}</summary>
                  {list(closed)}
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Alert({ program, alert }: { program: string; alert: OneAlert }) {
  const t = useTranslations('adoption.alerts');
  const names = useTranslations('kpi');
  const say = useSaying();
  const { places } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const { capability, region, kind, kpi, openedIn, openedShare, state, reasons, note, by } = alert;
  const cut = alert.function === null ? [] : [t(`function.${alert.function}`)];
  const place = [say.region(region), ...cut, say.capability(capability.code)].join(', ');
  const where = { capability: capability.code, region };
  const offered = ACTS.filter((one) => one !== 'acknowledge' || state !== 'acknowledged');
  return (
    <li>
      <strong>{place}</strong>
      <p>
        {kind === 'noData' || openedShare === null
          ? t('noData', { kpi: names(kpi), period: say.day(openedIn) })
          : t('crossed', { kpi: names(kpi), share: say.percent(openedShare), period: say.day(openedIn) })}
      </p>
      <p className="soft">
        {t(`state.${state}`, {
          at: alert.acknowledgedAt === null ? '' : say.day(alert.acknowledgedAt),
          until: alert.snoozedUntil === null ? '' : say.day(alert.snoozedUntil),
          share: alert.closedShare === null ? '' : say.percent(alert.closedShare),
          by: by ?? 'none',
        })}
        {note !== null && <> {t('note', { note })}</>}
      </p>
      <Evidence kpi={kpi} of={where} />
      {isOpen(alert) && <Why reasons={reasons.slice(0, 2)} of={where} />}
      {isOpen(alert) && actsOnAlerts(places) && act === null && (
        <Group gap="xs">
          {offered.map((one) => (
            <Button
              key={one}
              variant={one === 'acknowledge' ? 'filled' : 'default'}
              aria-label={t('of', { act: t(`act.${one}`), place })}
              onClick={() => setAct(one)}
            >
              {t(`act.${one}`)}
            </Button>
          ))}
        </Group>
      )}
      {act !== null && <Form program={program} id={alert.id} act={act} close={() => setAct(null)} />}
    </li>
  );
}

function Form({ program, id, act, close }: { program: string; id: string; act: Act; close: () => void }) {
  const t = useTranslations('adoption.alerts');
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
  const path = { id: program, alert: id };
  const said = note.trim() === '' ? {} : { note: note.trim() };
  const send = (): void => {
    if (act === 'snooze') snooze.mutate({ path, body: { ...said, until } });
    else (act === 'resolve' ? resolve : acknowledge).mutate({ path, body: said });
  };
  const { error, isPending } = { acknowledge, snooze, resolve }[act];
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {act === 'snooze' && (
        <TextInput
          type="date"
          required
          label={t('until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('what')}
        description={t('whatText')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error !== null && (
        <Text role="alert" size="sm" className={classes.wrong}>
          {messageOf(error)}
        </Text>
      )}
      <Group gap="xs">
        <Button type="submit" loading={isPending}>
          {t(`act.${act}`)}
        </Button>
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}
