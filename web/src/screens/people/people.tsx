import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { peopleGetOptions } from '#api/@tanstack/react-query.gen';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { PersonSearch } from '../../shared/person-search';
import { Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { OnePerson } from './person';
import classes from './people.module.css';

const route = getRouteApi('/people');

/** One person at a time: when they work, who leads them, who stands in, and when they are away. */
export default function People() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="keeping">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('people');
  const { person } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <PersonSearch label={t('find')} choose={({ id }) => void navigate({ search: { person: id } })} />
      {person !== undefined && <Found key={person} id={person} />}
    </>
  );
}

function Found({ id }: { id: string }) {
  const query = useQuery(peopleGetOptions({ path: { id } }));
  return (
    <Loaded query={query} lines={10}>
      {(person) => <OnePerson person={person} />}
    </Loaded>
  );
}
