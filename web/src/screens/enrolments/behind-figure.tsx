import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { insightsKpisOptions } from '#api/@tanstack/react-query.gen';
import { seesFigures, seesWhatWasRaised } from '../../frame/places';
import { useSession } from '../../frame/session';
import { MoreWords } from '../../words/more-words';
import { useSaying } from '../adoption/figure';
import classes from './enrolments.module.css';
import { FIGURE_FILTERS, type ListSearch } from './search';

const route = getRouteApi('/enrolments');
type FigureName = NonNullable<ListSearch['figure']>;

/** Which figure the list stands behind, of which period, and why it may hold fewer than the figure counts. */
export default function BehindFigure({ figure }: { figure: FigureName }) {
  return (
    <MoreWords of="figures">
      <Said figure={figure} />
    </MoreWords>
  );
}

function Said({ figure }: { figure: FigureName }) {
  const t = useTranslations('behind');
  const { places } = useSession();
  const { answer, counted, ...search } = route.useSearch();
  const { data } = useQuery({ ...insightsKpisOptions(), staleTime: Infinity });
  const names = useTranslations('kpi');
  const when = useWhen(data?.kpis.find(({ kpi }) => kpi === figure)?.every ?? 'week');
  const asked = useAnswer(answer);
  const isWhole = data?.lists[figure] === 'counted';
  const says = isWhole ? 'untold' : counted === 'true' ? 'counted' : asked !== null ? 'answer' : 'share';
  return (
    <div className={classes.behind}>
      <p>
        {t(`says.${says}`, { figure: names(figure), answer: asked ?? '', when })}{' '}
        <span className="soft">
          {t(seesWhatWasRaised(places) ? 'raised' : 'yours')} {t('today')}
        </span>
      </p>
      <Group gap="md">
        {seesFigures(places) && <Definition figure={figure} />}
        {!isWhole && (
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link
                {...props}
                to="/enrolments"
                search={{ ...search, ...(counted !== 'true' && { counted: 'true' as const }) }}
              />
            )}
          >
            {t(counted === 'true' ? 'onlyShare' : 'everybody')}
          </Anchor>
        )}
        <Anchor
          inherit
          renderRoot={(props) => <Link {...props} to="/enrolments" search={withoutFigure(search)} />}
        >
          {t('leave')}
        </Anchor>
      </Group>
    </div>
  );
}

/** Where it stands how the figure is measured: on the screen that shows it. */
function Definition({ figure }: { figure: FigureName }) {
  const t = useTranslations('adoption.measured');
  const { program } = route.useSearch();
  const isOfTraining = figure === 'anchorMet' || figure === 'adoptedInTime';
  const to = { search: program === undefined ? {} : { program }, hash: `kpi-${figure}` };
  return (
    <Anchor
      inherit
      renderRoot={(props) =>
        isOfTraining ? <Link {...props} to="/training" {...to} /> : <Link {...props} to="/adoption" {...to} />
      }
    >
      {t('how')}
    </Anchor>
  );
}

const withoutFigure = (search: ListSearch): ListSearch =>
  Object.fromEntries(Object.entries(search).filter(([name]) => !FIGURE_FILTERS.some((one) => one === name)));

function useWhen(every: 'week' | 'month'): string {
  const t = useTranslations('behind');
  const say = useSaying();
  const { asOf } = route.useSearch();
  if (asOf === undefined) return t('newest');
  return every === 'month' ? say.month(asOf.slice(0, 7)) : t('week', { week: say.day(asOf) });
}

/** What an answer is called; null: none is asked for. */
function useAnswer(answer: string | undefined): string | null {
  const t = useTranslations();
  if (answer === undefined) return null;
  if (answer === 'disputed' || answer === 'unanswered') return t(`adoption.truth.${answer}`);
  const stall = `stall.${answer}` as 'stall.noVisitPlanned';
  return t.has(stall) ? t(stall) : answer;
}
