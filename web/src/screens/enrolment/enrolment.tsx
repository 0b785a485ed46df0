import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { enrolmentsGetOptions } from '#api/@tanstack/react-query.gen';
import { useSession } from '../../frame/session';
import { Sides } from '../../shared/sides/sides';
import { Loaded } from '../../shared/states';
import { Head } from './head';
import { Now } from './now';
import { Seen } from './seen';
import { TimelineSection } from './timeline';

const route = getRouteApi('/enrolments/$id');

/** One enrolment, for whoever may see it: where it stands, what was seen and agreed, what happened and what comes. */
export default function EnrolmentPage() {
  const { id } = route.useParams();
  const { person } = useSession();
  const enrolment = useQuery(enrolmentsGetOptions({ path: { id } }));
  return (
    <Loaded query={enrolment} lines={10} isPage>
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
