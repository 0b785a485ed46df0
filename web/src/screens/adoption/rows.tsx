import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';
import { seesEnrolments, seesWhatWasRaised } from '../../frame/places';
import { useSession } from '../../frame/session';
import type { ListSearch } from '../enrolments/search';
import classes from './adoption.module.css';
import { Measure, type KpiName } from './figure';

/** Which of the enrolments that the page is about, by what the list can be narrowed to. */
export type Narrowed = Pick<ListSearch, 'capability' | 'region' | 'stalled' | 'stallReason'>;

/** What the page is about, as the list of enrolments calls it. */
export const PageScope = createContext<Pick<ListSearch, 'program' | 'capability'>>({});

/** Which of all enrolments stand behind a figure. What is measured otherwise is not narrowed by it. */
export const behind = (kpi: KpiName, of: Narrowed = {}): Narrowed =>
  kpi === 'stalled' ? { ...of, stalled: 'true' } : of;

/** The list behind a figure; null: it is of those whose region is not known, for whom the list has no filter. */
function useList({ region, ...of }: Narrowed): ListSearch | null {
  const page = use(PageScope);
  return region === '' ? null : { ...page, ...of, ...(region !== undefined && { region }) };
}

const useSees = (): boolean => seesEnrolments(useSession().places);

/** Numbers that lead to the enrolments behind them, for whoever may see enrolments. */
export function Rows({ of, children }: { of: Narrowed; children: string }) {
  const t = useTranslations('adoption.rows');
  const list = useList(of);
  if (!useSees() || list === null) return children;
  return (
    <Anchor
      inherit
      aria-label={t('of', { what: children })}
      renderRoot={(props) => <Link {...props} to="/enrolments" search={list} />}
    >
      {children}
    </Anchor>
  );
}

/** How a figure is measured, and the enrolments behind it. */
export function Evidence({ kpi, of = {} }: { kpi: KpiName; of?: Narrowed }) {
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
  const which = !seesEnrolments(places) ? 'notYours' : seesWhatWasRaised(places) ? 'raised' : 'today';
  return <p className="soft">{t(which)}</p>;
}
