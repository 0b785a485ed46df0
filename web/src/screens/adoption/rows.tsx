import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';
import { leadsReps, seesRows } from '../../frame/places';
import { useSession } from '../../frame/session';
import type { ListSearch } from '../enrolments/search';
import classes from './adoption.module.css';
import { Measure, type KpiName } from './figure';

/** By what a figure is cut; `asOf` undefined: the newest, whatever week the page is about. */
export type Cut = Pick<ListSearch, 'capability' | 'region' | 'function'> & {
  contentVersion?: string | undefined;
  asOf?: string | undefined;
};
/** A figure, and by what it is cut: so the list of enrolments finds those whom it counts. */
export type Behind = Cut &
  Pick<ListSearch, 'anchor' | 'answer' | 'counted'> &
  Required<Pick<ListSearch, 'figure'>>;

/** What stands behind a figure; null: what reps are asked without a name leads back to nobody. */
export const behind = (figure: KpiName, of: Cut = {}): Behind | null =>
  figure === 'seenByReps' ? null : { ...of, figure };

/** What the page is about, as the list of enrolments calls it; `asOf`: of which week. */
export const PageScope = createContext<Pick<ListSearch, 'program' | 'capability' | 'asOf'>>({});

/** A day of a period, whether that is a week by its Monday or a month. */
export const dayOf = (period: string): string => (period.length === 7 ? `${period}-15` : period);

/** The list behind a figure; null: there is none, or it is of those whose region is not known, for whom there is no filter. */
function useList(of: Behind | null): ListSearch | null {
  const page = use(PageScope);
  if (of === null || of.region === '' || page.program === undefined) return null;
  return Object.fromEntries(
    Object.entries({ ...page, ...of }).filter(([, value]) => value !== undefined),
  ) as ListSearch;
}

const useSees = (): boolean => seesRows(useSession().places);

/** Numbers that lead to the enrolments behind them, for whoever may see some of them; `says`: where they do not say what they count. */
export function Rows({ of, says, children }: { of: Behind | null; says?: string; children: string }) {
  const t = useTranslations('adoption.rows');
  const list = useList(of);
  if (!useSees() || list === null) return children;
  return (
    <Anchor
      inherit
      aria-label={t('of', { what: says ?? children })}
      renderRoot={(props) => <Link {...props} to="/enrolments" search={list} />}
    >
      {children}
    </Anchor>
  );
}

/** How a figure is measured, and the enrolments behind it. */
export function Evidence({ kpi, of = {} }: { kpi: KpiName; of?: Cut }) {
  const t = useTranslations('adoption.rows');
  const list = useList(behind(kpi, of));
  return (
    <p className={classes.evidence}>
      <Measure kpi={kpi} />
      {useSees() && list !== null && (
        <Anchor inherit renderRoot={(props) => <Link {...props} to="/enrolments" search={list} />}>
          {t('behind')}
        </Anchor>
      )}
    </p>
  );
}

/** Where numbers lead, or why they lead no further for whoever sees figures alone. */
export function RowsNote() {
  const t = useTranslations('adoption.rows');
  const { places } = useSession();
  const which = !seesRows(places) ? 'notYours' : leadsReps(places) ? 'yours' : 'raised';
  return <p className="soft">{t(which)}</p>;
}
