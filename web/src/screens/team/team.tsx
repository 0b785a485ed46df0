import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { enrolmentsGridOptions, programsListOptions } from '#api/@tanstack/react-query.gen';
import type { Grid as GridData } from '#api/types.gen';
import { PageTitle } from '../../frame/title';
import { Empty, Loaded } from '../../shared/states';
import { Grid } from './grid';
import classes from './team.module.css';

const route = getRouteApi('/team');

/** Reps × capabilities, with where each stands. */
export default function Team() {
  const t = useTranslations('team');
  const { program } = route.useSearch();
  const grid = useQuery(enrolmentsGridOptions({ query: { program } }));
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Loaded query={grid} lines={10} isLarge>
        {(data) =>
          data.rows.length === 0 && program === undefined ? (
            <Empty title={t('none')}>{t('noneText')}</Empty>
          ) : (
            <>
              <div className={classes.head}>
                <Summary grid={data} />
                <ProgramChoice />
              </div>
              {!data.complete && <p className="soft">{t('cut')}</p>}
              <Grid grid={data} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** What the grid comes to, in a sentence. */
function Summary({ grid: { rows, capabilities } }: { grid: GridData }) {
  const t = useTranslations('team');
  const cells = rows.flatMap((row) => row.cells).filter((cell) => cell !== null);
  return (
    <p className={classes.summary}>
      {t('summary', {
        reps: rows.length,
        capabilities: capabilities.length,
        stalled: cells.filter(({ glance }) => glance === 'stalled').length,
        adopted: cells.filter(({ glance }) => glance === 'adopted' || glance === 'sustained').length,
        cells: cells.length,
      })}
    </p>
  );
}

function ProgramChoice() {
  const t = useTranslations('team');
  const { program } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery({ ...programsListOptions({ query: { limit: '200' } }), staleTime: Infinity });
  if (!data || (data.items.length < 2 && program === undefined)) return null;
  return (
    <NativeSelect
      aria-label={t('program')}
      data={[
        { value: '', label: t('allPrograms') },
        ...data.items.map(({ code, name }) => ({ value: code, label: name })),
      ]}
      value={program ?? ''}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ search: value === '' ? {} : { program: value }, replace: true })
      }
    />
  );
}
