import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsFiguresOptions } from '#api/@tanstack/react-query.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { Definition, isShown, useSaying } from './figure';
import { Rows } from './rows';
import type { MapKpi } from './search';

/** What is asked of all figures of the page. */
export interface Scope {
  program: string;
  capability?: string;
}
export type Period = { to?: string };

/** The three figures that the page begins with. */
export function Headline({ scope }: { scope: Scope & Period }) {
  return (
    <dl className={classes.headline}>
      {(['adopted', 'stalled', 'firstSeen'] as const).map((kpi) => (
        <Figure key={kpi} kpi={kpi} scope={scope} />
      ))}
    </dl>
  );
}

function Figure({ kpi, scope }: { kpi: MapKpi; scope: Scope & Period }) {
  const t = useTranslations('adoption');
  const names = useTranslations('kpi');
  const say = useSaying();
  const query = useQuery(insightsFiguresOptions({ query: { ...scope, kpi } }));
  return (
    <div>
      <dt>
        <Definition kpi={kpi}>{names(kpi)}</Definition>
      </dt>
      <dd>
        <Loaded query={query} lines={2}>
          {({ whole }) => {
            if (!isShown(whole)) return <p className="soft">{t(`suppressed.${whole.suppressed}`)}</p>;
            const { mixed, suppressed, untold } = whole.leftOut;
            const leftOut = mixed + suppressed + untold;
            return (
              <>
                <strong className={classes.large}>{say.percent(whole.share)}</strong>
                <span>
                  <Rows
                    of={{ figure: kpi }}
                    says={`${names(kpi)}: ${t('of', { numerator: whole.numerator, of: whole.of })}`}
                  >
                    {t('of', { numerator: whole.numerator, of: whole.of })}
                  </Rows>
                </span>
                {leftOut > 0 && <span className="soft">{t('leftOut', { count: leftOut })}</span>}
              </>
            );
          }}
        </Loaded>
      </dd>
    </div>
  );
}
