import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../frame/title';
import { Around, Ways, type Known } from './around';
import { Editor } from './editor';
import classes from './cadence.module.css';

const route = getRouteApi('/cadences/$id');

/** The draft of a cadence: to write, to try and to publish. */
export default function CadencePage() {
  const { id } = route.useParams();
  const { program } = route.useSearch();
  return (
    <Around id={id} code={program}>
      {(known) => <Page key={id} known={known} />}
    </Around>
  );
}

function Page({ known }: { known: Known }) {
  const t = useTranslations('cadence.versions');
  const { cadence, cadences, program, capabilities } = known;
  return (
    <div className={classes.page}>
      <PageTitle>{t('draftTitle', { cadence: cadence.name })}</PageTitle>
      <Ways known={known} />
      <Editor cadence={cadence} cadences={cadences} program={program} capabilities={capabilities} />
    </div>
  );
}
