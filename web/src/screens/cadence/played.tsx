import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import {
  simulationsCancelMutation,
  simulationsGetOptions,
  simulationsStartMutation,
} from '#api/@tanstack/react-query.gen';
import type { Simulation } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Failed } from '../../shared/states';
import { Behaves } from './behaves';
import type { Draft } from './document';
import classes from './cadence.module.css';
import { WeekAhead } from './week-ahead';

type Result = NonNullable<Simulation['result']>;
type Figure = Result['figures'][number];

/** Asked again as long as it is played. */
const SOON_MS = 1_500;
/** Shares of a whole, said in percent. */
const SHARES: ReadonlySet<Figure['name']> = new Set<Figure['name']>(['weeksOver', 'observedInTime']);
/** What an owner looks at first; the others stand in the API's answer. */
const SHOWN = [
  'visitDaysAsked',
  'weeksOver',
  'managersOver',
  'messagesP50',
  'messagesP95',
  'toSecondLine',
  'toProgramOwner',
  'observedInTime',
  'adopted',
  'heaviestDay',
] as const satisfies readonly Figure['name'][];

const MOST_SEEDS = 1_000_000;

/** The same for everything of a program that is played on one day, so that two drafts meet the same chances. */
function seedOf(program: string, day: string): number {
  let seed = 0;
  for (const letter of `${program} ${day}`) seed = (seed * 31 + letter.codePointAt(0)!) % MOST_SEEDS;
  return seed;
}

/** What the draft would do to everybody's inbox and diary, beside the cadence in force. */
export default function Played({ program, draft }: { program: string; draft: Draft }) {
  const t = useTranslations('cadence.played');
  const [asked, setAsked] = useState<{ id: string; of: Draft } | null>(null);
  const [seed, setSeed] = useState(() => seedOf(program, new Date().toISOString().slice(0, 10)));
  const start = useMutation({
    ...simulationsStartMutation(),
    onSuccess: ({ id }) => setAsked({ id, of: draft }),
  });
  const path = { id: program, simulation: asked?.id ?? '' };
  const query = useQuery({
    ...simulationsGetOptions({ path }),
    enabled: asked !== null,
    refetchInterval: ({ state: { data } }) => (data?.state === 'going' || !data ? SOON_MS : false),
  });
  const cancel = useMutation({ ...simulationsCancelMutation(), onSuccess: () => void query.refetch() });
  const played = asked === null ? undefined : query.data;
  const play = (by: number): void => {
    setSeed(by);
    start.mutate({ path: { id: program }, body: { document: draft as never, seed: by } });
  };
  const isGoing = asked !== null && (played === undefined || played.state === 'going');
  return (
    <section aria-labelledby="played">
      <h2 id="played">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      <Button
        mih={44}
        variant="default"
        loading={start.isPending}
        disabled={isGoing}
        onClick={() => play(seed)}
      >
        {t('play')}
      </Button>
      {isGoing && (
        <Button mih={44} variant="subtle" ml="sm" onClick={() => cancel.mutate({ path })}>
          {t('cancel')}
        </Button>
      )}
      {played?.result && (
        <Button
          mih={44}
          variant="subtle"
          ml="sm"
          onClick={() => play(Math.floor(Math.random() * MOST_SEEDS))}
        >
          {t('again')}
        </Button>
      )}
      <div role="status">
        {start.isError && <p>{messageOf(start.error)}</p>}
        {isGoing && <p>{t('going', { played: played?.played ?? 0, runs: played?.runs ?? 0 })}</p>}
        {played?.state === 'cancelled' && <p>{t('cancelled')}</p>}
        {played?.state === 'failed' && <p>{t('failed')}</p>}
      </div>
      {query.isError && <Failed error={query.error} again={() => void query.refetch()} />}
      {played?.result && (
        <>
          {asked?.of !== draft && <p className="soft">{t('older')}</p>}
          <Moved weeks={played.weeks} figures={played.result.figures} />
          <Alike weeks={played.weeks} result={played.result} />
          <WeekAhead key={played.id} simulation={played} />
          <Came simulation={played} result={played.result} />
        </>
      )}
    </section>
  );
}

/** What coaching is for, where it becomes another beyond what eight of ten runs vary by. */
function Moved({ weeks, figures }: { weeks: number; figures: readonly Figure[] }) {
  const t = useTranslations('cadence.played');
  const moved = (['observedInTime', 'adopted'] as const).flatMap((name) => {
    const range = figures.find((one) => one.name === name)?.difference;
    return range && (range.low > 0 || range.high < 0) ? [{ name, range }] : [];
  });
  return moved.map(({ name, range }) => (
    <p key={name}>
      {t('weeks', { weeks })}, {t(`figures.${name}`)}:{' '}
      <strong>
        <Range name={name} range={range} isDifference />
      </strong>
    </p>
  ));
}

/** Where nothing becomes another: why that can be. */
function Alike({ weeks, result: { figures, loops } }: { weeks: number; result: Result }) {
  const t = useTranslations('cadence.played');
  const isAlike = figures.every(({ difference }) => difference?.low === 0 && difference.high === 0);
  return isAlike && <p>{t('same', { loops, weeks })}</p>;
}

function Came({
  simulation: { runs, weeks, seed, behaviour },
  result,
}: {
  simulation: Simulation;
  result: Result;
}) {
  const t = useTranslations('cadence.played');
  const figures = SHOWN.flatMap((name) => {
    const figure = result.figures.find((one) => one.name === name);
    return figure ? [{ ...figure, name }] : [];
  });
  const isCompared = figures.some(({ beside }) => beside !== null);
  return (
    <>
      <div className={classes.wide} role="region" aria-label={t('weeks', { weeks })} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('weeks', { weeks })}</th>
              {isCompared && <th scope="col">{t('inForce')}</th>}
              <th scope="col">{t('draft')}</th>
              {isCompared && (
                <th scope="col">
                  {t('difference')} <span className="soft">{t('runByRun')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {figures.map((figure) => (
              <tr key={figure.name}>
                <th scope="row">{t(`figures.${figure.name}`)}</th>
                {isCompared && (
                  <td>
                    <Range name={figure.name} range={figure.beside} />
                  </td>
                )}
                <td>
                  <Range name={figure.name} range={figure.tried} />
                </td>
                {isCompared && (
                  <td>
                    <Range name={figure.name} range={figure.difference} isDifference />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {result.mostTold.length > 0 && (
        <p>
          {t('mostTold', {
            managers: result.mostTold
              .slice(0, 3)
              .map(({ manager }) => manager.name)
              .join(', '),
          })}
        </p>
      )}
      <p className="soft">{t('played', { loops: result.loops, left: result.left, runs, seed })}</p>
      <Behaves behaviour={behaviour} />
    </>
  );
}

/** The middle, and between what eight of ten runs lie. */
function Range({
  name,
  range,
  isDifference = false,
}: {
  name: Figure['name'];
  range: Figure['beside'];
  isDifference?: boolean;
}) {
  const t = useTranslations('cadence.played');
  const format = useFormatter();
  if (range === null) return null;
  const isShare = SHARES.has(name);
  const isInPoints = isShare && isDifference;
  const said = (value: number): string =>
    format.number(isInPoints ? value * 100 : value, {
      ...(isInPoints
        ? { maximumFractionDigits: 0 }
        : isShare
          ? { style: 'percent', maximumFractionDigits: 0 }
          : { maximumFractionDigits: 1 }),
      ...(isDifference && { signDisplay: 'exceptZero' }),
    });
  const [low, high] = [said(range.low), said(range.high)];
  return (
    <>
      {isInPoints ? t('points', { points: said(range.middle) }) : said(range.middle)}{' '}
      {low !== high && <span className="soft">{t('range', { low, high })}</span>}
    </>
  );
}
