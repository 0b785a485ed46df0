import { Anchor, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import {
  cadencesGetOptions,
  capabilitiesListOptions,
  programsListOptions,
} from '#api/@tanstack/react-query.gen';
import type { Cadence, Program } from '#api/types.gen';
import { ownsPrograms } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { cadencesOptions } from '../../shared/cadences';
import { Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Editor } from './editor';
import classes from './cadence.module.css';

const route = getRouteApi('/cadences/$id');
const ALL = { query: { limit: '200' } };

/** A cadence to write, to try and to publish. */
export default function CadencePage() {
  const { places } = useSession();
  if (!ownsPrograms(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="cadence">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const { id } = route.useParams();
  const cadence = useQuery({ ...cadencesGetOptions({ path: { id } }), gcTime: 0 });
  return (
    <Loaded query={cadence} lines={10} isPage>
      {(read) => <Around key={id} cadence={read} />}
    </Loaded>
  );
}

/** What is asked once beside it: programs, what was published, and the levels of rubrics. */
function Around({ cadence }: { cadence: Cadence }) {
  const t = useTranslations('cadence');
  const { person } = useSession();
  const { program: code } = route.useSearch();
  const programs = useQuery(programsListOptions(ALL));
  const cadences = useQuery(cadencesOptions());
  const capabilities = useQuery({ ...capabilitiesListOptions(ALL), staleTime: Infinity });
  return (
    <div className={classes.page}>
      <PageTitle>{cadence.name}</PageTitle>
      <Anchor renderRoot={(props) => <Link {...props} to="/programs" />}>{t('programs')}</Anchor>
      <Loaded query={programs}>
        {({ items }) => {
          const own = items.filter(({ ownerId }) => ownerId === person.id);
          const program = own.find((one) => one.code === code) ?? own[0] ?? null;
          return (
            <>
              <Programs own={own} chosen={program} />
              <Loaded query={cadences}>
                {(known) => (
                  <Loaded query={capabilities}>
                    {(all) => (
                      <Editor
                        cadence={cadence}
                        cadences={known}
                        program={program}
                        capabilities={all.items.filter(({ id }) =>
                          program?.capabilities.some((one) => one.capabilityId === id),
                        )}
                      />
                    )}
                  </Loaded>
                )}
              </Loaded>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

/** For which of their programs it is looked at. */
function Programs({ own, chosen }: { own: readonly Program[]; chosen: Program | null }) {
  const t = useTranslations('cadence');
  const navigate = route.useNavigate();
  if (own.length < 2) return null;
  return (
    <NativeSelect
      maw={400}
      label={t('program')}
      value={chosen?.code ?? ''}
      data={own.map(({ code, name }) => ({ value: code, label: name }))}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ search: { program: value }, replace: true, resetScroll: false })
      }
    />
  );
}
