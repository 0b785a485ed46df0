import { useTranslations } from 'use-intl';
import type { Enrolment } from '#api/types.gen';
import { Answer } from '../../shared/answer';
import { dueOfAction } from '../../shared/due-of-action';
import { Moment } from '../../shared/moment';
import classes from './enrolment.module.css';

/** What was seen, in the coach's words, and what was agreed on it. */
export function Seen({ enrolment, isMine }: { enrolment: Enrolment; isMine: boolean }) {
  const t = useTranslations('enrolment');
  const { seen, actions, rep } = enrolment;
  if (seen.length === 0) return null;
  return (
    <section aria-labelledby="seen" className={classes.section}>
      <h2 id="seen">{t('seen')}</h2>
      {seen.map(({ id, observer, observedAt, customer, feedback, acknowledgement }) => (
        <article key={id} className={classes.observation}>
          <p className="soft">
            <Moment at={observedAt} zone={rep.zone} /> · {t('by', { name: observer.name })}
            {customer && ` · ${customer}`}
          </p>
          {feedback === null && <p>{t('noFeedback')}</p>}
          {feedback?.evidence && <blockquote>{feedback.evidence}</blockquote>}
          {feedback?.suggestion && (
            <p>
              {t('suggestion')} {feedback.suggestion}
            </p>
          )}
          {actions
            .filter((action) => action.observation === id)
            .map((action) => ({ action, until: dueOfAction(enrolment, action) }))
            .map(({ action: { id: actionId, text, doneAt }, until }) => (
              <p key={actionId}>
                {t('agreed')} {text ?? t('agreedHidden')}
                {until && (
                  <span className="soft">
                    {' '}
                    · {t('until')} <Moment at={until} zone={rep.zone} />
                  </span>
                )}
                {doneAt && <span className="soft"> · {t('done')}</span>}
              </p>
            ))}
          {acknowledgement && <Answer answer={acknowledgement} isMine={isMine} />}
        </article>
      ))}
    </section>
  );
}
