import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { insightsBeyondSelfReportOptions } from '#api/@tanstack/react-query.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown } from './figure';
import type { Period, Scope } from './headline';
import { Evidence, Rows, type Behind } from './rows';

const KINDS = ['logged', 'confirmed', 'disputed', 'unanswered', 'unsaid'] as const;
type Kind = (typeof KINDS)[number];

/** The enrolments to which observations belong that stand under it. */
const BEHIND: Readonly<Record<Kind, Behind | null>> = {
  logged: { figure: 'confirmed', counted: 'true' },
  confirmed: { figure: 'confirmed' },
  disputed: { figure: 'confirmed', answer: 'disputed' },
  unanswered: { figure: 'confirmed', answer: 'unanswered' },
  unsaid: null,
};

/** None is said only where it is known: beside what cannot be told apart it is not. */
const isTold = (kind: Kind, counts: Readonly<Record<Kind, number>>): boolean =>
  counts[kind] > 0 || (kind !== 'unsaid' && counts.unsaid === 0);

/** What is logged beside what somebody else than the manager confirmed. */
export function Truth({ scope }: { scope: Scope & Period }) {
  const t = useTranslations('adoption');
  const format = useFormatter();
  const query = useQuery(insightsBeyondSelfReportOptions({ query: { ...scope } }));
  return (
    <section aria-labelledby="truth">
      <h2 id="truth">{t('truth.title')}</h2>
      <Loaded query={query} lines={4}>
        {({ figure, ...counts }) =>
          isShown(figure) ? (
            <>
              <dl className={classes.counts}>
                {KINDS.filter((kind) => isTold(kind, counts)).map((kind) => (
                  <div key={kind}>
                    <dt>{t(`truth.${kind}`)}</dt>
                    <dd>
                      <Rows of={BEHIND[kind]} says={`${t(`truth.${kind}`)}: ${format.number(counts[kind])}`}>
                        {format.number(counts[kind])}
                      </Rows>
                    </dd>
                  </div>
                ))}
              </dl>
              <Evidence kpi="confirmed" />
            </>
          ) : (
            <p className="soft">{t(`suppressed.${figure.suppressed}`)}</p>
          )
        }
      </Loaded>
    </section>
  );
}
