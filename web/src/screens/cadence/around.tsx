import { Anchor, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import {
  cadencesGetOptions,
  capabilitiesListOptions,
  programsListOptions,
} from '#api/@tanstack/react-query.gen';
import type { Cadence, Capability, Program } from '#api/types.gen';
import { ownsPrograms } from '../../frame/places';
import { useSession } from '../../frame/session';
import { cadencesOptions, type CadenceWithVersions } from '../../shared/cadences';
import { Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import classes from './cadence.module.css';

/** For whichever program, and not what lies below it. */
const HERE = { exact: true, includeSearch: false };
const ALL = { query: { limit: '200' } };

/** A cadence with what stands around it: programs, what was published, and the rubrics of the chosen program. */
export interface Known {
  cadence: Cadence;
  cadences: readonly CadenceWithVersions[];
  /** All programs of whoever looks. */
  own: readonly Program[];
  /** For which it is looked at; null: nobody of theirs. */
  program: Program | null;
  capabilities: readonly Capability[];
}

interface Asked {
  id: string;
  /** Of the program, as it stands in the address. */
  code: string | undefined;
  children: (known: Known) => ReactNode;
}

/** What an owner of programs sees of a cadence, once all of it is known. */
export function Around(asked: Asked) {
  const { places } = useSession();
  if (!ownsPrograms(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="cadence">
      <Asking {...asked} />
    </MoreWords>
  );
}

function Asking({ id, code, children }: Asked) {
  const { person } = useSession();
  const cadence = useQuery({ ...cadencesGetOptions({ path: { id } }), gcTime: 0 });
  const programs = useQuery(programsListOptions(ALL));
  const cadences = useQuery(cadencesOptions());
  const capabilities = useQuery({ ...capabilitiesListOptions(ALL), staleTime: Infinity });
  return (
    <Loaded query={cadence} lines={10} isPage>
      {(read) => (
        <Loaded query={programs}>
          {({ items }) => {
            const own = items.filter(({ ownerId }) => ownerId === person.id);
            const program = own.find((one) => one.code === code) ?? own[0] ?? null;
            return (
              <Loaded query={cadences}>
                {(known) => (
                  <Loaded query={capabilities}>
                    {(all) =>
                      children({
                        cadence: read,
                        cadences: known,
                        own,
                        program,
                        capabilities: all.items.filter(({ id: capability }) =>
                          program?.capabilities.some(({ capabilityId }) => capabilityId === capability),
                        ),
                      })
                    }
                  </Loaded>
                )}
              </Loaded>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

/** The way back, for which program it is looked at, and everything that was published, with the draft of the next. */
export function Ways({ known: { cadence, cadences, own, program } }: { known: Known }) {
  const t = useTranslations('cadence');
  const navigate = useNavigate();
  const versions = cadences.find(({ id }) => id === cadence.id)?.versions ?? [];
  const search = program === null ? {} : { program: program.code };
  return (
    <>
      <Anchor renderRoot={(props) => <Link {...props} to="/programs" />}>{t('programs')}</Anchor>
      {own.length > 1 && (
        <NativeSelect
          maw={400}
          label={t('program')}
          value={program?.code ?? ''}
          data={own.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ to: '.', search: { program: value }, replace: true, resetScroll: false })
          }
        />
      )}
      <nav aria-label={t('versions.title')}>
        <ul className={classes.versions}>
          <li>
            <Anchor
              renderRoot={(props) => (
                <Link
                  {...props}
                  activeOptions={HERE}
                  to="/cadences/$id"
                  params={{ id: cadence.id }}
                  search={search}
                />
              )}
            >
              {t('versions.draft', { version: (versions[0]?.version ?? 0) + 1 })}
            </Anchor>
          </li>
          {versions.map(({ id, version }) => (
            <li key={id}>
              <Anchor
                renderRoot={(props) => (
                  <Link
                    {...props}
                    activeOptions={HERE}
                    to="/cadences/$id/versions/$version"
                    params={{ id: cadence.id, version: String(version) }}
                    search={search}
                  />
                )}
              >
                {t('versions.one', { version })}
              </Anchor>
              {id === program?.cadenceVersionId && <span className="soft"> {t('versions.inForce')}</span>}
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
