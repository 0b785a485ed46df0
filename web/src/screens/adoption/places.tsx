import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsPlacesOptions } from '#api/@tanstack/react-query.gen';
import type { InsightPlaces } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown, useSaying } from './figure';
import type { Scope } from './headline';
import { Why } from './reasons';
import { Evidence, RowsNote } from './rows';

type Place = InsightPlaces['intervene'][number];

/** So many stand there at once; the rest unfolds. */
const FIRST = 3;

/** Where to intervene, and what works: sentences, the surest difference first. */
export function Places({ scope }: { scope: Scope }) {
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
        <Sentence key={`${place.because} ${place.capability.id} ${place.region}`} place={place} />
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

function Sentence({
  place: { because, capability, region, figure, against, difference, reasons },
}: {
  place: Place;
}) {
  const t = useTranslations('adoption');
  const say = useSaying();
  if (!isShown(figure) || !isShown(against)) return null;
  return (
    <li>
      <strong>
        {say.region(region)}, {say.capability(capability.code)}
      </strong>
      <p>
        {t(`because.${because}`, {
          numerator: figure.numerator,
          of: figure.of,
          share: say.percent(figure.share),
          against: say.percent(against.share),
        })}{' '}
        {difference.withinNoise && <span className="soft">{t('withinNoise')}</span>}
      </p>
      <details>
        <summary>{t('evidence')}</summary>
        <p>
          {t('between', {
            low: say.percent(figure.low),
            high: say.percent(figure.high),
            numerator: against.numerator,
            of: against.of,
          })}
        </p>
        <Why reasons={reasons} of={{ capability: capability.code, region }} />
        <Evidence
          kpi={because === 'adoptedAboveRest' ? 'adopted' : 'stalled'}
          of={{ capability: capability.code, region }}
        />
        <RowsNote />
      </details>
    </li>
  );
}
