import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { programsListOptions } from '#api/@tanstack/react-query.gen';
import type { Program } from '#api/types.gen';
import { ownsPrograms } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { cadencesOptions, inForceFor, type CadenceWithVersions } from '../../shared/cadences';
import { Empty, Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Cadences } from './cadences';
import { OneProgram } from './program';
import classes from './programs.module.css';

/** The programs of whoever owns some: how far they are, and by which cadence they go. */
export default function Programs() {
  const { places } = useSession();
  if (!ownsPrograms(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="cadence">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('programs');
  const { person } = useSession();
  const programs = useQuery(programsListOptions({ query: { limit: '200' } }));
  const cadences = useQuery(cadencesOptions());
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Loaded query={programs}>
        {({ items }) => (
          <Loaded query={cadences}>
            {(known) => <List own={items.filter(({ ownerId }) => ownerId === person.id)} cadences={known} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

function List({ own, cadences }: { own: readonly Program[]; cadences: readonly CadenceWithVersions[] }) {
  const t = useTranslations('programs');
  if (own.length === 0) return <Empty title={t('none')}>{t('noneText')}</Empty>;
  return (
    <div className={classes.page}>
      {own.map((program) => (
        <OneProgram
          key={program.id}
          program={program}
          inForce={inForceFor(program, cadences)}
          cadences={cadences}
        />
      ))}
      <Cadences cadences={cadences} program={own[0]!.code} />
    </div>
  );
}
