import { useIntersection } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { insightsTrendsOptions } from '#api/@tanstack/react-query.gen';
import type { InsightTrend, ShownFigure } from '#api/types.gen';
import { Loaded, Loading } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown, Told, useSaying } from './figure';
import type { Period, Scope } from './headline';
import { Evidence, Rows } from './rows';
import type { MapKpi } from './search';

/** It weighs as much as a screen, and comes after what it draws was said. Where it does not come, words and table stay. */
const ShareLine = lazy(() => import('../../shared/share-line').catch(() => ({ default: () => null })));

type Point = InsightTrend['points'][number];
type Mark = InsightTrend['marks'][number];

/** One figure week by week, with what changed meanwhile: in words, drawn, and as a table. */
export function Trend({ scope, kpi }: { scope: Scope & Period; kpi: MapKpi }) {
  const t = useTranslations('adoption.trend');
  const names = useTranslations('kpi');
  const query = useQuery(insightsTrendsOptions({ query: { ...scope, kpi } }));
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">{t('title', { kpi: names(kpi) })}</h2>
      <Loaded query={query} lines={8}>
        {({ points, marks: all }) => {
          const marks = all.filter(isBefore(points));
          return (
            <>
              <Words points={points} />
              {points.filter(({ figure }) => isShown(figure)).length > 1 && (
                <OnceNear>
                  <Suspense fallback={<Loading lines={6} />}>
                    <ShareLine points={points.map(drawn)} marks={byDay(marks)} />
                  </Suspense>
                </OnceNear>
              )}
              <Marks marks={marks} />
              <Evidence kpi={kpi} />
              {points.length > 0 && (
                <details>
                  <summary>{t('table')}</summary>
                  <Table points={points} kpi={kpi} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/**
 * Drawn when somebody comes near it, since on a phone it stands far below and takes longer than all above; else after a
 * while, for whoever prints the page.
 */
function OnceNear({ children }: { children: ReactNode }) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const [isTime, setTime] = useState(false);
  if (!isTime && entry?.isIntersecting) setTime(true);
  useEffect(() => {
    const whiled = window.setTimeout(() => setTime(true), 10_000);
    return () => window.clearTimeout(whiled);
  }, []);
  return (
    <div className={classes.drawing} ref={ref}>
      {isTime && children}
    </div>
  );
}

const drawn = ({ period, figure, comparable }: Point) => ({
  isApart: !comparable,
  at: Date.parse(period),
  share: isShown(figure) ? figure.share : null,
  between: isShown(figure) ? ([figure.low, figure.high] as [number, number]) : null,
});

const WEEK = 7 * 86_400_000;

/** What changed before the last of these weeks was over. */
const isBefore =
  (points: readonly Point[]) =>
  ({ at }: Mark): boolean => {
    const last = points.at(-1);
    return last !== undefined && Date.parse(at) < Date.parse(last.period) + WEEK;
  };

/** Marks by their numbers in the list below; those of one day as one. */
function byDay(marks: readonly Mark[]): { at: number; label: string }[] {
  const numbers = new Map<number, number[]>();
  marks.forEach(({ at }, index) => {
    const day = Date.parse(at.slice(0, 10));
    numbers.set(day, [...(numbers.get(day) ?? []), index + 1]);
  });
  return [...numbers].map(([at, label]) => ({ at, label: label.join(', ') }));
}

function Words({ points }: { points: readonly Point[] }) {
  const t = useTranslations('adoption.trend');
  const say = useSaying();
  const shown = points.flatMap(({ period, figure, comparable }) =>
    isShown(figure) ? [{ period, figure, comparable }] : [],
  );
  const gaps = points.filter(({ figure }) => !isShown(figure));
  // Nothing is said across the newest break.
  const apart = shown.findLastIndex(({ comparable }) => !comparable);
  const [first, last] = [shown[Math.max(0, apart)], shown.at(-1)];
  const [before, after] = apart > 0 ? [shown[apart - 1], shown[apart]] : [];
  const of = ({ period, figure }: { period: string; figure: ShownFigure }) => ({
    week: say.day(period),
    share: say.percent(figure.share),
  });
  return (
    <>
      {first === undefined || last === undefined ? (
        <p className="soft">{t('none')}</p>
      ) : first === last ? (
        <p>{t(apart > 0 ? 'last' : 'one', of(first))}</p>
      ) : (
        <p>{t('between', { from: of(first).share, since: of(first).week, ...of(last) })}</p>
      )}
      {before && after && (
        <p>
          {t('apart', {
            week: say.day(after.period),
            now: after.figure.reps,
            before: before.figure.reps,
            way: after.figure.reps < before.figure.reps ? 'fewer' : 'more',
          })}
        </p>
      )}
      {gaps.length > 0 && (
        <p className="soft">
          {t('gaps', { count: gaps.length, weeks: say.list(gaps.map(({ period }) => say.day(period))) })}
        </p>
      )}
    </>
  );
}

function Marks({ marks }: { marks: readonly Mark[] }) {
  const t = useTranslations('adoption.trend');
  const say = useSaying();
  if (marks.length === 0) return null;
  return (
    <>
      <ol className={classes.marks}>
        {marks.map(({ at, what, version }) => (
          <li key={`${what} ${version}`}>{t(what, { day: say.day(at), version: version ?? 0 })}</li>
        ))}
      </ol>
      <p className={`${classes.onScreen} soft`}>{t('notBecause')}</p>
    </>
  );
}

function Table({ points, kpi }: { points: readonly Point[]; kpi: MapKpi }) {
  const t = useTranslations('adoption.trend');
  const names = useTranslations('kpi');
  const say = useSaying();
  return (
    <div className={classes.box} tabIndex={0} role="region" aria-label={t('table')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('week')}</th>
            <th scope="col">{names(kpi)}</th>
            <th scope="col">{t('interval')}</th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ period, figure, comparable, restatedAt }) => (
            <tr key={period}>
              <th scope="row">{say.day(period)}</th>
              <td>
                <Told
                  figure={figure}
                  counts="reps"
                  rows={(numbers) => <Rows of={{ figure: kpi, asOf: period }}>{numbers}</Rows>}
                />
                {!comparable && <span className={`soft ${classes.next}`}>{t('others')}</span>}
                {restatedAt !== null && (
                  <span className={`soft ${classes.next}`}>
                    {t('restated', { day: say.day(restatedAt) })}
                  </span>
                )}
              </td>
              <td>
                {isShown(figure) &&
                  t('lies', { low: say.percent(figure.low), high: say.percent(figure.high) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
