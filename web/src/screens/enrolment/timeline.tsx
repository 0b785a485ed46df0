import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { enrolmentsTimelineOptions } from '#api/@tanstack/react-query.gen';
import type { Timeline } from '#api/types.gen';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import { isBookkeeping } from './bookkeeping';
import { Why } from './why';
import classes from './enrolment.module.css';

type Entry = Timeline['past'][number];

const route = getRouteApi('/enrolments/$id');

/** What comes, above the line "now", and what happened below it, the newest first. */
export function TimelineSection({ id, zone }: { id: string; zone: string }) {
  const t = useTranslations('timeline');
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const timeline = useQuery(enrolmentsTimelineOptions({ path: { id } }));
  const shown = (entries: readonly Entry[]): Entry[] =>
    show === 'all' ? [...entries] : entries.filter((entry) => !isBookkeeping(entry));
  return (
    <section aria-labelledby="timeline" className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 id="timeline">{t('title')}</h2>
        <Button
          variant="default"
          mih={44}
          aria-pressed={show === 'all'}
          onClick={() =>
            void navigate({
              search: ({ show: _, ...rest }) => (show === 'all' ? rest : { ...rest, show: 'all' }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          {t('showAll')}
        </Button>
      </div>
      <Loaded query={timeline}>
        {({ ahead, past, now }) => (
          <ol className={classes.timeline}>
            {shown(ahead).map((entry, index) => (
              <Line key={`ahead ${index}`} entry={entry} zone={zone} isAhead />
            ))}
            <li className={classes.now}>
              <span>{t('now')}</span> <Moment at={now} zone={zone} as="minute" />
            </li>
            {shown(past).map((entry, index) => (
              <Line key={`past ${past.length - index}`} entry={entry} zone={zone} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

function Line({ entry, zone, isAhead = false }: { entry: Entry; zone: string; isAhead?: boolean }) {
  const t = useTranslations('timeline');
  const { at, text, by, note, why, type, changes = [] } = entry;
  return (
    <li className={`${classes.entry} ${isAhead ? classes.ahead : ''}`} data-type={type}>
      <div className={classes.when}>
        <Moment at={at} zone={zone} as="minute" />
      </div>
      <div>
        <p>
          {text}
          {by && <span className="soft"> {t('toldBy', { name: by })}</span>}
        </p>
        {note && <blockquote>{note}</blockquote>}
        {isAhead && changes.length > 0 && (
          <p className={classes.changes}>{changes.map((change) => change.text).join(' ')}</p>
        )}
        {why && <Why why={why} zone={zone} />}
      </div>
    </li>
  );
}
