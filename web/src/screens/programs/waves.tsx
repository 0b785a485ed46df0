import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import {
  wavesGoOnMutation,
  wavesHoldMutation,
  wavesNextMutation,
  wavesReadOptions,
  wavesReadQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { Waves } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import { Sure } from '../../shared/sure';
import { afterHold } from '../../../../src/domain/waves';
import { ChangeWaves } from './change-waves';
import classes from './programs.module.css';

type Plan = NonNullable<Waves['plan']>;

const SOON_MS = 5_000;
/** A hold takes days: only where something is about to happen is it asked for often. */
const LATER_MS = 60_000;

const isSoon = ({ waves }: Plan): boolean => {
  const soon = Date.now() + LATER_MS;
  return waves.some(({ openedAt, opensAt, ahead }) => {
    if (openedAt !== null) return ahead.loops > 0 && new Date(openedAt).getTime() < soon;
    return opensAt !== null && new Date(opensAt).getTime() < soon;
  });
};

/** How a program that was launched region by region goes on, and what its owner may do about it. */
export function WavesOf({ program }: { program: string }) {
  const query = useQuery({
    ...wavesReadOptions({ path: { id: program } }),
    refetchInterval: ({ state: { data } }) => {
      if (!data?.plan) return false;
      if (isSoon(data.plan)) return SOON_MS;
      return data.plan.course === 'over' ? false : LATER_MS;
    },
  });
  return (
    <Loaded query={query} lines={1}>
      {({ plan, revision }) => plan && <Steered program={program} read={{ plan, revision }} />}
    </Loaded>
  );
}

function Steered({ program, read }: { program: string; read: Waves & { plan: Plan } }) {
  const t = useTranslations('programs.waves');
  const format = useFormatter();
  const now = useNow();
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  /** As it stood when somebody began to change it: what others do meanwhile is not written over. */
  const [changing, setChanging] = useState<typeof read | null>(null);
  const path = { id: program };
  const onSuccess = (waves: Waves): void => {
    setSure(false);
    client.setQueryData(wavesReadQueryKey({ path }), waves);
  };
  // Somebody else was faster: what stands here is not how it is.
  const onError = () => client.invalidateQueries({ queryKey: wavesReadQueryKey({ path }) });
  const hold = useMutation({ ...wavesHoldMutation(), onSuccess, onError });
  const goOn = useMutation({ ...wavesGoOnMutation(), onSuccess, onError });
  const next = useMutation({ ...wavesNextMutation(), onSuccess, onError });
  const failed = [hold, goOn, next].find(({ isError }) => isError);
  const { course, because, stopWhen, waves } = read.plan;
  const ahead = waves.find(({ openedAt }) => openedAt === null);
  const before = waves.findLast(({ openedAt }) => openedAt !== null)?.openedAt ?? null;
  const due = before === null ? null : afterHold(Date.parse(before), read.plan.holdDays);
  const begins = {
    isDue: due !== null && due <= now.getTime() ? 'yes' : 'no',
    date: due === null ? '' : format.dateTime(due, { weekday: 'short', day: 'numeric', month: 'long' }),
  };
  return (
    <section aria-label={t('title')} className={classes.waves}>
      <h3>{t('title')}</h3>
      <ol>
        {waves.map((wave) => (
          <OneWave key={wave.number} wave={wave} isLast={wave.number === waves.length} />
        ))}
      </ol>
      <p role="status">
        {t(`course.${course}`)}{' '}
        {because
          .map((reason) =>
            t(`because.${reason}`, {
              limit: format.number(reason === 'atFault' ? 0 : (stopWhen[reason] ?? 0), { style: 'percent' }),
            }),
          )
          .join(' ')}
      </p>
      {ahead && (
        <div className={classes.acts}>
          {course === 'going' && (
            <Button mih={44} variant="default" loading={hold.isPending} onClick={() => hold.mutate({ path })}>
              {t('hold')}
            </Button>
          )}
          {course === 'held' && (
            <Sure
              word={t('goOn')}
              label={t('goOn')}
              question={t('goOnSure', { ...ahead.ahead, wave: ahead.number, ...begins })}
              no={t('notYet')}
              isSending={goOn.isPending}
              error={null}
              onSure={() => goOn.mutate({ path })}
            />
          )}
          <Button mih={44} variant="default" disabled={changing !== null} onClick={() => setChanging(read)}>
            {t('change')}
          </Button>
          {!isSure ? (
            <Button mih={44} variant="default" onClick={() => setSure(true)}>
              {t('next', { wave: ahead.number })}
            </Button>
          ) : (
            <div role="group" aria-label={t('next', { wave: ahead.number })}>
              <p>
                {t('sure', ahead.ahead)} {course !== 'going' && t('goesOnAfter')}
              </p>
              <Button
                mih={44}
                loading={next.isPending}
                onClick={() => next.mutate({ path, body: { wave: ahead.number } })}
              >
                {t('nextNow', { wave: ahead.number })}
              </Button>{' '}
              <Button mih={44} variant="subtle" onClick={() => setSure(false)}>
                {t('notYet')}
              </Button>
            </div>
          )}
        </div>
      )}
      {ahead && changing && <ChangeWaves program={program} read={changing} close={() => setChanging(null)} />}
      {failed?.error && <p role="alert">{messageOf(failed.error)}</p>}
    </section>
  );
}

function OneWave({ wave, isLast }: { wave: Plan['waves'][number]; isLast: boolean }) {
  const t = useTranslations('programs.waves');
  const format = useFormatter();
  const { regions, openedAt, opensAt, begun, ahead } = wave;
  return (
    <li>
      <strong dir="auto">{format.list(regions)}</strong>
      {isLast && <span className="soft"> {t('andRest')}</span>}
      <br />
      {openedAt !== null && (
        <>
          {t('began')} <Moment at={openedAt} />: {t('begun', begun)}
        </>
      )}
      {opensAt !== null && (
        <>
          {t('opens')} <Moment at={opensAt} />: {t('ahead', ahead)}
        </>
      )}
      {openedAt === null && opensAt === null && t('later', ahead)}
    </li>
  );
}
