import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsMapOptions } from '#api/@tanstack/react-query.gen';
import type { InsightMap } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { isShown, useSaying, type Figure } from './figure';
import type { Period, Scope } from './headline';
import { behind, Evidence, Rows, RowsNote, type Behind } from './rows';
import { MAP_KPIS, type MapKpi } from './search';

/** One figure by region and capability: a square as large as there are reps, as dark as the share; and both in words. */
export function FigureMap({
  scope,
  kpi,
  onKpi,
}: {
  scope: Scope & Period;
  kpi: MapKpi;
  onKpi: (kpi: MapKpi) => void;
}) {
  const t = useTranslations('adoption');
  const names = useTranslations('kpi');
  const query = useQuery(insightsMapOptions({ query: { ...scope, kpi } }));
  return (
    <section aria-labelledby="map">
      <div className={classes.head}>
        <h2 id="map">
          <span className={classes.onScreen}>{t('map.title')}</span>
          <span className={classes.printed}>{t('map.printed', { kpi: names(kpi) })}</span>
        </h2>
        <NativeSelect
          className={classes.onScreen}
          aria-label={t('map.kpi')}
          value={kpi}
          data={MAP_KPIS.map((value) => ({ value, label: names(value) }))}
          onChange={({ currentTarget: { value } }) => onKpi(value as MapKpi)}
        />
      </div>
      <Legend />
      <Evidence kpi={kpi} />
      <Loaded query={query} lines={8}>
        {(map) =>
          map.whole.length === 0 ? <p className="soft">{t('suppressed.nothingYet')}</p> : <Table map={map} />
        }
      </Loaded>
      <div className={classes.onScreen}>
        <RowsNote />
      </div>
    </section>
  );
}

function Legend() {
  const t = useTranslations('adoption.map');
  return (
    <p className={`${classes.legend} soft`}>
      <span>
        <Square share={0.1} size={1} />
        <Square share={0.5} size={1} />
        <Square share={0.9} size={1} /> {t('shade')}
      </span>
      <span>
        <Square share={0.5} size={0.3} />
        <Square share={0.5} size={1} /> {t('size')}
      </span>
      <span>
        <span className={`${classes.square} ${classes.few}`} aria-hidden /> {t('few')}
      </span>
      <span>
        <span className={`${classes.square} ${classes.none}`} aria-hidden /> {t('none')}
      </span>
    </p>
  );
}

function Table({ map: { kpi, cells, together, whole } }: { map: InsightMap }) {
  const t = useTranslations('adoption');
  const say = useSaying();
  const names = useTranslations('kpi');
  const capabilities = whole.map(({ capability }) => capability);
  const regions = [
    ...new Set([...cells.map(({ region }) => region), ...together.flatMap((one) => one.regions)]),
  ].sort((a, b) => a.localeCompare(b));
  const shown = [...cells, ...together].map(({ figure }) => figure).filter(isShown);
  const most = Math.max(1, ...shown.map(({ reps }) => reps));
  const isTogether = (capability: string, region: string): boolean =>
    together.some((one) => one.capability.id === capability && one.regions.includes(region));
  const inRegion = (capability: string, region: string): Figure | undefined =>
    cells.find((cell) => cell.capability.id === capability && cell.region === region)?.figure;
  return (
    <div className={classes.box} tabIndex={0} role="region" aria-label={names(kpi)}>
      <table className={classes.map}>
        <thead>
          <tr>
            <th scope="col">{t('map.region')}</th>
            {capabilities.map(({ id, code }) => (
              <th scope="col" key={id}>
                {say.capability(code)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {regions.map((region) => (
            <tr key={region}>
              <th scope="row">{say.region(region)}</th>
              {capabilities.map(({ id, code }) => {
                const figure = inRegion(id, region);
                return (
                  <td key={id}>
                    {figure === undefined && isTogether(id, region) ? (
                      <Hatched says={t('map.together')} />
                    ) : (
                      <Cell figure={figure} most={most} of={behind(kpi, { capability: code, region })} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          {together.length > 0 && (
            <tr>
              <th scope="row">{t('map.several')}</th>
              {capabilities.map(({ id }) => (
                <td key={id}>
                  {together
                    .filter((one) => one.capability.id === id)
                    .map((one, index) => (
                      <div key={index}>
                        <Cell figure={one.figure} most={most} />
                        <span className={`${classes.regions} soft`}>
                          {say.list(one.regions.map(say.region))}
                        </span>
                      </div>
                    ))}
                </td>
              ))}
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('map.whole')}</th>
            {whole.map(({ capability, figure }) => (
              <td key={capability.id}>
                {isShown(figure) ? (
                  <Numbers figure={figure} of={behind(kpi, { capability: capability.code })} />
                ) : (
                  <Cell figure={figure} most={most} />
                )}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** A figure with its square; `of`: which enrolments its numbers lead to, if there is a list of them. */
function Cell({ figure, most, of }: { figure: Figure | undefined; most: number; of?: Behind | null }) {
  const t = useTranslations('adoption');
  if (figure === undefined || (!isShown(figure) && figure.suppressed === 'nothingYet'))
    return (
      <span className={classes.cell}>
        <span className={`${classes.square} ${classes.none}`} aria-hidden />
        <span className="soft">{t('map.none')}</span>
      </span>
    );
  if (!isShown(figure)) return <Hatched says={t(`suppressed.${figure.suppressed}`)} />;
  return (
    <span className={classes.cell}>
      <Square share={figure.share} size={Math.sqrt(figure.reps / most)} />
      <Numbers figure={figure} of={of} />
    </span>
  );
}

function Numbers({
  figure,
  of: rows,
}: {
  figure: Extract<Figure, { share: number }>;
  of: Behind | null | undefined;
}) {
  const { share, numerator, of } = figure;
  const t = useTranslations('adoption');
  const say = useSaying();
  const numbers = t('map.of', { numerator, of });
  return (
    <span>
      <strong>{say.percent(share)}</strong>{' '}
      <span className="soft">{rows ? <Rows of={rows}>{numbers}</Rows> : numbers}</span>
    </span>
  );
}

function Hatched({ says }: { says: string }) {
  return (
    <span className={classes.cell}>
      <span className={`${classes.square} ${classes.few}`} aria-hidden />
      <span className="soft">{says}</span>
    </span>
  );
}

/** The words beside it say the same. */
function Square({ share, size }: { share: number; size: number }) {
  return (
    <span className={classes.square} aria-hidden>
      <span
        className={classes.shade}
        style={{ '--share': share, '--size': Math.max(0.25, size) } as React.CSSProperties}
      />
    </span>
  );
}
