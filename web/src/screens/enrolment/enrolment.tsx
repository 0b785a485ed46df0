import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { enrolmentsGetOptions } from '#api/@tanstack/react-query.gen';
import { answersFor } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Sides } from '../../shared/sides/sides';
import { Loaded } from '../../shared/states';
import { Head } from './head';
import { Now } from './now';
import { Seen } from './seen';
import { TimelineSection } from './timeline';

const route = getRouteApi('/enrolments/$id');

/** What these links of a message lead to is mended where everybody whom nothing reaches stands. */
const MENDED_THERE: Readonly<Record<string, string>> = {
  assignManager: 'noManager',
  mendContact: 'unreachable',
};

/** One enrolment, for whoever may see it: where it stands, what was seen and agreed, what happened and what comes. */
export default function EnrolmentPage() {
  const { id } = route.useParams();
  const { do: act } = route.useSearch();
  const { person, places } = useSession();
  const enrolment = useQuery(enrolmentsGetOptions({ path: { id } }));
  return (
    <Loaded query={enrolment} lines={10} isPage>
      {(data) =>
        act !== undefined && data.stall && MENDED_THERE[act] === data.stall.reason && answersFor(places) ? (
          <Navigate to="/unreachable" search={{ program: data.program.code }} replace />
        ) : (
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
        )
      }
    </Loaded>
  );
}
