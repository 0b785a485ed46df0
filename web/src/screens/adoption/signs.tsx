import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsBeyondSelfReportOptions } from '#api/@tanstack/react-query.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { Definition, isShown, useSaying } from './figure';
import type { Period, Scope } from './headline';
import { Rows } from './rows';

/** Signs that coaching is performed for the visit, each with its count of reps. */
export function Signs({ scope }: { scope: Scope & Period }) {
  const t = useTranslations('adoption');
  const names = useTranslations('kpi');
  const say = useSaying();
  const query = useQuery(insightsBeyondSelfReportOptions({ query: { ...scope } }));
  return (
    <section aria-labelledby="signs">
      <h2 id="signs">{t('signs.title')}</h2>
      <p className="soft">{t('signs.text')}</p>
      <Loaded query={query} lines={6}>
        {({ signs }) => (
          <ul className={classes.signs}>
            {signs.map(({ sign, figure }) => (
              <li key={sign}>
                <Definition kpi={sign}>{names(sign)}</Definition>
                <span className={`soft ${classes.next}`}>{t(`signs.${sign}`)}</span>
                {isShown(figure) ? (
                  <Rows of={{ figure: sign }}>
                    {t('signs.count', {
                      numerator: figure.numerator,
                      of: figure.of,
                      share: say.percent(figure.share),
                      low: say.percent(figure.low),
                      high: say.percent(figure.high),
                    })}
                  </Rows>
                ) : (
                  <span className="soft">{t(`suppressed.${figure.suppressed}`)}</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
