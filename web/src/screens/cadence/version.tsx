import { Anchor } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { CadenceVersion } from '#api/types.gen';
import { PageTitle } from '../../frame/title';
import { inForceFor } from '../../shared/cadences';
import { Empty } from '../../shared/states';
import { Around, Ways, type Known } from './around';
import { isDraft, type Draft } from './document';
import { EditingContext, levelsOf } from './editing';
import { Form } from './form';
import { Differs } from './found';
import { GoesBy } from './in-force';
import classes from './cadence.module.css';

const route = getRouteApi('/cadences/$id/versions/$version');

/** A cadence as it was published once, to read and to use again. */
export default function VersionPage() {
  const { id, version } = route.useParams();
  const { program } = route.useSearch();
  return (
    <Around id={id} code={program}>
      {(known) => <Page key={`${id} ${version}`} known={known} number={Number(version)} />}
    </Around>
  );
}

function Page({ known, number }: { known: Known; number: number }) {
  const t = useTranslations('cadence.versions');
  const { cadence, cadences } = known;
  const version = cadences
    .find(({ id }) => id === cadence.id)
    ?.versions.find((one) => one.version === number);
  if (!version) return <Empty title={t('none')}>{t('noneText', { cadence: cadence.name })}</Empty>;
  return (
    <div className={classes.page}>
      <PageTitle>{t('versionTitle', { cadence: cadence.name, version: number })}</PageTitle>
      <Ways known={known} />
      <Published known={known} version={version} />
    </div>
  );
}

function Published({
  known: { cadence, cadences, program, capabilities },
  version,
}: {
  known: Known;
  version: CadenceVersion;
}) {
  const t = useTranslations('cadence.versions');
  const document: Draft = isDraft(version.document) ? version.document : {};
  const inForce = program && inForceFor(program, cadences);
  return (
    <>
      {program && <GoesBy program={program} inForce={inForce} name={cadence.name} offered={version} />}
      <p className="soft">
        {t.rich('forGood', {
          link: (chunks) => (
            <Anchor
              underline="always"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/cadences/$id"
                  params={{ id: cadence.id }}
                  search={program === null ? {} : { program: program.code }}
                />
              )}
            >
              {chunks}
            </Anchor>
          ),
        })}
      </p>
      <div className={classes.read}>
        {inForce && inForce.version.id !== version.id && <Differs draft={document} inForce={inForce} />}
        <EditingContext
          value={{
            draft: document,
            clock: document.clock === 'calendar' ? 'calendar' : 'working',
            problems: [],
            levels: levelsOf(capabilities),
            write: () => undefined,
            isPublished: true,
          }}
        >
          <Form />
        </EditingContext>
      </div>
    </>
  );
}
