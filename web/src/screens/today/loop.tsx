import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { enrolmentsGetOptions } from '#api/@tanstack/react-query.gen';
import type { Enrolment } from '#api/types.gen';
import { Answer } from '../../shared/answer';
import { dueOfAction } from '../../shared/due-of-action';
import { Glance } from '../../shared/glance';
import { Moment } from '../../shared/moment';
import { Sides } from '../../shared/sides/sides';
import { Loaded } from '../../shared/states';
import { Ready } from './ready';
import classes from './mine.module.css';

/** One capability of the rep who looks. */
export function Loop({ id, isAsked }: { id: string; isAsked: boolean }) {
  const enrolment = useQuery(enrolmentsGetOptions({ path: { id } }));
  return (
    <article className={classes.loop}>
      <Loaded query={enrolment}>
        {(data) => (
          <>
            <div className={classes.head}>
              <h3>
                <Link to="/enrolments/$id" params={{ id }} dir="auto">
                  {data.capability.name}
                </Link>
              </h3>
              {data.glance && <Glance of={data.glance} />}
            </div>
            <Agreed enrolment={data} />
            <Latest key={String(isAsked)} enrolment={data} isOpen={!isAsked} now={enrolment.dataUpdatedAt} />
            <Ready enrolment={data} />
            <Sides enrolment={data} now={enrolment.dataUpdatedAt} isMine heading="h4" />
          </>
        )}
      </Loaded>
    </article>
  );
}

/** What is still to be tried, and by when. */
function Agreed({ enrolment }: { enrolment: Enrolment }) {
  const t = useTranslations('mine');
  const { actions, rep } = enrolment;
  const open = actions.filter(({ doneAt, text }) => doneAt === null && text !== null);
  if (open.length === 0) return <p className="soft">{t('nothingAgreed')}</p>;
  return open.map((action) => {
    const until = dueOfAction(enrolment, action);
    return (
      <p key={action.id} dir="auto">
        {t('agreed', { text: action.text ?? '' })}
        {until && (
          <span className="soft">
            {' '}
            · {t('until')} <Moment at={until} zone={rep.zone} />
          </span>
        )}
      </p>
    );
  });
}

/** What was seen last, in the coach's words; folded while a card above says it. */
function Latest({
  enrolment: { seen, rep },
  isOpen,
  now,
}: {
  enrolment: Enrolment;
  isOpen: boolean;
  now: number;
}) {
  const t = useTranslations('mine');
  const [last] = [...seen].sort((a, b) => b.observedAt.localeCompare(a.observedAt));
  if (!last) return <p className="soft">{t('notSeen')}</p>;
  const { feedback, observer, observedAt, acknowledgement } = last;
  const waits = feedback !== null && Date.parse(feedback.readableFrom) > now;
  return (
    <details open={isOpen} className={classes.latest}>
      <summary>
        {t('seenBy', { name: observer.name })} <Moment at={observedAt} zone={rep.zone} />
      </summary>
      {feedback === null && <p>{t('notWritten')}</p>}
      {waits && (
        <p>
          {t('waits')} <Moment at={feedback.readableFrom} zone={rep.zone} as="minute" />
        </p>
      )}
      {feedback?.evidence && <blockquote dir="auto">{feedback.evidence}</blockquote>}
      {feedback?.suggestion && <p dir="auto">{t('toTry', { text: feedback.suggestion })}</p>}
      {feedback && !waits && !feedback.evidence && !feedback.suggestion && <p>{t('noWords')}</p>}
      {acknowledgement && <Answer answer={acknowledgement} isMine />}
    </details>
  );
}
