import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { enrolmentsGetOptions } from '#api/@tanstack/react-query.gen';
import { useTranslations } from 'use-intl';
import { statusOf } from '../../api/problem';
import { answersFor } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Sides } from '../../shared/sides/sides';
import { Empty, Loaded } from '../../shared/states';
import { Head } from './head';
import { Now } from './now';
import { Seen } from './seen';
import { TimelineSection } from './timeline';

const route = getRouteApi('/enrolments/$id');

/** What a message about a fault in the data leads to. Once that is mended the loop is not for whoever was told of it. */
const MENDING: ReadonlySet<string> = new Set(['assignManager', 'mendContact', 'freeVisitDays']);

/** One enrolment, for whoever may see it: where it stands, what was seen and agreed, what happened and what comes. */
export default function EnrolmentPage() {
  const { id } = route.useParams();
  const { do: act } = route.useSearch();
  const { person, places } = useSession();
  const t = useTranslations('acts.mended');
  const enrolment = useQuery(enrolmentsGetOptions({ path: { id } }));
  if (act !== undefined && MENDING.has(act) && answersFor(places)) {
    if (enrolment.error && statusOf(enrolment.error) === 403)
      return (
        <Empty isPage title={t('title')}>
          {t('text')}
        </Empty>
      );
    if (enrolment.data)
      return <Navigate to="/unreachable" search={{ program: enrolment.data.program.code }} replace />;
  }
  return (
    <Loaded query={enrolment} lines={10} isPage isLarge>
      {(data) => (
        <>
          <Head enrolment={data} />
          <Now id={id} />
          <Seen enrolment={data} isMine={data.rep.id === person.id} />
          <Sides
            enrolment={data}
            now={enrolment.dataUpdatedAt}
            isMine={data.rep.id === person.id}
            heading="h2"
          />
          <TimelineSection id={id} zone={data.rep.zone} />
        </>
      )}
    </Loaded>
  );
}
