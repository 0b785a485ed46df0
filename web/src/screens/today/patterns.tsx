import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { patternsGetOptions } from '#api/@tanstack/react-query.gen';
import type { FeedbackPatterns } from '#api/types.gen';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import classes from './today.module.css';

type Found = NonNullable<FeedbackPatterns['patterns']>;

/**
 * What somebody's own feedback has in it, for their eyes alone.
 * @param isAside coaching is not the first thing that they are here for: it stands here once they have written
 */
export function Patterns({ isAside }: { isAside: boolean }) {
  const t = useTranslations('patterns');
  const own = useQuery(patternsGetOptions());
  if (isAside && !own.data?.reports) return null;
  return (
    <section aria-labelledby="patterns" className={classes.section}>
      <h2 id="patterns">{t('title')}</h2>
      <p className={classes.small}>{t('private')}</p>
      <Loaded query={own} lines={2}>
        {({ reports, least, patterns }) =>
          patterns === null ? (
            <p>{t('few', { reports, least })}</p>
          ) : (
            <>
              <p>
                {t('sentence', { looked: patterns.looked, seen: patterns.seen, next: patterns.nextStep })}
              </p>
              <p>{t('connected', { looked: patterns.looked, connected: patterns.connected })}</p>
              <Examples examples={patterns.examples} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Examples({ examples }: { examples: Found['examples'] }) {
  const t = useTranslations('patterns');
  const help = useTranslations('quality.help');
  return (
    <details className={classes.examples}>
      <summary>{t('examples', { count: examples.length })}</summary>
      <ul>
        {examples.map((one) => (
          <li key={`${one.enrolment} ${one.givenAt}`} dir="auto">
            <p className={classes.small}>
              {one.rep.name} · {one.capability} · <Moment at={one.givenAt} />
            </p>
            {[one.evidence, one.suggestion]
              .filter((text) => text !== '')
              .map((text) => (
                <blockquote key={text}>{text}</blockquote>
              ))}
            <p>{help(one.help ?? 'none')}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
