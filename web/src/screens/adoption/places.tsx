import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsPlacesOptions } from '#api/@tanstack/react-query.gen';
import type { InsightPlaces } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown, useSaying } from './figure';
import type { Period, Scope } from './headline';
import { Why } from './reasons';
import { Evidence, RowsNote } from './rows';

type Place = InsightPlaces['intervene'][number];
/** One sentence of those that are said of a place. */
type Reason = Place['also'][number];

/** So many stand there at once; the rest unfolds. */
const FIRST = 3;

/** Where to intervene, and what works: sentences, the surest difference first. */
export function Places({ scope }: { scope: Scope & Period }) {
  const t = useTranslations('adoption');
  const query = useQuery(insightsPlacesOptions({ query: { ...scope } }));
  return (
    <Loaded query={query} lines={6}>
      {({ intervene, works }) => (
        <div className={classes.two}>
          <section aria-labelledby="intervene">
            <h2 id="intervene">{t('intervene')}</h2>
            <Ranked places={intervene} none={t('noIntervene')} />
          </section>
          <section aria-labelledby="works">
            <h2 id="works">{t('works')}</h2>
            <Ranked places={works} none={t('noWorks')} />
            {works.length > 0 && <p className="soft">{t('observed')}</p>}
          </section>
        </div>
      )}
    </Loaded>
  );
}

function Ranked({ places, none }: { places: readonly Place[]; none: string }) {
  const t = useTranslations('adoption');
  if (places.length === 0) return <p className="soft">{none}</p>;
  const list = (from: number, to?: number) => (
    <ol className={classes.ranked} start={from + 1}>
      {places.slice(from, to).map((place) => (
        <Sentence key={`${place.capability.id} ${place.region}`} place={place} />
      ))}
    </ol>
  );
  return (
    <>
      {list(0, FIRST)}
      {places.length > FIRST && (
        <details>
          <summary>{t('more', { count: places.length - FIRST })}</summary>
          {list(FIRST)}
        </details>
      )}
    </>
  );
}

function Sentence({ place: { capability, region, also, reasons, ...surest } }: { place: Place }) {
  const t = useTranslations('adoption');
  const say = useSaying();
  const where = { capability: capability.code, region };
  const kpis = new Set([surest, ...also].map(kpiOf));
  return (
    <li>
      <strong>
        {say.region(region)}, {say.capability(capability.code)}
      </strong>
      {[surest, ...also].map((one) => (
        <Because key={one.because} of={one} />
      ))}
      <details>
        <summary>{t('evidence')}</summary>
        {[surest, ...also].map((one) => (
          <Between key={one.because} of={one} />
        ))}
        <Why reasons={reasons} of={where} />
        {[...kpis].map((kpi) => (
          <Evidence key={kpi} kpi={kpi} of={where} />
        ))}
        <RowsNote />
      </details>
    </li>
  );
}

const kpiOf = ({ because }: Reason): 'adopted' | 'stalled' =>
  because === 'adoptedAboveRest' ? 'adopted' : 'stalled';

function Because({ of: { because, figure, against, difference } }: { of: Reason }) {
  const t = useTranslations('adoption');
  const say = useSaying();
  if (!isShown(figure) || !isShown(against)) return null;
  return (
    <p>
      {t(`because.${because}`, {
        numerator: figure.numerator,
        of: figure.of,
        share: say.percent(figure.share),
        against: say.percent(against.share),
      })}{' '}
      {difference.withinNoise && <span className="soft">{t('withinNoise')}</span>}
    </p>
  );
}

function Between({ of: { figure, against } }: { of: Reason }) {
  const t = useTranslations('adoption');
  const say = useSaying();
  if (!isShown(figure) || !isShown(against)) return null;
  return (
    <p>
      {t('between', {
        low: say.percent(figure.low),
        high: say.percent(figure.high),
        numerator: against.numerator,
        of: against.of,
      })}
    </p>
  );
}
