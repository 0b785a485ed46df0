import { Anchor, Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  alertsRulesOptions,
  capabilitiesListOptions,
  insightsKpisOptions,
} from '#api/@tanstack/react-query.gen';
import type { Capability, KpiCatalogue, Program } from '#api/types.gen';
import { setsAlertRules } from '../../../frame/places';
import { useSession } from '../../../frame/session';
import { PageTitle } from '../../../frame/title';
import { programsWithFiguresOptions, useProgramWithFigures } from '../../../shared/program-with-figures';
import { Empty, Loaded, Loading, NoPermission } from '../../../shared/states';
import { MoreWords } from '../../../words/more-words';
import classes from '../adoption.module.css';
import { CapabilityNames } from '../figure';
import { AddRule } from './add';
import { OneRule } from './rule';
import own from './rules.module.css';

const route = getRouteApi('/adoption/rules');
type Taught = Pick<Capability, 'id' | 'code' | 'name'>;

const ALL = { query: { limit: '200' } };

/** About which figures of a program one is told: its rules in sentences, for its owners to add to and to change. */
export default function Rules() {
  return (
    <MoreWords of="figures">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('adoption');
  const { program } = route.useSearch();
  const programs = useQuery(programsWithFiguresOptions());
  return (
    <>
      <PageTitle>{t('rules.title')}</PageTitle>
      <Anchor
        renderRoot={(props) => (
          <Link {...props} to="/adoption" search={program === undefined ? {} : { program }} />
        )}
      >
        {t('title')}
      </Anchor>
      <Loaded query={programs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('noProgram')}>{t('noProgramText')}</Empty>
          ) : (
            <Chosen programs={items} />
          )
        }
      </Loaded>
    </>
  );
}

/** The program of the address, else the first of which there are figures to see. */
function Chosen({ programs }: { programs: readonly Program[] }) {
  const t = useTranslations('adoption');
  const navigate = route.useNavigate();
  const { program: code } = route.useSearch();
  const { isPending, program } = useProgramWithFigures(programs, code);
  if (isPending) return <Loading lines={6} />;
  if (code === undefined && !program) return <NoPermission />;
  return (
    <>
      <div className={classes.choices}>
        <NativeSelect
          label={t('program')}
          value={program?.code ?? ''}
          data={[
            ...(program ? [] : [{ value: '', label: '' }]),
            ...programs.map((one) => ({ value: one.code, label: one.name })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: { program: value }, replace: true })
          }
        />
      </div>
      {program ? <OfProgram key={program.id} program={program} /> : <Empty title={t('unknown')} />}
    </>
  );
}

function OfProgram({ program }: { program: Program }) {
  const capabilities = useQuery({ ...capabilitiesListOptions(ALL), staleTime: Infinity });
  const catalogue = useQuery({ ...insightsKpisOptions(), staleTime: Infinity });
  const known = capabilities.data?.items;
  const names = useMemo(() => new Map(known?.map(({ code, name }) => [code, name])), [known]);
  return (
    <CapabilityNames value={names}>
      <Loaded query={capabilities}>
        {({ items }) => (
          <Loaded query={catalogue}>
            {({ kpis }) => (
              <List
                program={program.id}
                kpis={kpis}
                capabilities={items}
                taught={items.filter(({ id }) => program.capabilities.some((one) => one.capabilityId === id))}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </CapabilityNames>
  );
}

function List({
  program,
  kpis,
  capabilities,
  taught,
}: {
  program: string;
  kpis: KpiCatalogue['kpis'];
  capabilities: readonly Taught[];
  taught: readonly Taught[];
}) {
  const t = useTranslations('adoption.rules');
  const { places } = useSession();
  const mayChange = setsAlertRules(places);
  const query = useQuery(alertsRulesOptions({ path: { id: program } }));
  const [isAdding, setAdding] = useState(false);
  return (
    <Loaded query={query} lines={4}>
      {({ rules }) => (
        <div className={classes.page}>
          <p className={`${own.measure} soft`}>{t('text')}</p>
          {rules.length === 0 ? (
            <p>
              <strong>{t('none')}</strong> {t('noneText')}
            </p>
          ) : (
            <ul className={own.rules}>
              {rules.map((rule) => (
                <OneRule
                  key={rule.id}
                  program={program}
                  rule={rule}
                  told={{
                    ...rule,
                    every: kpis.find(({ kpi }) => kpi === rule.kpi)!.every,
                    capability: capabilities.find(({ id }) => id === rule.capabilityId)?.code ?? null,
                  }}
                  mayChange={mayChange}
                />
              ))}
            </ul>
          )}
          {mayChange &&
            (isAdding ? (
              <AddRule program={program} kpis={kpis} taught={taught} close={() => setAdding(false)} />
            ) : (
              <div>
                <Button onClick={() => setAdding(true)}>{t('add')}</Button>
              </div>
            ))}
        </div>
      )}
    </Loaded>
  );
}
