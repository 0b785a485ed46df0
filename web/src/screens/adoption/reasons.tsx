import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { insightsReasonsOptions } from '#api/@tanstack/react-query.gen';
import type { InsightReasons } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown } from './figure';
import type { Period, Scope } from './headline';
import { Evidence, Rows, type Cut } from './rows';

/** Why coaching stalls, who can help and how; `of`: where. */
export function Why({ reasons, of = {} }: { reasons: InsightReasons['reasons']; of?: Cut }) {
  const t = useTranslations();
  const format = useFormatter();
  return (
    <ul className={classes.reasons}>
      {reasons.map(({ reason, count, clearer }) => (
        <li key={reason}>
          <span className={classes.count}>
            <Rows
              of={{ ...of, figure: 'stalled', answer: reason }}
              says={`${t(`stall.${reason}`)}: ${format.number(count)}`}
            >
              {format.number(count)}
            </Rows>
          </span>
          <span>
            {t(`stall.${reason}`)}
            <span className={`soft ${classes.next}`}>
              {t('adoption.next', { who: t(`adoption.who.${clearer}`), step: t(`nextStep.${reason}`) })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Reasons({ scope }: { scope: Scope & Period }) {
  const t = useTranslations('adoption');
  const query = useQuery(insightsReasonsOptions({ query: { ...scope } }));
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{t('reasons')}</h2>
      <Loaded query={query} lines={4}>
        {({ figure, reasons, unsaid }) =>
          isShown(figure) ? (
            <>
              <p className="soft">
                <Rows of={{ figure: 'stalled' }}>
                  {t('stalledOf', { numerator: figure.numerator, of: figure.of })}
                </Rows>
              </p>
              <Why reasons={reasons} />
              {unsaid > 0 && (
                <p className="soft">
                  {reasons.length === 0 ? t('allUnsaid') : t('unsaid', { count: unsaid })}
                </p>
              )}
              <Evidence kpi="stalled" />
            </>
          ) : (
            <p className="soft">{t(`suppressed.${figure.suppressed}`)}</p>
          )
        }
      </Loaded>
    </section>
  );
}
